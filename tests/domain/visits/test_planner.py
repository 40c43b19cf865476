"""Does the planner find every possible visit and no other, and say why a day is not one?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.visits.products import FILES, visit_rules
from tracker.domain.events import SiteRules
from tracker.domain.protocol import ReadinessTest, SecondDose, VisitRules
from tracker.domain.visits.checking import faults_of_second
from tracker.domain.visits.opening import Release, earliest
from tracker.domain.visits.planner import after_release, plans, why_not
from tracker.domain.visits.rules import Search

MONDAY = date(2026, 11, 23)
THANKSGIVING = date(2026, 11, 26)


def site(**rules) -> SiteRules:
    return SiteRules(
        code="ROCH", name="Rochester", fin="A9999", zone="America/Chicago", **rules
    )


def days_in(first: date, last: date) -> st.SearchStrategy[frozenset[date]]:
    return st.frozensets(st.dates(first, last), max_size=8)


weekdays = st.frozensets(st.integers(0, 6), max_size=7)
searches = st.builds(
    Search,
    not_before=st.dates(MONDAY, MONDAY + timedelta(days=6)),
    horizon_days=st.integers(1, 25),
    taken=st.fixed_dictionaries(
        {
            "infusion": st.dictionaries(
                st.dates(MONDAY, MONDAY + timedelta(days=30)), st.integers(0, 3), max_size=12
            )
        }
    ),
    indication=st.sampled_from(["", "LBCL", "B-ALL", "MM"]),
    chemotherapy_not_before=st.none() | st.dates(MONDAY, MONDAY + timedelta(days=12)),
)
sites = st.builds(
    site,
    infusion_weekdays=weekdays,
    chemotherapy_weekdays=weekdays,
    infusions_per_day=st.integers(0, 3),
    closed_days=days_in(MONDAY - timedelta(days=7), MONDAY + timedelta(days=30)),
)
products = st.sampled_from(sorted(FILES))


def every_visit(rules: VisitRules, at: SiteRules, search: Search) -> set:
    """Try each day zero with each first day of chemotherapy, in the words of the protocol."""
    return {
        (day, regimen.name, regimen.indication, given_on)
        for number in range(search.horizon_days)
        for day in [search.not_before + timedelta(days=number)]
        for regimen in rules.regimens
        if search.indication == regimen.indication or fits_whoever(rules, search)
        for back in range(1, 40)
        for given_on in [chemotherapy(regimen, day - timedelta(days=back))]
        if fits(regimen, given_on, day)
        if free(at, search, day) and all(allowed(at, search, each) for each in given_on)
    }


def fits_whoever(rules: VisitRules, search: Search) -> bool:
    """Say whether nothing is known, and the product names one indication, so that it is that one."""
    return not search.indication and len({each.indication for each in rules.regimens}) == 1


def chemotherapy(regimen, first: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=each - regimen.days[0]) for each in regimen.days)


def fits(regimen, given_on: tuple[date, ...], day: date) -> bool:
    if regimen.gap_min_days is None:
        return (given_on[0] - day).days == regimen.days[0]
    return regimen.gap_min_days <= (day - given_on[-1]).days <= regimen.gap_max_days


def free(at: SiteRules, search: Search, day: date) -> bool:
    places = at.infusions_per_day - search.taken.get("infusion", {}).get(day, 0)
    return places > 0 and day.weekday() in at.infusion_weekdays and day not in at.closed_days


def allowed(at: SiteRules, search: Search, day: date) -> bool:
    early = search.chemotherapy_not_before and day < search.chemotherapy_not_before
    open_then = day.weekday() in at.chemotherapy_weekdays and day not in at.closed_days
    return open_then and not early


@settings(max_examples=300)
@given(products, sites, searches)
def test_exactly_the_possible_visits_are_found(product, at, search):
    rules = visit_rules(product)
    found = [
        (plan.day_zero, plan.regimen, plan.chemotherapy) for plan in plans(rules, at, search)
    ]
    expected = every_visit(rules, at, search)
    assert set(found) == {(day, name, given_on) for day, name, _, given_on in expected}
    assert len(found) == len(expected)


@settings(max_examples=150)
@given(products, sites, searches)
def test_a_day_has_reasons_exactly_when_it_has_no_plan(product, at, search):
    rules = visit_rules(product)
    possible = {plan.day_zero for plan in plans(rules, at, search)}
    for number in range(-2, search.horizon_days + 2):
        day = search.not_before + timedelta(days=number)
        assert bool(why_not(rules, at, search, day)) == (day not in possible)


@settings(max_examples=100)
@given(products, sites, searches)
def test_the_earliest_day_comes_first_and_on_one_day_the_least_disruption(product, at, search):
    ranks = [
        (
            plan.day_zero,
            sum(day.weekday() in (5, 6) for day in plan.chemotherapy),
            plan.day_zero - plan.chemotherapy[-1],
        )
        for plan in plans(visit_rules(product), at, search)
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("rules", "search", "day", "sentence"),
    [
        (
            {},
            Search(MONDAY + timedelta(days=7)),
            MONDAY,
            "The product can be here and checked from Monday 2026-11-30 on.",
        ),
        (
            {},
            Search(MONDAY, horizon_days=7),
            MONDAY + timedelta(days=7),
            "Dates are looked for until Sunday 2026-11-29.",
        ),
        (
            {},
            Search(MONDAY),
            date(2026, 11, 28),
            "Rochester gives no cells on a Saturday.",
        ),
        (
            {"closed_days": frozenset({THANKSGIVING})},
            Search(MONDAY),
            THANKSGIVING,
            "Rochester is closed on Thursday 2026-11-26.",
        ),
        (
            {"infusions_per_day": 2},
            Search(MONDAY, taken={"infusion": {THANKSGIVING: 2}}),
            THANKSGIVING,
            "All 2 infusion places of Thursday 2026-11-26 are taken.",
        ),
        (
            {},
            Search(MONDAY, chemotherapy_not_before=MONDAY),
            THANKSGIVING,
            (
                "fixed days for LBCL would start on Saturday 2026-11-21; the first possible day is Monday "
                "2026-11-23."
            ),
        ),
        (
            {"chemotherapy_weekdays": frozenset({0, 1, 2, 3, 4})},
            Search(MONDAY),
            THANKSGIVING,
            "fixed days for LBCL would fall on Saturday 2026-11-21, no day for chemotherapy here.",
        ),
        (
            {"closed_days": frozenset({THANKSGIVING})},
            Search(MONDAY),
            date(2026, 11, 30),
            "fixed days for LBCL would fall on Thursday 2026-11-26, when Rochester is closed.",
        ),
        (
            {},
            Search(MONDAY, indication="MM"),
            THANKSGIVING,
            "This product has no chemotherapy for MM.",
        ),
    ],
)
def test_every_rule_says_its_own_sentence(rules, search, day, sentence):
    assert sentence in why_not(visit_rules("Yescarta"), site(**rules), search, day)


def test_the_first_day_waits_for_the_courier_and_the_check_on_arrival():
    rules = site(notice_days=0, travel_days=3, chemotherapy_opens_on="released")
    assert earliest(rules, Release(MONDAY)).day_zero == MONDAY + timedelta(days=4)
    received = Release(MONDAY, received=MONDAY + timedelta(days=1))
    assert earliest(rules, received).day_zero == MONDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("opens_on", "days"), [("released", 0), ("shipped", 2), ("received", 5)]
)
def test_the_site_chooses_what_opens_chemotherapy(opens_on, days):
    rules = site(notice_days=0, travel_days=3, chemotherapy_opens_on=opens_on)
    release = Release(MONDAY, shipped=MONDAY + timedelta(days=2))
    assert earliest(rules, release).chemotherapy == MONDAY + timedelta(days=days)


def test_the_patient_has_the_notice_the_site_promises():
    rules = site(notice_days=9, travel_days=1)
    assert earliest(rules, Release(MONDAY)).chemotherapy == MONDAY + timedelta(days=9)


def test_a_release_before_a_long_weekend_plans_around_it():
    friday = date(2026, 11, 20)
    weekdays_only = frozenset({0, 1, 2, 3, 4})
    closed = frozenset({THANKSGIVING, THANKSGIVING + timedelta(days=1)})
    rules = site(chemotherapy_weekdays=weekdays_only, closed_days=closed, notice_days=4)
    search = after_release(rules, Release(friday), taken={})
    first = plans(visit_rules("Yescarta"), rules, search)[0]
    assert first.day_zero == date(2026, 12, 7)
    assert first.chemotherapy == (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4))


def test_the_stricter_of_product_and_site_says_how_long_to_stay_near():
    rules = visit_rules("Yescarta")
    strict = site(stay_near_days=28, no_driving_days=7)
    plan = plans(rules, strict, Search(MONDAY))[0]
    assert plan.stay_near_until == plan.day_zero + timedelta(days=28)
    assert plan.no_driving_until == plan.day_zero + timedelta(days=14)
    assert plan.caregiver_until == plan.day_zero + timedelta(days=14)


def test_a_test_never_falls_into_chemotherapy():
    test = ReadinessTest("swab", "Respiratory virus swab", -7, -5)
    rules = replace(visit_rules("Yescarta"), readiness=(test,))
    plan = plans(rules, site(), Search(MONDAY))[0]
    (window,) = plan.readiness
    assert window.last == plan.chemotherapy[0] - timedelta(days=1)
    assert window.last - window.first == timedelta(days=2)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (14, ""),
        (21, "outside its window"),
        (6, "outside its window"),
        (12, "No cells are given"),
        (15, "The patient is away"),
        (18, "has expired"),
    ],
)
def test_the_checker_looks_at_a_second_dose_that_moved(day, fault):
    rules = replace(visit_rules("Yescarta"), second_dose=SecondDose(9, 7, 11, 20))
    where = Search(
        MONDAY,
        away=((MONDAY + timedelta(days=15), MONDAY + timedelta(days=15)),),
        expires_on=MONDAY + timedelta(days=17) if day == 18 else None,
    )
    found = faults_of_second(rules, site(), where, MONDAY, MONDAY + timedelta(days=day))
    assert (not found) if not fault else fault in " ".join(found)
