"""When does the patient come back, and what must be true before chemotherapy?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import FRESH, FROZEN, at
from tracker.demo.tale import Attempt
from tracker.domain import disposition, visit_dates, visit_moves
from tracker.domain.events import Closure
from tracker.domain.kinds import Kind
from tracker.domain.visits import planner
from tracker.domain.visits.courses import Course


def visit_of(told):
    return list(told.journey.visits.values())[-1]


def on(day, **more):
    return {"signed": ["cora"], "day_zero": day.isoformat(), **more}


@pytest.fixture
def released():
    """A released lot; a visit is proposed."""
    return at("released")


@pytest.fixture
def confirmed():
    """The patient agreed to the day."""
    return at("confirmed")


# --- proposing and confirming


def test_only_a_release_opens_the_return_visit():
    told = at("tested")
    assert told.refusal("cora", Kind.VISIT_PROPOSED).code == "no_release"
    none = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(told.tale.clock.date()))
    assert none.code in {"out_of_order", "unknown_visit"}


def test_a_proposal_is_no_date_for_the_patient(released):
    assert (visit_of(released).state, visit_of(released).firm) == ("proposed", False)
    assert disposition.waiting(released.journey)


def test_a_confirmed_visit_ends_the_wait(confirmed):
    assert visit_of(confirmed).firm
    assert not disposition.waiting(confirmed.journey)


def test_one_visit_is_planned_at_a_time(released):
    assert released.refusal("cora", Kind.VISIT_PROPOSED).code == "visit_open"


def test_a_visit_nobody_planned_is_unknown(released):
    day = visit_of(released).day_zero
    other = released.refusal("cora", Kind.VISIT_CONFIRMED, **on(day, visit="V0"))
    assert other.code == "unknown_visit"


def test_a_day_that_breaks_a_rule_is_refused_with_the_rule(released):
    soon = released.tale.clock.date() + timedelta(days=1)
    refusal = released.refusal("cora", Kind.VISIT_CONFIRMED, **on(soon))
    assert (refusal.code, refusal.field) == ("day_not_possible", "day_zero")
    assert "can be here and checked from" in refusal.sentence


def test_a_full_day_is_refused(released):
    day = visit_of(released).day_zero
    released.taken["infusion"] = {day: released.site.infusions_per_day}
    assert released.refusal("cora", Kind.VISIT_CONFIRMED, **on(day)).code == "no_capacity"


def test_a_release_taken_back_takes_the_visit_with_it(released):
    back = {"lot": released.tale.lot(), "decision": "rejected", "reason": "late result"}
    released.do("max", Kind.DISPOSITION_DECIDED, signed=["max", "mia"], **back)
    day = visit_of(released).day_zero
    assert released.refusal("cora", Kind.VISIT_CONFIRMED, **on(day)).code == "no_release"


def test_a_plan_the_checker_finds_fault_with_is_neither_proposed_nor_offered(
    monkeypatch,
):
    told, found = at("tested"), planner.choices

    def one_more(rules, site, where):
        saturday = next(
            day
            for day in (where.not_before + timedelta(days=count) for count in range(7))
            if day.weekday() == 5
        )
        course = found(rules, site, where)[0].course
        return (planner.Choice(saturday, course), *found(rules, site, where))

    monkeypatch.setattr(planner, "choices", one_more)
    told.tale.release(told.tale.lot())
    proposed = told.visit().day_zero
    assert proposed is not None
    assert proposed.weekday() != 5
    assert told.last(Kind.VISIT_PROPOSED).data["set_aside"] == 1
    facts = told.facts(Attempt("cora", Kind.VISIT_CONFIRMED, told.tale.clock, {}))
    (aside,) = visit_dates.find(told.journey, told.protocol, facts).set_aside
    assert "No cells are given on" in aside


def test_every_day_that_is_offered_can_be_confirmed(released):
    facts = released.facts(Attempt("cora", Kind.VISIT_CONFIRMED, released.tale.clock, {}))
    for choice in visit_dates.choices(released.journey, released.protocol, facts)[:40:8]:
        told = at("released")
        told.do("cora", Kind.VISIT_CONFIRMED, **on(choice.day_zero))
        assert visit_of(told).day_zero == choice.day_zero


def choices_on(told, day):
    """Return what is possible on one day, as the planner ranks it."""
    facts = told.facts(Attempt("cora", Kind.VISIT_CONFIRMED, told.tale.clock, {}))
    found = visit_dates.choices(told.journey, told.protocol, facts)
    return [each for each in found if each.day_zero == day]


@pytest.mark.parametrize("kind", [Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED])
def test_the_dates_that_were_shown_are_taken_or_none(kind):
    told = at("released" if kind is Kind.VISIT_CONFIRMED else "confirmed")
    day = visit_of(told).day_zero + timedelta(days=7)
    first, second = choices_on(told, day)[:2]
    asked = on(day, reason="infection") if kind is Kind.VISIT_MOVED else on(day)
    (lost,) = set(first.course.days) - set(second.course.days)
    told.site = replace(told.site, closures=(Closure(lost, lost, "chair", "full"),))
    refusal = told.refusal("cora", kind, shown=visit_dates.as_shown(first), **asked)
    assert (refusal.code, refusal.field) == ("dates_changed", "day_zero")
    told.do("cora", kind, shown=visit_dates.as_shown(second), **asked)
    assert visit_of(told).regimen == second.course.regimen
    assert visit_of(told).chemotherapy == second.course.days


def test_a_choice_that_was_shown_is_taken_even_when_another_ranks_before_it(released):
    day = visit_of(released).day_zero
    *_, last = choices_on(released, day)
    released.do("cora", Kind.VISIT_CONFIRMED, **on(day, shown=visit_dates.as_shown(last)))
    assert (visit_of(released).regimen, visit_of(released).chemotherapy) == (
        last.course.regimen,
        last.course.days,
    )


def test_chemotherapy_that_was_given_since_is_not_what_was_shown():
    told = at("chemotherapy")
    visit = visit_of(told)
    day = visit.day_zero + timedelta(days=1)
    other = planner.Choice(day, Course(visit.regimen, visit.chemotherapy[:-1]))
    asked = on(day, reason="fever", shown=visit_dates.as_shown(other))
    assert told.refusal("cora", Kind.VISIT_MOVED, **asked).code == "dates_changed"


# --- moving and cancelling


def test_an_infection_moves_the_visit_twice(confirmed):
    first = visit_of(confirmed).day_zero
    for number in (1, 2):
        moved = on(first + timedelta(days=7 * number), reason="infection")
        confirmed.do("cora", Kind.VISIT_MOVED, **moved)
        assert visit_of(confirmed).moves == number
    assert visit_of(confirmed).day_zero == first + timedelta(days=14)
    assert visit_of(confirmed).chemotherapy[-1] < visit_of(confirmed).day_zero


def test_after_chemotherapy_only_day_zero_moves():
    told = at("chemotherapy")
    given = visit_of(told).chemotherapy
    day = visit_of(told).day_zero + timedelta(days=1)
    told.do("cora", Kind.VISIT_MOVED, **on(day, reason="fever"))
    assert (visit_of(told).chemotherapy, visit_of(told).day_zero) == (given, day)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (-30, "not after chemotherapy"),
        (60, "days after chemotherapy"),
        (None, "does not infuse on that day"),
    ],
)
def test_after_chemotherapy_the_wait_has_an_end(days, why):
    told = at("chemotherapy")
    day = visit_of(told).day_zero
    step = days if days is not None else 5 - day.weekday()
    day += timedelta(days=step)
    while days is not None and day.weekday() > 4:
        day += timedelta(days=1)
    refusal = told.refusal("cora", Kind.VISIT_MOVED, **on(day, reason="fever"))
    assert refusal.code == "day_not_possible"
    assert why in refusal.sentence


@pytest.mark.parametrize(
    "asks", [{"gap_min_days": 5}, {"days": (-8, -7, -6, -5), "gap_min_days": None}]
)
def test_cells_are_given_no_sooner_after_chemotherapy_than_the_product_says(asks):
    told = at("chemotherapy")
    (regimen,) = {
        each for each in told.protocol.visit.regimens if each.name == visit_of(told).regimen
    }
    slow = replace(regimen, **asks)
    rules = replace(told.protocol.visit, regimens=(slow,))
    told.protocol = replace(told.protocol, visit=rules)
    last = visit_of(told).chemotherapy[-1]
    days = [last + timedelta(days=wait) for wait in range(2, 5)]
    early = next(day for day in days if day.weekday() < 5)
    refusal = told.refusal("cora", Kind.VISIT_MOVED, **on(early, reason="sooner"))
    assert (refusal.code, "from" in refusal.sentence) == ("day_not_possible", True)


def test_what_the_planner_forgets_the_checker_refuses_after_chemotherapy_too(monkeypatch):
    told = at("chemotherapy")
    day = visit_of(told).day_zero + timedelta(days=1)
    told.site = replace(told.site, closures=(Closure(day, day, "all", "storm"),))
    monkeypatch.setattr(visit_moves, "_against_infusion_day", lambda *_: "")
    refusal = told.refusal("cora", Kind.VISIT_MOVED, **on(day, reason="fever"))
    assert f"The site is closed on {day}." in refusal.sentence


def test_a_move_by_weeks_opens_the_tests_again_whose_window_has_gone(home):
    day = visit_of(home).day_zero
    home.tale.clock = home.tale.hour(day - timedelta(days=7))
    for test in ("heart", "respiratory"):
        home.do("dana", Kind.READINESS_RECORDED, **readiness(test, "passed"))
    home.do("dana", Kind.READINESS_RECORDED, **readiness("blood", "waived", reason="done"))
    home.do("cora", Kind.VISIT_MOVED, **on(day + timedelta(days=14), reason="fever"))
    assert visit_of(home).readiness == {"heart": "passed", "blood": "waived"}
    refusal = home.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert "Respiratory virus swab" in refusal.sentence


def test_a_move_takes_the_clearance_with_it():
    told = at("cleared")
    day = visit_of(told).day_zero + timedelta(days=1)
    told.do("cora", Kind.VISIT_MOVED, **on(day, reason="fever"))
    assert (visit_of(told).state, visit_of(told).cleared_at) == ("chemotherapy", None)


def test_a_visit_that_is_only_proposed_is_not_moved(released):
    day = visit_of(released).day_zero
    early = released.refusal("cora", Kind.VISIT_MOVED, **on(day, reason="x"))
    assert early.code == "visit_state"


@pytest.mark.parametrize("kind", [Kind.VISIT_MOVED, Kind.VISIT_CANCELLED])
def test_thawed_cells_do_not_wait(kind):
    told = at("cleared")
    dose = told.tale.bags("dose")[0]
    told.tale.take([dose])
    told.tale.verify(("theo", "tess"), "pre_thaw", told.tale.order(), told.tale.label(dose))
    told.do("theo", Kind.THAW_STARTED, scans=[told.tale.label(dose)], signed=["theo"])
    day = visit_of(told).day_zero + timedelta(days=1)
    parts = (
        on(day, reason="fever")
        if kind is Kind.VISIT_MOVED
        else {"signed": ["cora"], "reason": "x"}
    )
    refusal = told.refusal("cora", kind, **parts)
    assert (refusal.code, "at the bedside" in refusal.sentence) == ("visit_state", True)


def test_a_cancelled_visit_keeps_the_product_and_may_be_planned_again(confirmed):
    why = {"signed": ["cora"], "reason": "infection"}
    confirmed.do("cora", Kind.VISIT_CANCELLED, **why)
    assert disposition.waiting(confirmed.journey)
    gone = confirmed.refusal("cora", Kind.VISIT_CANCELLED, visit=visit_of(confirmed).id, **why)
    assert gone.code == "visit_state"
    confirmed.do("cora", Kind.VISIT_PROPOSED)
    assert visit_of(confirmed).state == "proposed"


# --- readiness and chemotherapy


@pytest.fixture
def home():
    """The dose is at the hospital; readiness is still to be shown."""
    return at("home")


def readiness(test, result, **more):
    return {"signed": ["dana"], "test": test, "result": result, **more}


def test_readiness_is_shown_before_chemotherapy(home):
    early = home.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert early.code == "readiness_open"
    assert "Heart ultrasound" in early.sentence


def test_a_readiness_test_is_one_of_the_products(home):
    other = home.refusal("dana", Kind.READINESS_RECORDED, **readiness("mood", "passed"))
    assert other.code == "readiness_unknown"


@pytest.mark.parametrize("result", ["failed", "waived"])
def test_what_is_not_passed_needs_a_reason(home, result):
    bare = home.refusal("dana", Kind.READINESS_RECORDED, **readiness("heart", result))
    assert bare.code == "reason_missing"


def test_a_failed_test_stops_chemotherapy_and_waits_for_a_human_voice(home):
    home.tale.make_ready()
    failed = readiness("heart", "failed", reason="ejection fraction 35")
    home.do("dana", Kind.READINESS_RECORDED, **failed)
    assert home.journey.review_since is not None
    stopped = home.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert stopped.code == "readiness_open"
    home.do("dana", Kind.PATIENT_INFORMED, signed=["dana"], about="the heart ultrasound")
    assert home.journey.review_since is None


def test_a_waived_test_counts(home):
    home.tale.make_ready()
    waived = readiness("heart", "waived", reason="done last month elsewhere")
    home.do("dana", Kind.READINESS_RECORDED, **waived)
    home.do("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert visit_of(home).state == "chemotherapy"


@pytest.mark.parametrize(
    ("opens_on", "chapter", "possible"),
    [
        ("released", "released", True),
        ("shipped", "released", False),
        ("shipped", "shipped_back", True),
        ("received", "shipped_back", False),
        ("received", "home", True),
    ],
)
def test_each_site_chooses_what_opens_chemotherapy(opens_on, chapter, possible):
    told = at(chapter)
    told.site = replace(told.site, chemotherapy_opens_on=opens_on)
    if visit_of(told).state == "proposed":
        told.do("cora", Kind.VISIT_CONFIRMED, **on(visit_of(told).day_zero))
    told.tale.make_ready()
    if possible:
        told.do("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    else:
        early = told.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
        assert early.code == "chemotherapy_gate"


def test_chemotherapy_ends_once():
    told = at("chemotherapy")
    again = told.refusal("ines", Kind.CHEMOTHERAPY_COMPLETED, signed=["ines"])
    assert again.code == "visit_state"


@pytest.mark.parametrize("name", [FROZEN, FRESH])
def test_nobody_clears_day_zero_before_chemotherapy_is_given(name):
    told = at("ready", name)
    told.tale.later(days=30)
    told.do("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    early = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert early.code == "not_yet"


def test_nobody_clears_day_zero_for_a_product_that_is_not_here():
    told = at("confirmed")
    told.site = replace(told.site, chemotherapy_opens_on="released")
    told.tale.make_ready()
    told.tale.chemotherapy()
    absent = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert absent.code == "not_received"


def test_nobody_clears_day_zero_when_no_dose_is_left():
    told = at("chemotherapy")
    dose = told.tale.bags("dose")[0]
    gone = {"container": dose, "fate": "destroyed", "reason": "tank failed"}
    told.do("theo", Kind.CONTAINER_DISCARDED, signed=["theo"], **gone)
    refusal = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert refusal.code == "no_release"
