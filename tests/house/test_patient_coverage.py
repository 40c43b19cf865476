"""Does every line of the public patient pages lead to a test that is there?"""

import ast
import re
from collections.abc import Iterator

from tests.house import tree

PAGE = "docs/patient-coverage.md"
ROW = re.compile(r"^\| S(\d+) \| (\w+) \| (.+?) \| ?(.*?) ?\|$", re.MULTILINE)
LINES = frozenset(range(1, 111))
OTHERS = {
    1,
    15,
    22,
    23,
    24,
    25,
    26,
    28,
    34,
    38,
    56,
    59,
    69,
    77,
    80,
    83,
    89,
    102,
    106,
    107,
    109,
    110,
}
"""Lines that no patient's page has to do with: gates of staff, what is outside, and what grew old."""

SAID_ELSEWHERE = frozenset({77, 102, 110})
"""Three of the others have a test all the same."""


def test_each_line_about_the_tracker_a_card_a_number_or_an_exception_is_there():
    page = tree.read(PAGE)
    table, rest = page.split("\n\nAlso: ")
    also, staff = rest.split("\n\n")[:2]
    rows = {int(number) for number, *_ in ROW.findall(table + "\n")}
    of_staff = set(_numbers(staff))
    assert rows & of_staff == set()
    assert rows | of_staff | set(_numbers(also)) == LINES - (OTHERS - SAID_ELSEWHERE)


def _numbers(text: str) -> Iterator[int]:
    """Read "S1, S2 and S4 to S6" as 1, 2, 4, 5 and 6."""
    for first, last in re.findall(r"\bS(\d+)(?:\s+to\s+S(\d+))?", text):
        yield from range(int(first), int(last or first) + 1)


def test_every_test_it_names_is_there():
    tests = {
        node.name
        for module in tree.modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+)`", tree.read(PAGE)))
    assert named - tests == set()


def test_every_row_names_a_test_or_says_that_it_is_open():
    rows = ROW.findall(tree.read(PAGE))
    assert len(rows) > 60
    silent = [number for number, _, what, test in rows if not test and "*open*" not in what]
    assert silent == []
    assert {kind for _, kind, *_ in rows} <= {"CORE", "CARD", "DIR", "EDGE", "GATE"}
    numbers = [int(number) for number, *_ in rows]
    assert numbers == sorted(set(numbers))
