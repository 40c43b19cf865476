"""Does every printed label end on what it was printed for, or destroyed?"""

import pytest

from tests.domain.telling import at
from tracker.domain import labelling
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.symbols import shipper_symbol


@pytest.fixture
def collected():
    """A collected bag with its label, and a second label printed for it."""
    told = at("collected")
    bag = told.bag("collection").id
    told.do("theo", Kind.LABEL_PRINTED, label_kind="container", container=bag, reason="smeared")
    return told


def spare(told):
    return labelling.unaccounted(told.journey)[0]


def test_a_bag_gets_its_label_beside_the_patient():
    told = at("collected")
    entry = told.last(Kind.CONTAINER_LABELLED)
    assert len({signature.person.id for signature in entry.signatures}) == 2
    assert told.bag("collection").label == entry.data["label"]


def test_a_second_print_needs_a_reason_and_is_counted(collected):
    bag = collected.bag("collection").id
    print_again = {"label_kind": "container", "container": bag}
    assert (
        collected.refusal("theo", Kind.LABEL_PRINTED, **print_again).code
        == "reprint_needs_reason"
    )
    assert spare(collected).copy == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"label_kind": "container"}, "field_missing"),
        ({"label_kind": "container", "container": "A1"}, "container_unknown"),
    ],
)
def test_a_label_is_printed_for_a_container_there_is(data, code):
    assert at("collected").refusal("theo", Kind.LABEL_PRINTED, **data).code == code


def test_a_label_with_too_few_warnings_does_not_leave():
    told = at("collected")
    bag = told.bag("collection").id
    offer = {
        "signed": ["theo"],
        "containers": [bag],
        "to_role": "lab_liaison",
        "to_site": "RST",
    }
    known = {"complete": True, "reactive": ["hepatitis_B_virus"], "at_risk": False}
    told.do("theo", Kind.DONOR_TESTED, signed=["theo"], **known)
    assert told.refusal("theo", Kind.CUSTODY_OFFERED, **offer).code == "label_outdated"
    told.do("theo", Kind.LABEL_PRINTED, label_kind="container", container=bag, reason="results")
    put_on = {"label": spare(told).id, "container": bag}
    assert told.refusal("theo", Kind.LABEL_APPLIED, **put_on).code == "scan_missing"
    told.do("theo", Kind.LABEL_APPLIED, scans=[told.tale.label(bag)], **put_on)
    told.do("theo", Kind.DONOR_TESTED, signed=["theo"], **known)
    told.do("theo", Kind.CUSTODY_OFFERED, **offer)


def test_only_agents_of_the_list_are_recorded():
    known = {"complete": True, "reactive": ["flu"], "at_risk": False}
    told = at("collected")
    assert (
        told.refusal("theo", Kind.DONOR_TESTED, signed=["theo"], **known).code == "field_choice"
    )


def test_a_label_that_was_never_printed_is_not_bound(collected):
    scans = [collected.tale.label(collected.bag("collection").id)]
    bound = {"scans": scans, "signed": ["theo", "tess"], "label": "L9999"}
    assert (
        collected.refusal("theo", Kind.CONTAINER_LABELLED, **bound).code == "label_not_printed"
    )


def test_a_label_is_used_once(collected):
    used = collected.bag("collection").label
    scans = [collected.tale.label(collected.bag("collection").id)]
    again = collected.refusal(
        "theo", Kind.CONTAINER_LABELLED, scans=scans, signed=["theo", "tess"], label=used
    )
    assert (again.code, "applied" in again.sentence) == ("label_used", True)
    thrown = collected.refusal("theo", Kind.LABEL_DESTROYED, label=used, reason="x")
    assert thrown.code == "label_used"


def test_a_label_goes_on_the_bag_it_was_printed_for():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.do("theo", Kind.LABEL_PRINTED, label_kind="container", container=first, reason="torn")
    wrong = told.refusal(
        "theo",
        Kind.CONTAINER_LABELLED,
        scans=[told.tale.label(second)],
        signed=["theo", "tess"],
        label=spare(told).id,
    )
    assert wrong.code == "label_for_other"
    applied = told.refusal("theo", Kind.LABEL_APPLIED, label=spare(told).id, container=second)
    assert applied.code == "label_for_other"


def test_the_label_is_scanned_when_it_is_bound(collected):
    bag = collected.bag("collection").id
    unseen = {"signed": ["theo", "tess"], "label": spare(collected).id, "container": bag}
    assert collected.refusal("theo", Kind.CONTAINER_LABELLED, **unseen).code == "scan_missing"


def test_nothing_is_handed_over_while_a_spare_label_lies_about(collected):
    bag = collected.bag("collection").id
    offer = {"containers": [bag], "to_role": "apheresis_nurse"}
    early = collected.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)
    assert early.code == "labels_unaccounted"
    collected.do("theo", Kind.LABEL_DESTROYED, label=spare(collected).id, reason="not needed")
    collected.do("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)


def test_a_spare_label_of_a_sister_bag_stops_the_handing_over_too():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.do("theo", Kind.LABEL_PRINTED, label_kind="container", container=first, reason="torn")
    offer = {"containers": [second], "to_role": "apheresis_nurse"}
    early = told.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)
    assert early.code == "labels_unaccounted"


def test_a_loose_wristband_stops_the_bag_at_the_chair_and_no_later():
    told = at("banded")
    bag = told.tale.begin_collection()
    told.tale.print_and_bind(bag)
    told.tale.end_collection(told.journey.containers[bag].din)
    again = {"label_kind": "wristband", "reason": "too tight"}
    told.do("cora", Kind.LABEL_PRINTED, **again)
    band = spare(told).id
    offer = {"containers": [bag], "to_role": "lab_liaison"}
    early = told.refusal("nora", Kind.CUSTODY_OFFERED, signed=["nora"], **offer)
    assert early.code == "labels_unaccounted"
    assert f"{band} (wristband)" in early.sentence
    told.do("nora", Kind.LABEL_DESTROYED, label=band, reason="the first one fits")
    told.tale.hand_over("nora", "theo", [bag])
    told.do("cora", Kind.LABEL_PRINTED, **again)
    told.do("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)


def test_a_shipper_does_not_leave_the_bench_while_its_own_label_lies_there():
    told = at("decided")
    told.tale.freeze()
    bags = told.tale.bags("cryobag")
    told.tale.take(bags)
    sealed = told.tale.pack(bags, ("theo", "tess"), told.journey.maker)
    told.do("theo", Kind.LABEL_PRINTED, label_kind="shipper", shipment=sealed)
    label = spare(told).id
    offer = {"shipment": sealed, "to_role": "courier"}
    early = told.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)
    assert early.code == "labels_unaccounted"
    on_it = [shipper_symbol(told.journey, told.journey.shipments[sealed])]
    told.do("theo", Kind.LABEL_APPLIED, label=label, scans=on_it)
    told.do("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)


def test_a_shipper_label_is_for_a_shipment_there_is(collected):
    print_it = {"label_kind": "shipper", "shipment": "S999"}
    refused = collected.refusal("theo", Kind.LABEL_PRINTED, **print_it)
    assert refused.code == "unknown_shipment"


def test_nothing_is_handed_over_without_its_label():
    told = at("decided")
    bag = told.bag("collection")
    half = {"volume_ml": bag.volume_ml // 2}
    scans = [told.tale.label(bag.id)]
    told.do("theo", Kind.CONTAINER_SPLIT, scans=scans, signed=["theo"], parts=[half, half])
    offer = {"containers": [told.bag("cryobag").id], "to_role": "apheresis_nurse"}
    assert (
        told.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer).code
        == "not_labelled"
    )


def test_a_wristband_is_scanned_on_the_wrist():
    told = at("banded")
    told.do("cora", Kind.LABEL_PRINTED, label_kind="wristband", reason="too tight")
    band = spare(told).id
    for scans in ([], [told.tale.order()]):
        unseen = told.refusal("cora", Kind.LABEL_APPLIED, label=band, scans=scans)
        assert unseen.code == "scan_missing"
    told.do("cora", Kind.LABEL_APPLIED, label=band, scans=[told.tale.wristband()])
    assert labelling.unaccounted(told.journey) == ()


def test_a_shipper_label_is_scanned_on_its_own_shipper():
    told = at("shipped")
    (shipment,) = told.journey.shipments.values()
    told.do("theo", Kind.LABEL_PRINTED, label_kind="shipper", shipment=shipment.id)
    label = spare(told).id
    ours = shipper_symbol(told.journey, shipment)
    for scans, code in [
        ([], "scan_missing"),
        ([told.tale.order()], "scan_missing"),
        ([f"{ours}0"], "label_for_other"),
        ([ours, f"{ours}0"], "label_for_other"),
        ([ours.replace(told.journey.coi, "CHA999026999999")], "identity_mismatch"),
    ]:
        refused = told.refusal("theo", Kind.LABEL_APPLIED, label=label, scans=scans)
        assert refused.code == code
    told.do("theo", Kind.LABEL_APPLIED, label=label, scans=[ours])
    assert told.journey.labels[label].state == "applied"


def test_the_label_of_a_shipper_binds_no_container(collected):
    bag = collected.bag("collection").id
    scans = [f"SH:{collected.journey.coi}-S1"]
    put_on = {"label": spare(collected).id, "container": bag}
    refused = collected.refusal("theo", Kind.LABEL_APPLIED, scans=scans, **put_on)
    assert refused.code == "shipper_scanned"


def test_all_labels_are_accounted_for_in_the_end():
    told = at("banded")
    told.do("cora", Kind.LABEL_PRINTED, label_kind="wristband", reason="too tight")
    with pytest.raises(Refused) as caught:
        labelling.require_reconciled(told.journey)
    assert caught.value.code == "labels_unaccounted"
    labelling.require_reconciled(at("infused").journey)
