"""Is the family tree whole, in order, and readable with forty containers?"""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.domain.telling import at
from tracker.domain import family
from tracker.domain.journey import Container, Journey, Lot

DIN = "A999926000010"


@pytest.fixture(scope="module")
def infused() -> Journey:
    return at("infused").journey


@pytest.fixture(scope="module")
def forty(infused: Journey) -> Journey:
    """One collection, thirty cryobags, two lots of the components, and eight doses."""
    whole = next(item for item in infused.containers.values() if item.use == "collection")
    bags = [child(whole, f"B{number}", use="cryobag") for number in range(30)]
    lots = {
        name: Lot(name, tuple(bag.id for bag in part), whole.born)
        for name, part in (("CD4", bags[:15]), ("CD8", bags[15:]))
    }
    doses = [
        child(whole, f"{lot.id}-{number}", lot=lot.id, parents=lot.consumed, component=lot.id)
        for lot in lots.values()
        for number in range(4)
    ]
    made = {item.id: item for item in (whole, *bags, *doses)}
    return replace(infused, containers=made, lots=lots)


def child(whole: Container, name: str, **changed) -> Container:
    return replace(whole, id=name, **{"parents": (whole.id,), "use": "dose", **changed})


def test_every_container_and_lot_has_one_row(forty: Journey, infused: Journey):
    for journey in (forty, infused):
        drawn = family.picture(journey)
        wanted = {*journey.containers, *(f"lot {name}" for name in journey.lots)}
        assert {row.id for row in drawn.rows} == wanted
        assert len(drawn.rows) == len(wanted)


def test_rows_go_down_the_page_and_never_across_it(forty: Journey):
    drawn = family.picture(forty)
    assert len(drawn.rows) == 41
    assert all(after.y - before.y == family.ROW for before, after in pairwise(drawn.rows))
    assert drawn.rows[-1].y < drawn.height
    assert max(row.x for row in drawn.rows) <= family.WIDTH / 3
    assert max(len(row.title) for row in drawn.rows) <= 30


def test_what_goes_into_a_lot_is_led_there_in_the_margin(forty: Journey):
    drawn = family.picture(forty)
    merges = [line.path for line in drawn.lines if line.merges]
    down = [path for path in merges if "V" in path]
    assert len(down) == 2, (
        "one line down for each lot: drawn over itself it would not be broken"
    )
    margins = {path.split("V")[0].split()[0].removeprefix("M") for path in down}
    assert len(margins) == 2
    into = [path.split("H")[1] for path in merges if path not in down]
    assert len(into) == 30
    assert {*into} == margins
    assert len(drawn.lines) - len(merges) == 30 + 8


def test_children_stand_under_what_they_came_from(infused: Journey):
    drawn = {row.id: row for row in family.picture(infused).rows}
    for item in infused.containers.values():
        for parent in item.parents:
            assert drawn[parent].y < drawn[item.id].y


def test_a_journey_without_cells_is_an_empty_picture():
    drawn = family.picture(at("prepared").journey)
    assert (drawn.rows, drawn.lines) == ((), ())


def test_where_a_collection_ended_is_told_of_every_leaf(infused: Journey):
    (din,) = infused.collections
    ends = family.leaves(infused, din)
    assert [family.final_place(item) for item in ends] == ["infused"]
    half = replace(ends[0], given_ml=ends[0].volume_ml - 20)
    assert family.final_place(half) == f"infused, {half.given_ml} of {half.volume_ml} mL"
    held = replace(half, state="open", stored="RST-T1-R1-B01-P01")
    assert family.final_place(held) == "at RST-T1-R1-B01-P01"
