"""What happens to visits in life: long weekends, infections, damaged bags, split doses, far countries?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.telling import FRESH, FROZEN, SITE, at
from tracker.demo.plant import ONE_BAG
from tracker.demo.tale import SECOND_TECH, TECH, Attempt
from tracker.domain import after_day_zero, next_steps, return_visit, visit_dates, visit_moves
from tracker.domain.kinds import Kind
from tracker.domain.protocol import SecondDose
from tracker.domain.visits.places import BED, CHAIR, INFUSION, Place
from tracker.store import public_holidays

WEEKDAYS = frozenset(range(5))
SPLIT = SecondDose(day=9, from_day=7, to_day=11, latest_day=20)


def on(day, **more):
    return {"signed": ["cora"], "day_zero": day.isoformat(), **more}


def visit_of(told):
    return told.visit()


def window_of(told):
    return visit_moves.infusion_window(told.protocol, told.visit(), told.site)


def next_free(day, *, weekdays=WEEKDAYS):
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day


def split_release(site=SITE):
    """Release two bags of a product whose dose is given on two days."""
    told = at("begun")
    told.site = site
    visit = replace(told.protocol.visit, second_dose=SPLIT)
    told.protocol = told.tale.protocol = replace(told.protocol, visit=visit)
    told.tale.make(told.tale.lot(), bags=ONE_BAG * 2)
    told.tale.test(told.tale.lot())
    told.tale.release(told.tale.lot())
    return told


# --- before the release


def estimate(told, days):
    day = told.tale.clock.date() + timedelta(days=days)
    given = {"earliest": day.isoformat(), "latest": day.isoformat(), "source": "the portal"}
    told.do("lena", Kind.ESTIMATE_RECORDED, milestone="QA_RELEASED", **given)
    return day


def test_an_estimate_pencils_a_visit_in_and_the_release_keeps_its_day_where_it_can():
    told = at("made")
    late = estimate(told, 30)
    pencilled = visit_of(told)
    assert (pencilled.state, pencilled.firm) == ("provisional", False)
    assert pencilled.day_zero > late
    assert return_visit.places(told.journey) == frozenset()
    early = estimate(told, 12)
    again = visit_of(told)
    assert (again.id, len(told.journey.visits)) == (pencilled.id, 1)
    assert early < again.day_zero < pencilled.day_zero
    told.tale.test(told.tale.lot())
    told.tale.release(told.tale.lot())
    proposed = visit_of(told)
    assert (proposed.id, proposed.state) == (pencilled.id, "proposed")
    assert proposed.day_zero == again.day_zero
    no_more = told.refusal("cora", Kind.VISIT_PROPOSED, provisional=True)
    assert no_more.code == "visit_open"


def test_a_slot_is_enough_to_pencil_a_visit_in_and_nobody_can_confirm_it():
    told = at("shipped")
    told.do("cora", Kind.VISIT_PROPOSED, provisional=True)
    assert visit_of(told).state == "provisional"
    early = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(visit_of(told).day_zero))
    assert early.code in {"visit_state", "out_of_order"}
    assert at("opened").refusal("cora", Kind.VISIT_PROPOSED, provisional=True).code == (
        "nothing_to_pencil_in"
    )


def test_a_lost_lot_takes_the_pencilled_visit_with_it():
    told = at("made")
    estimate(told, 20)
    why = {"lot": told.tale.lot(), "reason": "contaminated"}
    told.do("max", Kind.LOT_TERMINATED, signed=["max"], **why)
    assert visit_of(told).state == "cancelled"


# --- days that do not work


def test_released_on_the_friday_before_a_long_weekend_every_plan_goes_around_it():
    told = at("released", FRESH)
    day = told.tale.clock.date()
    holiday = next_free(day + timedelta(days=9), weekdays={0})
    told.site = replace(
        SITE,
        holidays={holiday: "Memorial Day"},
        chemotherapy_weekdays=WEEKDAYS,
        infusions_before_long_weekends=False,
    )
    facts = told.facts(_asking(told))
    found = {each.day_zero for each in _choices(told, facts)}
    friday = holiday - timedelta(days=3)
    assert found
    assert not found & {holiday, friday, friday + timedelta(days=7)}
    assert all(holiday not in each.course.days for each in _choices(told, facts))
    refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(holiday))
    assert "Memorial Day" in refusal.sentence


def _asking(told):
    return Attempt("cora", Kind.VISIT_CONFIRMED, told.tale.clock, {})


def _choices(told, facts):
    return visit_dates.choices(told.journey, told.protocol, facts)


def test_the_holidays_of_a_country_are_data_with_their_names():
    assert public_holidays.of("US", "MN")[date(2026, 11, 26)] == "Thanksgiving Day"
    assert date(2027, 1, 1) in public_holidays.of("DE", "BY")
    assert not public_holidays.of("", "")
    assert public_holidays.known("US", "MN")
    assert not public_holidays.known("US", "ATLANTIS")


def test_a_site_without_weekend_chemotherapy_leaves_mondays_only_to_a_fixed_course():
    told = at("released", FRESH)
    told.site = replace(SITE, chemotherapy_weekdays=WEEKDAYS)
    days = {each.day_zero.weekday() for each in _choices(told, told.facts(_asking(told)))}
    assert days == {0}


def test_days_the_patient_cannot_come_are_left_out_until_they_can():
    told = at("released")
    first = visit_of(told).day_zero
    span = {"first_day": first.isoformat(), "last_day": (first + timedelta(days=2)).isoformat()}
    told.do("cora", Kind.PATIENT_AWAY_RECORDED, **span)
    refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(first))
    assert "The patient cannot come on" in refusal.sentence
    told.do("cora", Kind.PATIENT_AWAY_RECORDED, may_come=True, **span)
    told.do("cora", Kind.VISIT_CONFIRMED, **on(first))
    backwards = {"first_day": span["last_day"], "last_day": span["first_day"]}
    assert told.refusal("cora", Kind.PATIENT_AWAY_RECORDED, **backwards).code == (
        "end_before_start"
    )


# --- when it slips


def test_an_infection_after_chemotherapy_moves_day_zero_twice_and_then_it_is_repeated():
    told = at("chemotherapy")
    given = visit_of(told)
    window = window_of(told)
    told.do("cora", Kind.VISIT_MOVED, **on(next_free(window.first), reason="fever"))
    second = next_free(window.first + timedelta(days=3))
    told.do("cora", Kind.VISIT_MOVED, **on(second, reason="fever again"))
    assert (visit_of(told).moves, visit_of(told).chemotherapy) == (2, given.chemotherapy)
    far = next_free(window.last + timedelta(days=21))
    too_far = told.refusal("cora", Kind.VISIT_MOVED, **on(far, reason="pneumonia"))
    assert "chemotherapy would have to be repeated" in too_far.sentence
    told.do("cora", Kind.VISIT_MOVED, **on(far, reason="pneumonia", repeat_chemotherapy=True))
    again = visit_of(told)
    assert (again.state, again.courses_given, again.chemotherapy_started_at) == (
        "confirmed",
        1,
        None,
    )
    assert again.chemotherapy[0] > given.chemotherapy[-1]
    assert again.readiness == {}
    told.tale.make_ready()
    told.tale.chemotherapy()
    told.tale.clear()
    told.tale.infuse()
    assert visit_of(told).state == "done"


def test_chemotherapy_that_began_late_moves_the_window_with_it():
    told = at("ready")
    planned = visit_of(told)
    late = datetime.combine(planned.chemotherapy[0], datetime.min.time(), UTC)
    told.tale.clock = late + timedelta(days=3, hours=15)
    told.do("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    window = window_of(told)
    assert window.first > planned.chemotherapy[-1] + timedelta(days=3)
    refusal = told.refusal(
        "cora", Kind.VISIT_MOVED, **on(planned.chemotherapy[-1], reason="back")
    )
    assert refusal.code == "day_not_possible"


def test_readiness_fails_after_the_release_and_everything_is_taken_back_but_the_cells():
    told = at("home")
    assert return_visit.places(told.journey)
    failed = {"test": "heart", "result": "failed", "reason": "too weak"}
    told.do("dana", Kind.READINESS_RECORDED, signed=["dana"], **failed)
    told.do("cora", Kind.VISIT_CANCELLED, signed=["cora"], reason="not fit")
    assert return_visit.places(told.journey) == frozenset()
    assert told.journey.released is not None
    assert [item for item in told.journey.present() if item.use == "dose"]


def test_a_product_that_arrives_damaged_after_chemotherapy_began_is_never_cleared():
    told = at("shipped_back")
    told.site = replace(told.site, chemotherapy_opens_on="shipped")
    if visit_of(told).state == "proposed":
        told.tale.confirm_visit()
    told.tale.make_ready()
    told.tale.begin_chemotherapy()
    damaged = {"condition": "damaged", "outcome": "quarantine", "reason": "the bag is cracked"}
    told.tale.receive(TECH, SECOND_TECH, **damaged)
    told.tale.complete_chemotherapy()
    stopped = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert stopped.code in {"not_received", "quarantined"}
    window = window_of(told)
    assert window.last is not None
    told.do("cora", Kind.VISIT_CANCELLED, signed=["cora"], reason="the bag is cracked")
    assert (visit_of(told).state, return_visit.places(told.journey)) == (
        "cancelled",
        frozenset(),
    )


@pytest.mark.parametrize("opens_on", ["released", "shipped", "received"])
def test_no_chemotherapy_begins_for_cells_that_came_damaged_whatever_the_site_waits_for(
    opens_on,
):
    told = at("confirmed")
    told.site = replace(told.site, chemotherapy_opens_on=opens_on)
    told.tale.make_ready()
    told.tale.receive(
        TECH, SECOND_TECH, condition="damaged", outcome="quarantine", reason="it is cracked"
    )
    told.tale.clock = told.tale.hour(visit_of(told).chemotherapy[0])
    refusal = told.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert refusal.code == "quarantined"


# --- two doses, other zones


def test_a_split_dose_has_a_day_of_its_own_and_it_moves_to_day_21():
    told = split_release(replace(SITE, bed_nights=2))
    first = visit_of(told)
    assert SPLIT.from_day <= (first.second_day - first.day_zero).days <= SPLIT.to_day
    tuesday = next_free(first.day_zero, weekdays={1})
    told.do("cora", Kind.VISIT_CONFIRMED, **on(tuesday))
    first = visit_of(told)
    held = return_visit.places(told.journey)
    assert {Place(INFUSION, day) for day in (first.day_zero, first.second_day)} <= held
    assert {Place(CHAIR, day) for day in first.chemotherapy} <= held
    assert len([place for place in held if place.resource == BED]) == 2
    second_bag = _give_the_first_dose(told)
    day_21 = first.day_zero + timedelta(days=20)
    assert day_21.weekday() in WEEKDAYS
    moved = {"second_day": day_21.isoformat(), "reason": "grade 2 CRS"}
    late = {**moved, "second_day": (day_21 + timedelta(days=1)).isoformat()}
    too_late = told.refusal("cora", Kind.VISIT_MOVED, **on(first.day_zero, **late))
    assert "within 20 days of day zero" in too_late.sentence
    told.do("cora", Kind.VISIT_MOVED, **on(first.day_zero, **moved))
    assert (visit_of(told).day_zero, visit_of(told).second_day) == (first.day_zero, day_21)
    told.tale.clock = told.tale.hour(day_21)
    told.do("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    _give(told, second_bag)
    assert visit_of(told).state == "done"
    last = after_day_zero.doses(told.journey, visit_of(told), told.site)
    assert last == (first.day_zero, day_21)
    clocks = after_day_zero.clocks(told.journey, told.protocol, visit_of(told), told.site)
    assert {each.until for each in clocks} == {day_21 + timedelta(days=14)}


def test_the_second_dose_is_cleared_anew_on_its_own_day():
    told = split_release()
    told.do(
        "cora", Kind.VISIT_CONFIRMED, **on(next_free(visit_of(told).day_zero, weekdays={1}))
    )
    second = _give_the_first_dose(told)
    assert "Clear the second dose" in [
        step.title for step in next_steps.steps(told.journey, told.protocol)
    ]
    soon = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert (soon.code, "the second dose is given from" in soon.sentence) == ("not_yet", True)
    told.tale.clock = told.tale.hour(visit_of(told).second_day)
    told.tale.take([second])
    told.tale.verify(
        (TECH, SECOND_TECH), "pre_thaw", told.tale.order(), told.tale.label(second)
    )
    thaw = {"scans": [told.tale.label(second)], "signed": ["theo"]}
    assert told.refusal("theo", Kind.THAW_STARTED, **thaw).code == "cleared_for_another_day"
    told.do("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    told.do("theo", Kind.THAW_STARTED, **thaw)


def test_a_bag_meant_for_the_second_dose_stays_frozen_on_day_zero():
    told = split_release()
    told.do("cora", Kind.VISIT_CONFIRMED, **on(visit_of(told).day_zero))
    first, second = _home_and_cleared(told)
    meant = replace(told.journey.containers[second], infusion=2)
    told.journey = told.journey.with_containers([meant])
    told.tale.take([second])
    told.tale.verify(
        (TECH, SECOND_TECH), "pre_thaw", told.tale.order(), told.tale.label(second)
    )
    thaw = {"scans": [told.tale.label(second)], "signed": ["theo"]}
    assert told.refusal("theo", Kind.THAW_STARTED, **thaw).code == "dose_meant_for_later"
    _give(told, first)


def test_after_its_last_day_the_second_dose_is_not_cleared():
    told = split_release()
    told.do("cora", Kind.VISIT_CONFIRMED, **on(visit_of(told).day_zero))
    _give_the_first_dose(told)
    told.tale.later(days=SPLIT.latest_day + 1)
    late = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert (late.code, "the second dose is given until" in late.sentence) == (
        "day_not_possible",
        True,
    )


def _home_and_cleared(told):
    """Bring both bags home, give the chemotherapy, and clear day zero; return the bags."""
    told.tale.ship_back()
    for chapter in ("home", "ready", "chemotherapy", "cleared"):
        told.tale.chapters()[chapter]()
    return told.tale.bags("dose")


def _give_the_first_dose(told):
    """Tell the whole road to the bedside for the first bag; return the second."""
    first, second = _home_and_cleared(told)
    _give(told, first)
    return second


def _give(told, dose):
    told.tale.thaw(dose)
    told.tale.give(dose)


@pytest.mark.parametrize(("hour", "day"), [(4, 7), (6, 8)])
def test_for_a_patient_abroad_the_days_are_those_of_the_hospital_over_a_change_of_clocks(
    hour, day
):
    """In Chicago the clocks go forward on 8 March 2026, in Madrid three weeks later."""
    moment = datetime(2026, 3, 8, hour, 30, tzinfo=UTC)
    assert visit_dates.local(moment, SITE) == date(2026, 3, day)


def test_no_day_is_lost_when_the_clocks_change():
    told = at("confirmed")
    visit = visit_of(told)
    days = [visit.day_zero - day for day in visit.chemotherapy]
    assert all(gap == timedelta(days=gap.days) for gap in days)
    assert min(visit.chemotherapy) > date(2026, 3, 8)


@pytest.mark.parametrize("name", [FROZEN, FRESH])
def test_a_done_visit_keeps_nothing_but_the_bed(name):
    told = at("infused", name)
    assert visit_of(told).state == "done"
    assert return_visit.places(told.journey) == frozenset()
