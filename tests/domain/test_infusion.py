"""Does this bag go to this patient, in time, and what was given?"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.domain.telling import FRESH, FROZEN, at
from tracker.demo.plant import ONE_BAG
from tracker.domain import family, next_steps, visit_dates, visit_moves
from tracker.domain.kinds import Kind

TECHS, NURSES = ("theo", "tess"), ("ines", "ivan")


@pytest.fixture(params=[FROZEN, FRESH])
def cleared(request):
    """Day zero, cleared; the dose stands in storage."""
    return at("cleared", request.param)


@pytest.fixture
def out(cleared):
    """The dose out of storage, compared with the order by two people."""
    dose = cleared.tale.bags("dose")[0]
    cleared.tale.take([dose])
    cleared.tale.verify(TECHS, "pre_thaw", cleared.tale.order(), cleared.tale.label(dose))
    return cleared


@pytest.fixture
def thawed(out):
    """The dose thawed, in the hands of the infusion nurses."""
    out.do("theo", Kind.THAW_STARTED, **scanned(out))
    out.do("theo", Kind.THAW_ENDED, **scanned(out), integrity="intact")
    out.tale.hand_over("theo", "ines", out.tale.bags("dose", "thawed"))
    return out


def dose_of(told):
    return next(item for item in told.journey.containers.values() if item.use == "dose")


def scanned(told, who=("theo",)):
    return {"scans": [told.tale.label(dose_of(told).id)], "signed": who}


def suggested(told):
    return {step.kind for step in next_steps.steps(told.journey, told.protocol)}


def at_the_bedside(told):
    scans = [told.tale.wristband(), told.tale.label(dose_of(told).id)]
    return {"scans": scans, "signed": NURSES}


def check(told):
    scans = at_the_bedside(told)["scans"]
    told.tale.verify(NURSES, "bedside", *scans, stated=True)


def test_cells_go_back_into_the_vein_they_came_from(thawed):
    check(thawed)
    thawed.do("ines", Kind.INFUSION_STARTED, **at_the_bedside(thawed))
    given = {"container": dose_of(thawed).id, "volume_ml": 68, "reaction": "none"}
    thawed.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert dose_of(thawed).state == "infused"
    assert dose_of(thawed).custodian is None
    assert [visit.state for visit in thawed.journey.visits.values()] == ["done"]


def test_a_stored_dose_is_not_thawed_in_place(cleared):
    refusal = cleared.refusal("theo", Kind.THAW_STARTED, **scanned(cleared))
    assert refusal.code == "container_not_here"
    assert Kind.THAW_STARTED not in suggested(cleared)
    assert Kind.REMOVED_FROM_STORAGE in suggested(cleared)
    cleared.tale.take(cleared.tale.bags("dose"))
    assert Kind.THAW_STARTED in suggested(cleared)
    assert Kind.REMOVED_FROM_STORAGE not in suggested(cleared)


def test_two_people_compare_the_bag_before_the_thaw(cleared):
    cleared.tale.take(cleared.tale.bags("dose"))
    refusal = cleared.refusal("theo", Kind.THAW_STARTED, **scanned(cleared))
    assert refusal.code == "identity_not_verified"


def test_nothing_is_thawed_before_the_physician_clears_the_day():
    told = at("chemotherapy")
    told.tale.take(told.tale.bags("dose"))
    assert told.refusal("theo", Kind.THAW_STARTED, **scanned(told)).code == "not_cleared"


def test_a_clearance_of_another_day_does_not_count(out):
    day = out.journey.visit.day_zero
    later = day.replace(day=day.day + 1).isoformat()
    out.do("cora", Kind.VISIT_MOVED, signed=["cora"], day_zero=later, reason="fever")
    assert out.refusal("theo", Kind.THAW_STARTED, **scanned(out)).code == "not_cleared"


def test_a_dose_that_never_arrived_is_not_thawed():
    told = at("confirmed")
    told.tale.make_ready()
    refusal = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert refusal.code in {"visit_state", "out_of_order"}


def test_a_dose_expires_by_the_calendar_of_the_hospital(out):
    """In the evening of Greenwich, the last day of a bag is over where the sun rose already."""
    out.site = replace(out.site, zone="Pacific/Kiritimati")
    today = visit_dates.local(out.tale.clock, out.site)
    assert today > out.tale.clock.date()
    dose = out.bag("dose")
    out.journey = out.journey.with_containers([replace(dose, expires_on=out.tale.clock.date())])
    assert out.refusal("theo", Kind.THAW_STARTED, **scanned(out)).code == "expired"
    out.journey = out.journey.with_containers([replace(dose, expires_on=today)])
    out.do("theo", Kind.THAW_STARTED, **scanned(out))


def test_a_thaw_is_not_started_twice(out):
    out.do("theo", Kind.THAW_STARTED, **scanned(out))
    assert out.refusal("theo", Kind.THAW_STARTED, **scanned(out)).code == "container_not_here"


def test_a_thaw_that_did_not_start_does_not_end(out):
    ended = out.refusal("theo", Kind.THAW_ENDED, **scanned(out), integrity="intact")
    assert ended.code == "container_not_here"


def test_a_thaw_ends_after_it_began(out):
    out.do("theo", Kind.THAW_STARTED, **scanned(out))
    out.tale.later(minutes=-10)
    early = out.refusal("theo", Kind.THAW_ENDED, **scanned(out), integrity="intact")
    assert early.code == "end_before_start"


def test_a_damaged_bag_is_not_given_even_when_a_hold_is_lifted(out):
    out.do("theo", Kind.THAW_STARTED, **scanned(out))
    out.do("theo", Kind.THAW_ENDED, **scanned(out), integrity="damaged")
    hold = {"stops": "infusion", "container": dose_of(out).id, "reason": "look at it"}
    out.do("quinn", Kind.HOLD_PLACED, signed=["quinn"], **hold)
    number = next(out.journey.open_holds()).id
    out.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], hold=number, reason="looked")
    out.tale.hand_over("theo", "ines", [dose_of(out).id])
    check(out)
    refusal = out.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(out))
    assert refusal.code == "damaged"
    gone = {"container": dose_of(out).id, "fate": "destroyed", "reason": "damaged"}
    out.do("ines", Kind.CONTAINER_DISCARDED, signed=["ines"], **gone)


def test_a_frozen_bag_is_not_given():
    told = at("cleared")
    told.tale.take(told.tale.bags("dose"))
    told.tale.hand_over("theo", "ines", told.tale.bags("dose"))
    refusal = told.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(told))
    assert refusal.code == "not_thawed"


def test_no_infusion_without_the_bedside_check(thawed):
    refusal = thawed.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(thawed))
    assert refusal.code == "bedside_check_missing"


def test_a_bedside_check_of_before_the_thaw_does_not_count(out):
    check(out)
    out.do("theo", Kind.THAW_STARTED, **scanned(out))
    out.do("theo", Kind.THAW_ENDED, **scanned(out), integrity="intact")
    out.tale.hand_over("theo", "ines", [dose_of(out).id])
    refusal = out.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(out))
    assert refusal.code == "bedside_check_missing"


def test_a_bag_thawed_too_long_is_not_given(thawed):
    thawed.tale.later(minutes=25)
    check(thawed)
    refusal = thawed.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(thawed))
    assert refusal.code == "thaw_expired"
    assert "limit is 30" in refusal.sentence


@pytest.mark.parametrize(
    ("back", "days", "code", "word"),
    [
        ("first", -1, "not_yet", "after chemotherapy the cells are given from"),
        ("last", 1, "day_not_possible", "Chemotherapy would have to be repeated"),
        ("first", 0, "", ""),
        ("last", 0, "", ""),
    ],
)
def test_day_zero_is_cleared_within_the_days_that_chemotherapy_leaves(back, days, code, word):
    told = at("chemotherapy")
    window = visit_moves.infusion_window(told.protocol, told.visit(), told.site)
    told.tale.clock = told.tale.hour(getattr(window, back) + timedelta(days=days))
    if not code:
        told.do("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
        return
    refusal = told.refusal("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    assert (refusal.code, word in refusal.sentence) == (code, True)


def test_a_dose_expires_by_the_day_of_its_hospital(out):
    """At six in the evening by UTC it is the next morning in Auckland."""
    day = out.tale.clock.date()
    out.site = replace(out.site, zone="Pacific/Auckland")
    out.tale.clock = datetime.combine(day, time(18), UTC)
    out.journey = out.journey.with_containers([replace(dose_of(out), expires_on=day)])
    assert out.refusal("theo", Kind.THAW_STARTED, **scanned(out)).code == "expired"


def test_what_does_not_flow_does_not_end(thawed):
    given = {"container": dose_of(thawed).id, "volume_ml": 68, "reaction": "none"}
    early = thawed.refusal("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert early.code == "not_infusing"


@pytest.fixture
def infusing(thawed):
    """The cells flow."""
    check(thawed)
    thawed.do("ines", Kind.INFUSION_STARTED, **at_the_bedside(thawed))
    return thawed


def test_no_more_is_given_than_the_bag_holds(infusing):
    given = {"container": dose_of(infusing).id, "volume_ml": 90, "reaction": "none"}
    more = infusing.refusal("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert more.code == "field_out_of_range"


def test_a_bag_may_be_given_in_part(infusing):
    given = {"container": dose_of(infusing).id, "volume_ml": 30, "reaction": "mild"}
    infusing.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert (dose_of(infusing).given_ml, dose_of(infusing).volume_ml) == (30, 68)


def test_a_bag_that_flows_stays_where_it_is(infusing):
    dose = dose_of(infusing).id
    thrown = {"container": dose, "fate": "destroyed", "reason": "x"}
    gone = infusing.refusal("ines", Kind.CONTAINER_DISCARDED, signed=["ines"], **thrown)
    assert gone.code == "container_not_here"
    offer = {"containers": [dose], "to_role": "cell_lab_tech"}
    away = infusing.refusal("ines", Kind.CUSTODY_OFFERED, signed=["ines"], **offer)
    assert away.code == "container_not_here"


def test_given_cells_are_not_given_again():
    told = at("infused")
    again = told.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(told))
    assert again.code == "container_final"


def test_a_dose_split_over_two_days():
    told = at("begun")
    told.tale.make(told.tale.lot(), bags=ONE_BAG * 2)
    for chapter in (
        "tested",
        "released",
        "shipped_back",
        "confirmed",
        "home",
        "ready",
        "chemotherapy",
    ):
        told.tale.chapters()[chapter]()
    told.tale.clear()
    first, second = told.tale.bags("dose")
    told.journey = told.folded()
    give(told, first)
    assert told.visit().state == "cleared"
    told.tale.later(days=1)
    told.do("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    give(told, second)
    assert [visit.state for visit in told.journey.visits.values()] == ["done"]


def give(told, dose):
    told.tale.take([dose])
    told.tale.verify(TECHS, "pre_thaw", told.tale.order(), told.tale.label(dose))
    parts = {"scans": [told.tale.label(dose)], "signed": ["theo"]}
    told.do("theo", Kind.THAW_STARTED, **parts)
    told.do("theo", Kind.THAW_ENDED, **parts, integrity="intact")
    told.tale.hand_over("theo", "ines", [dose])
    told.tale.give(dose)


def test_cells_that_flowed_too_long_are_kept_and_a_deviation_says_so(infusing):
    given = {"container": dose_of(infusing).id, "volume_ml": 68, "reaction": "none"}
    infusing.tale.later(hours=4)
    infusing.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert dose_of(infusing).state == "infused"
    told = [item.about for item in infusing.journey.open_deviations()]
    assert len(told) == 1
    limit = infusing.tale.protocol.infusion.thaw_to_end_minutes
    assert f"the limit is {limit}" in told[0]


def test_cells_given_in_time_open_no_deviation(infusing):
    given = {"container": dose_of(infusing).id, "volume_ml": 68, "reaction": "none"}
    infusing.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert not [*infusing.journey.open_deviations()]


@pytest.fixture
def in_part(infusing):
    """30 of the 68 mL are given; the nurse holds the rest."""
    given = {"container": dose_of(infusing).id, "volume_ml": 30, "reaction": "mild"}
    infusing.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    return infusing


def test_the_rest_of_a_bag_is_in_somebodys_hands_until_it_has_its_final_place(in_part):
    dose = dose_of(in_part)
    assert dose.state == "infused"
    assert dose.custodian.id == "ines"
    assert in_part.visit().state == "done"
    in_part.tale.later(days=2)
    close = {"signed": ["cora"], "outcome": "completed"}
    early = in_part.refusal("cora", Kind.JOURNEY_CLOSED, **close)
    assert early.code == "containers_not_final"
    assert next_steps.steps(in_part.journey, in_part.protocol)[0].title == next_steps.REST_TITLE

    rest = {"container": dose.id, "reason": "left in the bag"}
    kind = Kind.CONTAINER_DISCARDED
    away = {**rest, "fate": "transferred", "taken_by": "Example Hospital"}
    assert in_part.refusal("ines", kind, signed=["ines"], **away).code == "rest_not_transferred"
    in_part.do("ines", kind, signed=["ines"], fate="destroyed", **rest)
    after = dose_of(in_part)
    assert (after.state, after.rest, after.custodian) == ("infused", "destroyed", None)
    assert family.final_place(after) == "infused, 30 of 68 mL; rest destroyed"
    in_part.do("cora", Kind.JOURNEY_CLOSED, **close)
    assert in_part.folded().closed == "completed"


def test_the_rest_goes_to_the_laboratory_and_never_to_a_vein_or_into_a_shipper(in_part):
    dose = dose_of(in_part).id
    label = {"scans": [in_part.tale.label(dose)]}
    again = in_part.refusal("ines", Kind.INFUSION_STARTED, **at_the_bedside(in_part))
    assert again.code == "not_cleared"
    offer = {"containers": [dose], "to_role": "cell_lab_tech"}
    in_part.do("ines", Kind.CUSTODY_OFFERED, signed=["ines"], **offer)
    in_part.do("theo", Kind.CUSTODY_ACCEPTED, signed=["theo"], containers=[dose], **label)
    packed = {
        "to_site": in_part.journey.maker,
        "shipper": "DS-1",
        "shipper_qualified_until": "2029-01-01",
        "seal": "SEAL-1",
        "logger": "LOG-1",
        "logger_calibrated_until": "2029-01-01",
        "papers": ["order_sheet"],
        "waybill": "WB-1",
        "expected_arrival": (in_part.tale.clock + timedelta(hours=20)).isoformat(),
    }
    sent = in_part.refusal("theo", Kind.SHIPMENT_PACKED, signed=TECHS, **label, **packed)
    assert sent.code == "container_not_here"
    kept = {"container": dose, "fate": "retained", "reason": "for a later analysis"}
    in_part.do("theo", Kind.CONTAINER_DISCARDED, signed=["theo"], **kept)
    assert dose_of(in_part).rest == "retained"


def test_what_clings_to_an_empty_bag_is_no_rest(infusing):
    given = {"container": dose_of(infusing).id, "volume_ml": 66, "reaction": "none"}
    infusing.do("ines", Kind.INFUSION_ENDED, signed=NURSES, **given)
    assert dose_of(infusing).final
