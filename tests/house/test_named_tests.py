"""Does every test that the documents about threats and Part 11 name really exist?"""

import re

import pytest

from tests.house import tree

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(?:\w+::)?(\w+)`")


@pytest.mark.parametrize("page", ["docs/threat-model.md", "docs/part11.md"])
def test_every_test_a_document_names_exists(page):
    named = NAMED.findall(tree.read(page))
    assert named
    lost = [f"{path}::{name}" for path, name in named if f"def {name}(" not in tree.read(path)]
    assert lost == []


@pytest.mark.parametrize("page", ["docs/threat-model.md", "docs/part11.md"])
def test_every_line_of_a_table_names_a_test_or_says_why_not(page):
    lines = [line for line in tree.read(page).splitlines() if line.startswith("| ")]
    heads = ("| What they try", "| Clause")
    rows = [line for line in lines if "---" not in line and not line.startswith(heads)]
    bare = [line for line in rows if not NAMED.search(line) and "the site" not in line.lower()]
    assert bare == []
