"""Does each rule that forbids a day say so in its own sentence, and no other one beside it?"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.visits.products import visit_rules
from tracker.domain.events import Closure, SiteRules
from tracker.domain.protocol import ReadinessTest, SecondDose
from tracker.domain.visits.planner import why_not
from tracker.domain.visits.rules import Search

MONDAY = date(2026, 11, 23)
WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (9, 10, 11))
"""Day zero is asked for on Thursday: chemotherapy falls on Saturday, Sunday and Monday before it."""

GIVEN = "fixed days for LBCL would fall on"
SATURDAY = date(2026, 11, 28)


def site(**rules: Any) -> SiteRules:
    return SiteRules(
        code="ROCH", name="Rochester", fin="A9999", zone="America/Chicago", **rules
    )


def full(resource: str, day: date) -> dict[str, Any]:
    return {"taken": {resource: {day: 1}}}


def shut(resource: str, day: date) -> dict[str, Any]:
    return {"closures": (Closure(day, day, resource, "the floor is laid"),)}


def one(resource: str) -> dict[str, Any]:
    """Return a site with one place of a resource; a bed is taken for two nights."""
    names = {"chair": "chairs", "bed": "beds", "thaw": "thaws_per_day"}
    nights = {"bed_nights": 2} if resource == "bed" else {}
    return {names.get(resource, "infusions_per_day"): 1, **nights}


@pytest.mark.parametrize(
    ("rules", "search", "sentence"),
    [
        (
            {"holidays": {THURSDAY: "Founders' Day"}},
            {},
            "Rochester gives no cells on Thursday 2026-12-03: Founders' Day.",
        ),
        (
            {"holidays": {FRIDAY: "a bridge"}, "infusions_before_long_weekends": False},
            {},
            "Rochester gives no cells on Thursday 2026-12-03, just before a long weekend.",
        ),
        (
            shut("infusion", THURSDAY),
            {},
            "Rochester is closed on Thursday 2026-12-03: the floor is laid.",
        ),
        (
            shut("thaw", THURSDAY),
            {},
            "Rochester is closed on Thursday 2026-12-03: the floor is laid.",
        ),
        (
            one("infusion"),
            full("infusion", THURSDAY),
            "All 1 infusion places of Thursday 2026-12-03 are taken.",
        ),
        (one("thaw"), full("thaw", THURSDAY), "All 1 thaws of Thursday 2026-12-03 are taken."),
        (one("bed"), full("bed", FRIDAY), "All 1 beds of Friday 2026-12-04 are taken."),
        (
            one("bed") | shut("bed", FRIDAY),
            {},
            "Rochester has no bed on Friday 2026-12-04: the floor is laid.",
        ),
        (
            one("chair"),
            full("chair", SATURDAY),
            f"{GIVEN} Saturday 2026-11-28: all 1 chemotherapy chairs are taken.",
        ),
        (
            shut("chair", SATURDAY),
            {},
            f"{GIVEN} Saturday 2026-11-28, when Rochester is closed (the floor is laid).",
        ),
        (
            {"holidays": {SATURDAY: "a fair"}, "chemotherapy_on_holidays": False},
            {},
            f"{GIVEN} Saturday 2026-11-28: a fair.",
        ),
        ({}, {"expires_on": WEDNESDAY}, "The product expires on Wednesday 2026-12-02."),
        (
            {},
            {"insured_until": WEDNESDAY},
            "The insurance is valid until Wednesday 2026-12-02.",
        ),
        (
            {},
            {"insured_from": SATURDAY + timedelta(days=1)},
            f"{GIVEN} Saturday 2026-11-28. The insurance is valid from Sunday 2026-11-29 on.",
        ),
        ({}, {"uninsured": "denied"}, "The insurer has not agreed to this treatment: denied."),
        (
            {},
            {"away": ((THURSDAY, FRIDAY),)},
            "The patient cannot come on Thursday 2026-12-03.",
        ),
        (
            {},
            {"away": ((SATURDAY, SATURDAY),)},
            f"{GIVEN} Saturday 2026-11-28. The patient cannot come on Saturday 2026-11-28.",
        ),
        (
            {},
            {"chemotherapy_not_before": SATURDAY + timedelta(days=1)},
            (
                "fixed days for LBCL would start on Saturday 2026-11-28; the first possible day is "
                "Sunday 2026-11-29."
            ),
        ),
    ],
)
def test_one_rule_alone_forbids_the_day_and_says_so(rules, search, sentence):
    where = Search(MONDAY, **search)
    assert why_not(visit_rules("Yescarta"), site(**rules), where, THURSDAY) == (sentence,)
    assert why_not(visit_rules("Yescarta"), site(), Search(MONDAY), THURSDAY) == ()


def test_a_test_that_no_day_is_left_for_is_named():
    swab = ReadinessTest("swab", "Respiratory virus swab", -7, -5)
    rules = replace(visit_rules("Yescarta"), readiness=(swab,))
    late = Search(MONDAY, tests_from=SATURDAY)
    assert why_not(rules, site(), late, THURSDAY) == (
        "Respiratory virus swab would have to be done by Friday 2026-11-27.",
    )


def test_the_second_dose_says_why_none_of_its_days_takes_it():
    rules = replace(visit_rules("Yescarta"), second_dose=SecondDose(9, 9, 9, 20))
    day = THURSDAY + timedelta(days=9)
    assert why_not(rules, site(infusion_weekdays=frozenset({3})), Search(MONDAY), THURSDAY) == (
        "Second dose: Rochester gives no cells on a Saturday.",
    )
    away = Search(MONDAY, away=((day, day),))
    every_day = site(infusion_weekdays=frozenset(range(7)))
    assert why_not(rules, every_day, away, THURSDAY) == (
        "Second dose: The patient cannot come on Saturday 2026-12-12.",
    )


def test_an_indication_that_nobody_said_is_asked_for_where_it_decides():
    assert why_not(visit_rules("Kymriah"), site(), Search(MONDAY), THURSDAY) == (
        "The indication decides the chemotherapy: say it first.",
    )
