"""Which refusals are there, as a page a caller of the API can read (docs/refusals.md)?"""

import re
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from tracker.domain import refused, refused_custody, refused_patients

HEAD = """\
# Refusals

When a rule says no, the page shows a sentence and the API answers with the same sentence and a
stable `code` (`application/problem+json`). Codes are never renamed or given another meaning.
Words in `{braces}` are filled in.

This page is written by `make docs` from `tracker/domain/refused.py` and its neighbours; change
it there.
"""


def page() -> str:
    """Return the whole text of docs/refusals.md."""
    parts = [HEAD]
    for heading, codes in _chapters():
        parts.append(f"\n## {heading}\n\n| code | what the person reads |\n|---|---|\n")
        parts += [f"| `{code}` | {_cell(refused.CODES[code])} |\n" for code in codes]
    return "".join(parts)


def _chapters() -> Iterator[tuple[str, list[str]]]:
    """Yield the chapters of CODES: their comment lines, and the codes below each."""
    for source in (refused.__file__, refused_patients.__file__, refused_custody.__file__):
        yield from _chapters_of(Path(source).read_text(encoding="utf-8").splitlines())


def _chapters_of(lines: list[str]) -> list[tuple[str, list[str]]]:
    start = next(i for i, line in enumerate(lines) if line.startswith("CODES"))
    chapters: list[tuple[str, list[str]]] = []
    for line in takewhile(lambda line: line != "}", lines[start:]):
        if heading := re.match(r"    # --- ([^(;]+)", line):
            chapters.append((heading[1].strip().capitalize(), []))
        elif code := re.match(r'    "(\w+)":', line):
            chapters[-1][1].append(code[1])
    return chapters


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
