"""Is another product really one file and nothing else?"""

import pytest

from tests.domain.telling import opened
from tracker.domain.kinds import Kind
from tracker.protocols import HERE, load, read_text


@pytest.fixture
def eighth(tmp_path):
    """A product in a folder of the site's own, with a second signature and fewer tests."""
    text = read_text(HERE / "example-fresh-v1.toml")
    for old, new in (
        ('id = "example-fresh"', 'id = "eighth"'),
        ("day_zero_cleared = 1", "day_zero_cleared = 1\nlot_opened = 2"),
        ('  "potency",\n', ""),
        ("cd3_e6 = 600", "cd3_e6 = 3000"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "eighth-v1.toml").write_text(text)
    return load(tmp_path).latest("eighth")


def test_a_product_that_is_only_a_file_is_lived_to_its_end(eighth):
    told = opened(eighth)
    told.tale.tell(until="collected")
    few = told.refusal("dana", Kind.SUFFICIENCY_DECIDED, signed=["dana"], decision="enough")
    assert few.code == "not_enough_cells"
    why = {"decision": "exception", "reason": "maker agreed"}
    told.do("dana", Kind.SUFFICIENCY_DECIDED, signed=["dana"], **why)
    told.tale.ship_out()
    told.tale.receive("max", "mia")
    material = [told.tale.label(bag) for bag in told.tale.bags("collection")]
    lot = {"lot": "990001", "scans": material}
    alone = told.refusal("max", Kind.LOT_OPENED, signed=["max"], **lot)
    assert alone.code == "signature_missing"
    told.do("max", Kind.LOT_OPENED, signed=["max", "mia"], **lot)
    chapters = [*told.tale.chapters()]
    for chapter in chapters[chapters.index("made") :]:
        told.tale.chapters()[chapter]()
    assert told.journey.closed == "completed"
    assert "potency" not in told.journey.lots["990001"].tests
    assert told.journey.protocol == "eighth"
