"""Is a patient told how long it took for others here, once there are enough of them?"""

from datetime import timedelta

import pytest

from tests.store.derivation import summary
from tests.web.patient.conftest import phrase
from tracker.domain import patient_view
from tracker.domain.chain import instant
from tracker.protocols import load
from tracker.store import board, stretches
from tracker.store.db import db, writing


@pytest.fixture
def kitchen(kitchen_of):
    return kitchen_of("begun")


def others(kitchen, count: int, days: int = 20, stretch: str = "making") -> None:
    """Let others have gone the same way here; every twentieth still waits."""
    now = kitchen.clock.now
    writing()
    for number in range(count):
        coi = f"OTHER{number:04}"
        plain = summary(coi, site="RST", protocol="example-frozen", opened_at=now)
        board.refresh(plain, 1, "0" * 64)
        start = instant(now - timedelta(days=days))
        outcome = [instant(now), "arrived"] if number % 20 else ["", "waiting"]
        stretches.refresh(coi, {stretch: [start, *outcome]})
    db.session.commit()


def test_with_few_others_the_product_s_guide_speaks_and_says_so(kitchen):
    others(kitchen, 19)
    page = kitchen.page()
    assert "This step takes 2 to 4 weeks." in page
    assert "This time comes from the guide of Thursday, June 26, 2025." in " ".join(
        page.split()
    )


def test_with_twenty_the_site_s_own_history_speaks_and_says_of_how_many(kitchen):
    others(kitchen, 20)
    page = kitchen.page()
    assert "This step takes 20 days." in page
    assert "comes from what we saw with 20 people here" in page


def test_a_day_without_news_is_normal_and_the_next_news_has_a_day(kitchen):
    page = kitchen.page()
    assert "even if nothing has changed" in page
    assert "A day with no news is normal." in page
    assert "Last checked:" in page


def test_being_tested_has_its_day_from_the_first_test_without_a_hand_written_step(kitchen_of):
    kitchen = kitchen_of("tested")
    told = kitchen.tale.look()
    assert "QC_IN_PROGRESS" not in told.milestones
    page = kitchen.page()
    assert "Being tested" in page
    now = page[page.index('<li class="now"') :]
    assert "2026" in now[: now.index("</li>")]


@pytest.mark.parametrize("product", [each.id for each in load().all()])
def test_each_step_of_every_product_has_its_range_its_dates_or_words_for_that(
    kitchen_of, product
):
    """No figure where medicine gives none, and no silence either."""
    kitchen = kitchen_of("", product)
    seen = {1: spoken_of(kitchen)}
    for tell in kitchen.tale.chapters().values():
        tell()
        if kitchen.tale.look().open:
            here = patient_view.current(kitchen.tale.look(), kitchen.tale.protocol)
            seen[here] = spoken_of(kitchen)
    assert {step: said for step, said in seen.items() if said != "range"} == {
        **dict.fromkeys((1, 2, 4), "words"),
        **dict.fromkeys((9, 10), "dates"),
    }
    assert {"range"} == {seen[step] for step in (3, 5, 6, 7)}


def spoken_of(kitchen) -> str:
    """Return by what a page says how long its step takes; exactly one of the three."""
    page = " ".join(kitchen.page().split())
    found = {
        "range": "These times are a guide." in page,
        "words": phrase("range_unknown", "en") in page,
        "dates": '<dl class="dates">' in page and "These times are a guide." not in page,
    }
    (said,) = [name for name, there in found.items() if there]
    return said


def test_a_step_the_guide_has_no_figure_for_has_the_site_s_own_once_there_are_enough(
    kitchen_of,
):
    kitchen = kitchen_of("frozen")
    others(kitchen, 20, days=3, stretch="packing")
    page = kitchen.page()
    assert "This step takes 3 days." in page
    assert "comes from what we saw with 20 people here" in page
    assert phrase("range_unknown", "en") not in page
