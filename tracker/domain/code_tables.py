"""What does a table of codes say that a site loads from its own licensed copy, and is it whole?

A table is a CSV file in UTF-8 with the header `code,text`. We ship none: facility names and product
descriptions are licensed to each site by ICCBBA, and the places of a store room are the site's own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.domain.isbt128.structure import FACILITY

HEADER: Final = ("code", "text")
LONGEST_TEXT: Final = 120
MOST_ROWS: Final = 50_000
MOST_FAULTS: Final = 20
"""After so many faults the file is the wrong file; more lines would hide the first ones."""


class Table(StrEnum):
    """What a table translates."""

    FACILITIES = "facilities"
    PRODUCTS = "products"
    PLACES = "places"


TITLES: Final = {
    Table.FACILITIES: "Facility names",
    Table.PRODUCTS: "Product descriptions",
    Table.PLACES: "Places of the store room",
}
PATTERNS: Final = {
    Table.FACILITIES: (re.compile(FACILITY), "five characters, as A9990"),
    Table.PRODUCTS: (
        re.compile(r"[A-Z][A-Z0-9]{4}"),
        "five capital letters or digits, a letter first",
    ),
    Table.PLACES: (
        re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*"),
        "capital letters, digits and hyphens, as LN2-T1-R1",
    ),
}
LONGEST_CODE: Final = 32


@dataclass(frozen=True)
class Read:
    """What was read: the texts by code in the order of the file, or the faults, a sentence each."""

    rows: dict[str, str]
    faults: tuple[str, ...] = ()


def read(table: Table, content: bytes) -> Read:
    """Read a whole file. Where one line is at fault nothing of it may be used."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Read({}, (f"Line {line} is not written in UTF-8. Save the file as CSV UTF-8.",))
    rows: dict[str, str] = {}
    faults = tuple(_first(_faults(table, text, rows)))
    return Read({} if faults else rows, faults)


def _first(faults: Iterator[str]) -> Iterator[str]:
    for number, sentence in enumerate(faults):
        if number == MOST_FAULTS:
            yield "Further lines are at fault too; mend these first."
            return
        yield sentence


def _faults(table: Table, text: str, rows: dict[str, str]) -> Iterator[str]:
    """Fill `rows` and yield a sentence for each line that cannot be used."""
    lines = csv.reader((f"{line}\n" for line in text.split("\n")), strict=True)
    seen: dict[str, int] = {}
    try:
        header = tuple(cell.strip() for cell in next(lines, []))
        if header != HEADER:
            yield f"Line 1 must be the header {','.join(HEADER)}."
            return
        for cells in lines:
            number = lines.line_num
            fault = _fault(table, cells, seen)
            if fault:
                yield f"Line {number}: {fault}"
            elif cells:
                code, words = (cell.strip() for cell in cells)
                seen[code], rows[code] = number, words
            if len(rows) > MOST_ROWS:
                yield f"Line {number}: a table holds at most {MOST_ROWS} codes."
                return
    except csv.Error as error:
        yield f"Line {lines.line_num}: this is no CSV ({error})."
        return
    if not seen:
        yield "The file holds no code below its header."


def _fault(table: Table, cells: list[str], seen: dict[str, int]) -> str:
    """Say what is wrong with one line; an empty line is not wrong."""
    if not cells:
        return ""
    if len(cells) != len(HEADER):
        return f"{len(cells)} columns where a code and its text belong."
    code, words = (cell.strip() for cell in cells)
    if code in seen:
        return f"the code {code} stands on line {seen[code]} already."
    return _fault_of_code(table, code) or _fault_of_text(code, words)


def _fault_of_code(table: Table, code: str) -> str:
    pattern, expected = PATTERNS[table]
    if pattern.fullmatch(code) and len(code) <= LONGEST_CODE:
        return ""
    return f"the code “{code[:40]}” must be {expected}."


def _fault_of_text(code: str, words: str) -> str:
    if not words:
        return f"the code {code} has no text."
    if len(words) > LONGEST_TEXT or not words.isprintable():
        return f"the text of {code} must be printable and at most {LONGEST_TEXT} characters."
    return ""
