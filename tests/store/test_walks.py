"""Are the scans of a walk kept in order, each walker's apart, until the walk is finished?"""

from datetime import timedelta

import pytest

from tests.conftest import FIRST_MOMENT
from tracker.store import walks
from tracker.store.walks import Made, Unfinished, Walker

A, B, C, X = Made("a", "wedge"), Made("b", "typed", "torn"), Made("c", "camera"), Made("x")
TESS, THEO = (Walker("RST", "T1", f"s-{name}", name) for name in ("tess", "theo"))


@pytest.mark.usefixtures("stored")
def test_each_walk_is_its_own_and_its_last_scan_can_be_taken_back():
    walks.add(TESS, (A, B), FIRST_MOMENT)
    walks.add(THEO, (X,), FIRST_MOMENT + timedelta(minutes=1))
    walks.add(TESS, (A, C), FIRST_MOMENT + timedelta(minutes=2))
    walks.take_back(TESS)
    assert walks.scans(TESS) == (A, B, A)
    later = FIRST_MOMENT + timedelta(minutes=1)
    assert walks.unfinished("RST", "T1") == (
        Unfinished("s-tess", "tess", FIRST_MOMENT, 3),
        Unfinished("s-theo", "theo", later, 1),
    )
    walks.clear(TESS)
    assert walks.scans(TESS) == ()
    assert walks.scans(THEO) == (X,)
    assert walks.unfinished("RST", "T2") == ()
