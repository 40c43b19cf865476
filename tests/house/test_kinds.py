"""Is every kind of entry described for those who read and write them?"""

from scripts import entries
from tests.house import tree
from tracker.domain.kinds import Kind


def test_the_page_of_entries_is_fresh():
    assert tree.read("docs/entries.md") == entries.page(), "run `make docs`"


def test_every_kind_is_on_the_page():
    page = entries.page()
    assert [kind.value for kind in Kind if f"## `{kind.value}`" not in page] == []
