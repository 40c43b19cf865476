"""Can a tired person read this sentence? A floor, not proof: ask real readers too.

English: Flesch-Kincaid grade. Spanish: the Szigriszt-Pazos score on the INFLESZ scale (above 65 is
"fairly easy"), and Fernández-Huerta's score (above 70 the same).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

HARDEST_GRADE: Final = 6.0
LEAST_INFLESZ: Final = 65
LEAST_FERNANDEZ_HUERTA: Final = 70
SHORTEST: Final = 6
"""Words: the formulas say nothing about a label such as "Chemotherapy"."""


def english_syllables(word: str) -> int:
    """Return how many syllables an English word has, by its letters."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    if count > 1 and letters.endswith("e") and not letters.endswith(("le", "ee")):
        count -= 1
    if count > 1 and re.search(r"[^aeiouytd]ed$", letters):
        count -= 1
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Return the vowel groups, where an accented weak vowel or two strong vowels make a hiatus."""
    letters = re.sub(r"[^a-záéíóúüñ]", "", word.lower())
    letters = re.sub(r"(?<=[qg])u(?=[eiéí])", "", letters)
    groups = re.findall(r"[aeiouáéíóúüy]+", re.sub(r"y(?=[aeiouáéíóú])", "", letters))
    hiatus = sum(
        len(re.findall(r"(?=[aeoáéóíú][aeoáéó]|[aeoáéó][íú])", group)) for group in groups
    )
    return max(1, len(groups) + hiatus)


def counted(text: str, syllables: Callable[[str], int]) -> tuple[int, int, int]:
    """Return how many sentences, words and syllables a text has."""
    sentences = max(1, len(re.findall(r"[.!?:]+(?=\s|$)", text)))
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d[\d.]*", text)
    return sentences, len(words), sum(syllables(word) for word in words)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text."""
    sentences, words, syllables = counted(text, english_syllables)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def inflesz(text: str) -> float:
    """Return the Szigriszt-Pazos score of a Spanish text, read on the INFLESZ scale."""
    sentences, words, syllables = counted(text, spanish_syllables)
    return 206.835 - 62.3 * syllables / words - words / sentences


def fernandez_huerta(text: str) -> float:
    """Return the Fernández-Huerta score of a Spanish text."""
    sentences, words, syllables = counted(text, spanish_syllables)
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def is_easy(text: str, language: str) -> bool:
    """Say whether a text is within reach of a sixth-grader; of other languages no formula is known."""
    if len(text.split()) < SHORTEST:
        return True
    if language == "en":
        return grade(text) <= HARDEST_GRADE
    if language == "es":
        return (
            inflesz(text) >= LEAST_INFLESZ and fernandez_huerta(text) >= LEAST_FERNANDEZ_HUERTA
        )
    return True
