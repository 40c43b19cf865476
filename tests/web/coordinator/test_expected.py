"""Does the desk see which releases come, against the places there are, and pencil visits in by it?"""

from datetime import timedelta

import pytest

from tests.store.derivation import summary
from tests.web.conftest import WANDA
from tracker.demo.tale import Tale
from tracker.domain.chain import instant
from tracker.store import board, stretches, visit_places
from tracker.store.db import db, writing

PAGE = "/coordinator/expected?at=RST"


@pytest.fixture
def shipped(house) -> Tale:
    return house.told_until("shipped")


def pencil(house, tale: Tale):
    form = {"coi": house.look(tale).coi, "provisional": "yes"}
    return house.client_of("cora").post(PAGE, data=form)


def text(house, who="cora") -> str:
    return " ".join(house.client_of(who).get(PAGE).text.split())


def test_a_visit_is_pencilled_in_with_one_step_and_holds_no_place(house, shipped):
    before = text(house)
    assert WANDA.name in before
    assert "s guide; now:" in before
    assert "not pencilled in" in before
    assert pencil(house, shipped).status_code == 302
    visit = house.look(shipped).visit
    assert (visit.state, visit.firm) == ("provisional", False)
    after = text(house)
    assert f'pencilled in: day zero <time datetime="{visit.day_zero}">' in after
    week = visit.day_zero - timedelta(days=visit.day_zero.weekday())
    line = after[after.index(f'<th scope="row"><time datetime="{week}">') :].split("</tr>")[0]
    assert line.endswith("<td>10</td><td>0</td><td>1</td><td>0</td>")
    with house.app.app_context():
        assert visit_places.counts("RST", visit.day_zero, visit.day_zero) == {}
    drawn = house.client_of("cora").get("/coordinator/expected.svg?at=RST")
    assert drawn.mimetype == "image/svg+xml"
    assert 'fill="url(#unsure)"' in drawn.text
    journey = house.client_of("cora").get(f"/coordinator/journeys/{house.look(shipped).coi}")
    assert "Pencilled in: no place is held" in journey.text


def test_the_site_s_own_history_moves_what_is_expected_and_pencilled(house, shipped):
    pencil(house, shipped)
    by_guide = house.look(shipped).visit.day_zero
    with house.app.app_context():
        _went_quickly(house, 20)
    assert "as it took here before, and by the guide" in text(house)
    assert pencil(house, shipped).status_code == 302
    assert house.look(shipped).visit.day_zero < by_guide


def _went_quickly(house, count: int) -> None:
    """Let others have been made here within nine days, where the guide says up to four weeks."""
    writing()
    for number in range(count):
        coi = f"OTHER{number:04}"
        row = summary(coi, site="RST", protocol="example-frozen", closed="completed")
        board.refresh(row, 1, "0" * 64)
        start = instant(house.now - timedelta(days=9))
        stretches.refresh(coi, {"making": [start, instant(house.now), "arrived"]})
    db.session.commit()


def test_the_physician_looks_and_the_coordinator_pencils(house, shipped):
    assert "Pencil a visit in" not in text(house, "dana")
    form = {"coi": house.look(shipped).coi, "provisional": "yes"}
    assert house.client_of("dana").post(PAGE, data=form).status_code == 409
    assert house.look(shipped).visit is None
