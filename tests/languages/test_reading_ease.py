"""Can a tired person read every sentence we show them? A floor, not proof: ask real readers too.

English: Flesch-Kincaid grade. Spanish: the Szigriszt-Pazos score on the INFLESZ scale (above 65 is
"fairly easy"), and Fernández-Huerta's score (above 70 the same).
"""

import re

import pytest

from tracker import cards
from tracker.domain.wording import GROUPS
from tracker.languages import load as load_languages
from tracker.protocols import load

HARDEST_GRADE = 6.0
LEAST_INFLESZ = 65
LEAST_FERNANDEZ_HUERTA = 70
SHORTEST = 6
"""Words: the formulas say nothing about a label such as "Chemotherapy"."""


def english_syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    if count > 1 and letters.endswith("e") and not letters.endswith(("le", "ee")):
        count -= 1
    if count > 1 and re.search(r"[^aeiouytd]ed$", letters):
        count -= 1
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Vowel groups, where an accented weak vowel or two strong vowels make a hiatus."""
    letters = re.sub(r"[^a-záéíóúüñ]", "", word.lower())
    letters = re.sub(r"(?<=[qg])u(?=[eiéí])", "", letters)
    groups = re.findall(r"[aeiouáéíóúüy]+", re.sub(r"y(?=[aeiouáéíóú])", "", letters))
    hiatus = sum(
        len(re.findall(r"(?=[aeoáéóíú][aeoáéó]|[aeoáéó][íú])", group)) for group in groups
    )
    return max(1, len(groups) + hiatus)


def counted(text: str, syllables) -> tuple[int, int, int]:
    sentences = max(1, len(re.findall(r"[.!?:]+(?=\s|$)", text)))
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d[\d.]*", text)
    return sentences, len(words), sum(syllables(word) for word in words)


def grade(text: str) -> float:
    sentences, words, syllables = counted(text, english_syllables)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def inflesz(text: str) -> float:
    sentences, words, syllables = counted(text, spanish_syllables)
    return 206.835 - 62.3 * syllables / words - words / sentences


def fernandez_huerta(text: str) -> float:
    sentences, words, syllables = counted(text, spanish_syllables)
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


class Filled(dict[str, object]):
    """Something short for every blank: a day where a day belongs, else a number."""

    def __missing__(self, name: str) -> str:
        return "12"


def patient_texts(code: str) -> list[tuple[str, str]]:
    """Every text a patient may read, filled in, with where it stands."""
    language = load_languages().get(code)
    texts = [
        (f"{protocol.id} {group} {part}", getattr(told, part))
        for protocol in load().all()
        for group in GROUPS
        for told in [language.told(protocol, group)]
        for part in ("now", "next")
    ]
    texts += [
        (name, text.format_map(Filled())) for name, text in language.messages.texts.items()
    ]
    texts += [("a card", language.advice(part)) for part in cards.advice(cards.load())]
    return [(at, text) for at, text in texts if len(text.split()) >= SHORTEST]


@pytest.mark.parametrize(("at", "text"), patient_texts("en"), ids=lambda value: value[:40])
def test_english_is_within_reach_of_a_sixth_grader(at, text):
    assert grade(text) <= HARDEST_GRADE, f"{at}: {grade(text):.1f}: {text}"


@pytest.mark.parametrize(("at", "text"), patient_texts("es"), ids=lambda value: value[:40])
def test_spanish_is_at_least_fairly_easy(at, text):
    assert inflesz(text) >= LEAST_INFLESZ, f"{at}: {inflesz(text):.1f}: {text}"
    assert fernandez_huerta(text) >= LEAST_FERNANDEZ_HUERTA, f"{at}: {text}"


def test_no_sentence_is_longer_than_twenty_words():
    for language in ("en", "es"):
        for at, text in patient_texts(language):
            for sentence in re.split(r"[.!?](?:\s|$)", text):
                assert len(sentence.split()) <= 20, f"{at}: {sentence}"


def test_the_formulas_tell_easy_from_hard():
    assert grade("We have your cells. They are safe.") < 1
    assert (
        grade("Manufacturing authorization necessitates interdisciplinary deliberation.") > 20
    )
    assert inflesz("Ya tomamos sus células. Están en el laboratorio.") > 65
    assert inflesz("La autorización interdisciplinaria obligatoria administrativa.") < 20


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("células", 3),
        ("día", 2),
        ("siguiente", 3),
        ("quédese", 3),
        ("aire", 2),
        ("llamamos", 3),
    ],
)
def test_spanish_syllables_are_counted(word, count):
    assert spanish_syllables(word) == count
