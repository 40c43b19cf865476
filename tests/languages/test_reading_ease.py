"""Can a tired person read every sentence we show them?"""

import re

import pytest

from tracker import cards
from tracker.domain.reading_ease import (
    HARDEST_GRADE,
    LEAST_FERNANDEZ_HUERTA,
    LEAST_INFLESZ,
    SHORTEST,
    fernandez_huerta,
    grade,
    inflesz,
    spanish_syllables,
)
from tracker.domain.wording import GROUPS
from tracker.languages import load as load_languages
from tracker.protocols import load


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
