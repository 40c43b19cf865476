"""Which words and numbers never stand in what a patient reads, whoever wrote it?

Hard news is a voice's, and a telephone number is shown only where somebody called it and checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tracker.domain.reading_ease import is_easy

NUMBER: Final = re.compile(r"\d(?:[\s().-]*\d){6,}")
"""Seven figures or more: somebody would dial it."""

FORBIDDEN: Final = re.compile(
    r"\bfail|\breject|terminat|out of spec|\bOOS\b|\blost\b|\bproblem|\bdelay|excursion|sterility|"
    r"endotoxin|mycoplasma|CAR-T|\bfall[oóa]|rechaz|perdid|retras|\bdied?\b|\bdeath|muert",
    re.IGNORECASE,
)


def faults(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the code of each fault of a text for patients, and what is wrong with it."""
    if NUMBER.search(text):
        yield "number_unchecked", "a telephone number stands under Sites, once it is checked"
    if word := FORBIDDEN.search(text):
        yield "word_forbidden", f"{word[0]!r} is for a person to say"
    if not is_easy(text, language):
        yield "hard_to_read", "write shorter sentences with shorter words, for a sixth-grader"
