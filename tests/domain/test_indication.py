"""Is a visit planned only with chemotherapy for what the patient is treated for?"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.telling import FRESH, FROZEN, at, opening_of, product, unopened
from tracker.demo.attempts import BEDSIDE
from tracker.demo.tale import Attempt
from tracker.domain import visit_dates
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused

SAID = {"signed": ["cora"]}


def regimens(told):
    """Return every regimen that is offered today."""
    facts = told.facts(Attempt("cora", Kind.VISIT_CONFIRMED, told.tale.clock, {}))
    found = visit_dates.choices(told.journey, told.protocol, facts)
    return {choice.course.regimen for choice in found}


def unsaid(chapter: str, name: str = FROZEN):
    """Return a journey opened before anybody was asked for the indication."""
    told = at(chapter, name)
    opened = told.entries[0]
    data = {key: value for key, value in opened.data.items() if key != "indication"}
    told.entries[0] = replace(opened, data=data)
    told.journey = told.folded()
    return told


@pytest.mark.parametrize(
    ("said", "code"), [("", "indication_missing"), ("MM", "indication_unknown")]
)
def test_an_opening_names_one_of_the_products_own_indications(said, code):
    told = unopened(product(FROZEN))
    attempt = opening_of(told, indication=said)
    with pytest.raises(Refused) as caught:
        told.submit(attempt)
    assert caught.value.code == code
    assert "B-ALL, LBCL, FL" in caught.value.sentence


def test_a_product_for_one_indication_asks_for_none():
    protocol = product(FRESH)
    (regimen,) = protocol.visit.regimens
    one = replace(regimen, indication="LBCL")
    told = unopened(replace(protocol, visit=replace(protocol.visit, regimens=(one,))))
    told.submit(opening_of(told, indication=""))
    assert told.journey.indication == "LBCL"


@pytest.mark.parametrize(
    ("indication", "expected"),
    [
        ("B-ALL", {"flu-cy 4 days"}),
        ("LBCL", {"flu-cy 3 days", "benda 2 days"}),
        ("FL", {"flu-cy 3 days, FL", "benda 2 days, FL"}),
    ],
)
def test_only_chemotherapy_for_the_indication_is_offered(indication, expected):
    told = at("released")
    told.journey = replace(told.journey, indication=indication)
    assert regimens(told) == expected


def test_a_correction_proposes_the_visit_anew_and_says_why():
    told = at("released")
    assert told.refusal("cora", Kind.INDICATION_RECORDED, indication="FL", **SAID).code == (
        "reason_missing"
    )
    told.do("cora", Kind.INDICATION_RECORDED, indication="FL", reason="typed wrong", **SAID)
    assert told.visit().regimen.endswith(", FL")
    assert [told.visit().id] == list(told.journey.visits)
    same = told.refusal("cora", Kind.INDICATION_RECORDED, indication="FL", **SAID)
    assert same.code == "nothing_to_do"
    other = told.refusal("cora", Kind.INDICATION_RECORDED, indication="MM", **SAID)
    assert other.code == "indication_unknown"


def test_an_older_journey_has_no_plan_until_somebody_says_the_indication():
    told = unsaid("tested")
    told.tale.release(told.tale.lot())
    assert told.visit().state == "needed"
    on = {"day_zero": date(2026, 5, 20).isoformat(), **SAID}
    refused = told.refusal("cora", Kind.VISIT_CONFIRMED, **on)
    assert "The indication decides the chemotherapy: say it first." in refused.sentence
    told.do("dana", Kind.INDICATION_RECORDED, indication="B-ALL", signed=["dana"])
    assert (told.visit().state, told.visit().regimen) == ("proposed", "flu-cy 4 days")


def test_chemotherapy_that_fits_every_indication_needs_no_word_of_it():
    assert regimens(unsaid("released", FRESH)) == {"flu-cy 3 days"}


def test_a_confirmed_visit_stays_but_no_chemotherapy_of_another_indication_starts():
    told = at("ready")
    told.do("cora", Kind.INDICATION_RECORDED, indication="B-ALL", reason="biopsy", **SAID)
    assert told.visit().state == "confirmed"
    refused = told.refusal(BEDSIDE, Kind.CHEMOTHERAPY_STARTED, signed=[BEDSIDE])
    assert refused.code == "regimen_not_meant"
    assert "B-ALL" in refused.sentence


def test_what_an_old_proposal_said_still_holds():
    told = unsaid("released")
    proposed = told.last(Kind.VISIT_PROPOSED)
    told.entries = [
        replace(each, data={**each.data, "indication": "FL"}) if each is proposed else each
        for each in told.entries
    ]
    assert told.folded().indication == "FL"
