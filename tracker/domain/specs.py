"""What every kind of entry asks for: who, with how many signatures, and which fields.

Least signatures per kind are the vocabulary's: 0 a signed-in person, 1 a re-authenticated signature, 2
two different people. A protocol may raise them, never lower them. Ranges are plausibility limits for
typing errors, never acceptance criteria.
"""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Field, Spec
from tracker.domain.kinds import Kind, Role

NURSE, TECH, COURIER = Role.APHERESIS_NURSE, Role.CELL_LAB_TECH, Role.COURIER
LIAISON, PLANT, DESK = Role.LAB_LIAISON, Role.MANUFACTURER_QA, Role.COORDINATOR
DOCTOR, BEDSIDE, FINANCE = Role.PHYSICIAN, Role.INFUSION_NURSE, Role.FINANCE
QUALITY, PARTNER = Role.QA, Role.PARTNER

STAFF: Final = (NURSE, TECH, COURIER, LIAISON, PLANT, DESK, DOCTOR, BEDSIDE, FINANCE, QUALITY)
HANDLERS: Final = (NURSE, TECH, COURIER, LIAISON, PLANT, BEDSIDE)

POINTS: Final = (
    "enrolment",
    "pre_collection",
    "end_of_collection",
    "receipt",
    "final_label",
    "pre_thaw",
    "bedside",
)
STOPPABLE: Final = (
    "everything",
    "collection",
    "shipping",
    "manufacturing",
    "visit",
    "infusion",
)
OUTCOMES: Final = (
    "completed",
    "not_a_candidate",
    "not_proceeding",
    "manufacturing_failure",
    "died",
    "transferred",
)


def _text(name: str, label: str, *, required: bool = True) -> Field:
    return Field(name, "text", label, required=required)


def _choice(name: str, label: str, *choices: str, required: bool = True) -> Field:
    return Field(name, "choice", label, required=required, choices=choices)


def _day(name: str, label: str, *, required: bool = True) -> Field:
    return Field(name, "day", label, required=required)


def _moment(name: str, label: str, *, required: bool = True) -> Field:
    return Field(name, "moment", label, required=required)


def _flag(name: str, label: str, *, required: bool = True) -> Field:
    return Field(name, "flag", label, required=required)


def _count(  # noqa: PLR0913 - one argument per fact of a figure; keyword-only
    name: str,
    label: str,
    low: int,
    high: int,
    *,
    unit: str = "",
    usual: tuple[int, int] | None = None,
    required: bool = True,
) -> Field:
    return Field(name, "integer", label, required, unit, low, high, usual)


def _container(*, required: bool = True) -> Field:
    return Field("container", "container", "container", required=required)


def _containers(*, required: bool = True) -> Field:
    return Field("containers", "containers", "containers", required=required)


_VISIT: Final = _text("visit", "visit", required=False)
_DIN: Final = Field("din", "din", "donation number")
_REASON: Final = _text("reason", "reason")
_SHIPMENT: Final = _text("shipment", "shipment")
_LOT: Final = _text("lot", "lot")
_VOLUME: Final = _count("volume_ml", "volume", 1, 5000, unit="mL")
_PARTS: Final = Field(
    "parts",
    "parts",
    "parts",
    parts=(
        _VOLUME,
        _choice("use", "what it is for", "product", "sample", required=False),
    ),
)
_BAGS: Final = Field(
    "bags",
    "parts",
    "dose bags",
    parts=(
        _VOLUME,
        _text("component", "component", required=False),
        _text("barcode", "maker's barcode", required=False),
    ),
)

_ALL: Final = (
    Spec(
        Kind.JOURNEY_OPENED,
        "Open the journey",
        "journey",
        1,
        (DESK, NURSE, DOCTOR),
        (
            _text("protocol", "protocol"),
            _count("protocol_version", "protocol version", 1, 9999),
            _text("protocol_digest", "protocol digest"),
            _text("site", "site"),
            _text("donor", "donor number"),
            _choice("priority", "priority", "routine", "urgent"),
        ),
        "I open this journey for this patient.",
    ),
    Spec(
        Kind.IDENTIFIER_LINKED,
        "Link another identifier",
        "journey",
        0,
        (DESK, LIAISON, PLANT, NURSE, TECH, PARTNER),
        (_text("system", "whose identifier"), _text("value", "identifier")),
    ),
    Spec(
        Kind.AUTHORIZATION_RECORDED,
        "Record insurance",
        "journey",
        1,
        (FINANCE, DESK),
        (
            _choice(
                "status",
                "state",
                "requested",
                "pending",
                "approved",
                "denied",
                "appealed",
                "expired",
            ),
            _flag("covered", "covered by the plan"),
            _flag("preauthorized", "pre-authorised"),
            _text("reference", "written reference", required=False),
            _day("valid_from", "valid from", required=False),
            _day("valid_until", "valid until", required=False),
        ),
        "I have checked this with the insurer, in writing.",
    ),
    Spec(
        Kind.MILESTONE_REACHED,
        "Record a milestone",
        "journey",
        0,
        (*STAFF, PARTNER),
        (_text("milestone", "milestone"), _text("lot", "lot", required=False)),
        "This step is done.",
    ),
    Spec(
        Kind.IDENTITY_VERIFIED,
        "Verify identity, two people",
        "identity",
        2,
        (NURSE, TECH, BEDSIDE, DOCTOR, PLANT, DESK, LIAISON),
        (
            _choice("point", "when", *POINTS),
            _container(required=False),
            _flag("stated", "the patient stated name and birth date", required=False),
        ),
        "I compared both identifiers myself, and they match.",
    ),
    Spec(
        Kind.IDENTITY_MISMATCH,
        "Report an identity mismatch",
        "identity",
        0,
        STAFF,
        (
            _text("expected", "expected"),
            _text("scanned", "seen or scanned"),
            _text("attempted", "what was being done", required=False),
        ),
    ),
    Spec(
        Kind.SCAN_REFUSED,
        "Report a refused scan",
        "identity",
        0,
        (*STAFF, PARTNER),
        (
            _text("code", "refusal code"),
            _text("attempted", "what was being done", required=False),
            _text("sentence", "what was said", required=False),
        ),
    ),
    Spec(
        Kind.COLLECTION_STARTED,
        "Start a collection",
        "collection",
        1,
        (NURSE,),
        (
            _DIN,
            _text("device", "device"),
            _text("device_serial", "device serial number"),
            _text("kit_lot", "kit lot"),
            _text("anticoagulant_lot", "anticoagulant lot"),
            _choice(
                "access",
                "venous access",
                "two_peripheral",
                "apheresis_catheter",
                "port",
                "picc_and_peripheral",
            ),
        ),
        "I start this collection on this patient.",
    ),
    Spec(
        Kind.COLLECTION_ENDED,
        "End the collection",
        "collection",
        1,
        (NURSE,),
        (
            _DIN,
            _count(
                "whole_blood_ml", "blood processed", 500, 40000, unit="mL", usual=(3000, 20000)
            ),
            _count("product_volume_ml", "bag volume", 5, 1000, unit="mL", usual=(30, 450)),
            _count(
                "anticoagulant_ml", "anticoagulant used", 0, 4000, unit="mL", usual=(150, 2200)
            ),
            _choice("symptoms", "citrate symptoms", "none", "tingling", "cramps", "tetany"),
        ),
        "This collection is finished as recorded.",
    ),
    Spec(
        Kind.CELLS_COUNTED,
        "Count cells",
        "container",
        1,
        (TECH,),
        (
            _container(),
            _count(
                "tnc_e6",
                "total nucleated cells",
                10,
                200000,
                unit="million",
                usual=(1000, 30000),
            ),
            _count("cd3_e6", "CD3+ cells", 10, 100000, unit="million", usual=(100, 20000)),
            _count(
                "viability_permille",
                "viability",
                0,
                1000,
                unit="per thousand",
                usual=(850, 1000),
            ),
        ),
        "I counted these cells.",
    ),
    Spec(
        Kind.SUFFICIENCY_DECIDED,
        "Decide: enough cells?",
        "journey",
        1,
        (DOCTOR, TECH),
        (_choice("decision", "decision", "enough", "repeat", "exception"),),
        "I decided this on the counts shown.",
    ),
    Spec(
        Kind.CONTAINER_LABELLED,
        "Bind the label to the bag, two people",
        "label",
        2,
        (NURSE, TECH, PLANT),
        (_container(), _text("label", "label")),
        "I saw this label put on this bag beside the patient.",
    ),
    Spec(
        Kind.LABEL_PRINTED,
        "Print a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (
            _choice("label_kind", "label", "container", "wristband"),
            _container(required=False),
        ),
    ),
    Spec(
        Kind.LABEL_APPLIED,
        "Apply a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (_text("label", "label"), _container(required=False)),
    ),
    Spec(
        Kind.LABEL_DESTROYED,
        "Destroy a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (_text("label", "label"), _REASON),
    ),
    Spec(
        Kind.CONTAINER_SPLIT,
        "Split a container",
        "container",
        1,
        (TECH, PLANT),
        (_container(), _PARTS),
        "I split this container as recorded.",
    ),
    Spec(
        Kind.CONTAINERS_POOLED,
        "Pool containers",
        "container",
        1,
        (TECH, PLANT),
        (_containers(), _VOLUME),
        "I pooled these containers as recorded.",
    ),
    Spec(
        Kind.CONTAINER_DISCARDED,
        "Give a container its final place",
        "container",
        1,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, QUALITY),
        (
            _container(),
            _choice("fate", "final place", "destroyed", "returned", "retained"),
            _REASON,
        ),
        "This container leaves the journey as recorded.",
    ),
    Spec(
        Kind.FROZEN,
        "Freeze",
        "container",
        1,
        (TECH, PLANT),
        (
            _containers(),
            _choice("method", "method", "controlled_rate", "passive"),
            _count("dmso_permille", "DMSO", 10, 200, unit="per thousand", usual=(50, 100)),
            _moment("started_at", "freezing started"),
            _moment("ended_at", "freezing ended"),
            _text("curve_digest", "digest of the curve file", required=False),
        ),
        "I froze these containers as recorded.",
    ),
    Spec(
        Kind.STORED,
        "Put into storage",
        "container",
        0,
        (TECH, PLANT),
        (_container(), _text("place", "position")),
    ),
    Spec(
        Kind.REMOVED_FROM_STORAGE,
        "Take out of storage",
        "container",
        0,
        (TECH, PLANT),
        (_container(), _REASON),
    ),
    Spec(
        Kind.CUSTODY_OFFERED,
        "Offer custody",
        "custody",
        1,
        HANDLERS,
        (
            _containers(required=False),
            _text("shipment", "shipment", required=False),
            _choice("to_role", "to", *(role.value for role in HANDLERS)),
            _text("to_site", "where", required=False),
        ),
        "I offer these containers.",
    ),
    Spec(
        Kind.CUSTODY_ACCEPTED,
        "Accept custody",
        "custody",
        1,
        HANDLERS,
        (_containers(required=False), _text("shipment", "shipment", required=False)),
        "I now hold these containers.",
    ),
    Spec(
        Kind.CUSTODY_DECLINED,
        "Decline custody",
        "custody",
        1,
        HANDLERS,
        (_containers(required=False), _text("shipment", "shipment", required=False), _REASON),
        "I do not take these containers.",
    ),
    Spec(
        Kind.CUSTODY_WITHDRAWN,
        "Withdraw an offer",
        "custody",
        1,
        HANDLERS,
        (_containers(required=False), _text("shipment", "shipment", required=False), _REASON),
        "I take back my offer.",
    ),
    Spec(
        Kind.SHIPMENT_PACKED,
        "Pack a shipment, two people",
        "shipment",
        2,
        (TECH, PLANT, LIAISON),
        (
            _containers(),
            _text("to_site", "destination"),
            _text("shipper", "shipper serial number"),
            _text("seal", "seal number"),
            _text("logger", "logger"),
            _text("waybill", "waybill"),
            _moment("expected_arrival", "expected arrival"),
        ),
        "I packed exactly these containers into this shipper.",
    ),
    Spec(
        Kind.SHIPMENT_RECEIVED,
        "Receive a shipment, two people",
        "shipment",
        2,
        (PLANT, TECH, LIAISON),
        (
            _SHIPMENT,
            _text("seal", "seal number as read"),
            _choice("condition", "shipper", "intact", "damaged"),
            _choice("outcome", "decision", "accept", "quarantine", "reject"),
            _text("waybill", "waybill as read", required=False),
        ),
        "I opened this shipper and counted what was in it.",
    ),
    Spec(
        Kind.COURIER_UPDATED,
        "Courier news",
        "shipment",
        0,
        (COURIER, LIAISON, TECH, PLANT, PARTNER),
        (
            _SHIPMENT,
            _choice(
                "status", "state", "collected", "in_transit", "customs", "delayed", "arrived"
            ),
            _text("place", "place"),
            _text("source", "source"),
        ),
    ),
    Spec(
        Kind.READINGS_ATTACHED,
        "Attach temperature readings",
        "shipment",
        0,
        (TECH, PLANT, LIAISON, COURIER, PARTNER),
        (
            _SHIPMENT,
            _text("file_digest", "digest of the logger file"),
            _count("min_c_tenths", "coldest", -2740, 1000, unit="tenths of a degree Celsius"),
            _count("max_c_tenths", "warmest", -2740, 1000, unit="tenths of a degree Celsius"),
            _count("minutes_out", "minutes outside the limits", 0, 1000000, unit="minutes"),
            _count("readings", "readings", 1, 10_000_000),
        ),
    ),
    Spec(
        Kind.EXCURSION_FOUND,
        "Report a temperature excursion",
        "shipment",
        0,
        (TECH, PLANT, LIAISON, QUALITY, NURSE),
        (
            _SHIPMENT,
            _count("minutes_out", "minutes outside the limits", 0, 1000000, unit="minutes"),
            _count("extreme_c_tenths", "worst reading", -2740, 1000, unit="tenths of a degree"),
        ),
    ),
    Spec(
        Kind.LOT_OPENED,
        "Open a lot",
        "lot",
        1,
        (PLANT, LIAISON),
        (_LOT, _containers()),
        "Manufacturing of this lot begins with exactly these containers.",
    ),
    Spec(
        Kind.LOT_FILLED,
        "Fill the dose containers",
        "lot",
        1,
        (PLANT, LIAISON),
        (_LOT, _BAGS, _day("expires_on", "expiry date")),
        "These dose containers come from this lot.",
    ),
    Spec(
        Kind.LOT_TERMINATED,
        "End a lot without product",
        "lot",
        1,
        (PLANT, LIAISON),
        (_LOT, _REASON),
        "This lot ends without product.",
    ),
    Spec(
        Kind.ESTIMATE_RECORDED,
        "Record an estimate",
        "journey",
        0,
        (LIAISON, PLANT, DESK, PARTNER),
        (
            _text("milestone", "milestone"),
            _day("earliest", "earliest"),
            _day("latest", "latest"),
            _text("source", "who says so"),
        ),
    ),
    Spec(
        Kind.TEST_RECORDED,
        "Record a release test",
        "lot",
        1,
        (PLANT, LIAISON),
        (_LOT, _text("test", "test"), _choice("result", "result", "pass", "fail", "pending")),
        "This is the result I have in writing.",
    ),
    Spec(
        Kind.DISPOSITION_DECIDED,
        "Decide the disposition, two people",
        "lot",
        2,
        (PLANT, QUALITY, LIAISON),
        (
            _LOT,
            _choice(
                "decision",
                "decision",
                "quarantined",
                "released",
                "released_under_exception",
                "rejected",
            ),
            _text("certificate_digest", "digest of the certificate", required=False),
        ),
        "I reviewed the record of this lot and decide as stated.",
    ),
    Spec(
        Kind.VISIT_PROPOSED,
        "Propose a return visit",
        "visit",
        0,
        (DESK,),
        (
            _day("day_zero", "day zero", required=False),
            _text("indication", "indication", required=False),
        ),
    ),
    Spec(
        Kind.VISIT_CONFIRMED,
        "Confirm the return visit",
        "visit",
        1,
        (DESK,),
        (_VISIT, _day("day_zero", "day zero")),
        "I agreed these dates with the patient.",
    ),
    Spec(
        Kind.VISIT_MOVED,
        "Move the return visit",
        "visit",
        1,
        (DESK,),
        (_VISIT, _day("day_zero", "new day zero"), _REASON),
        "I moved this visit for the reason given.",
    ),
    Spec(
        Kind.VISIT_CANCELLED,
        "Cancel the return visit",
        "visit",
        1,
        (DESK, DOCTOR),
        (_VISIT, _REASON),
        "This visit is cancelled for the reason given.",
    ),
    Spec(
        Kind.READINESS_RECORDED,
        "Record a readiness test",
        "visit",
        1,
        (DOCTOR, DESK, BEDSIDE),
        (
            _VISIT,
            _text("test", "test"),
            _choice("result", "result", "passed", "failed", "waived"),
        ),
        "This is the patient's readiness result.",
    ),
    Spec(
        Kind.CHEMOTHERAPY_STARTED,
        "Start chemotherapy",
        "visit",
        1,
        (BEDSIDE, DOCTOR),
        (_VISIT,),
        "Chemotherapy began today.",
    ),
    Spec(
        Kind.CHEMOTHERAPY_COMPLETED,
        "Complete chemotherapy",
        "visit",
        1,
        (BEDSIDE, DOCTOR),
        (_VISIT,),
        "The last dose of chemotherapy was given.",
    ),
    Spec(
        Kind.DAY_ZERO_CLEARED,
        "Clear day zero",
        "visit",
        1,
        (DOCTOR,),
        (_VISIT,),
        "The patient may receive the cells today.",
    ),
    Spec(
        Kind.THAW_STARTED,
        "Start the thaw",
        "container",
        1,
        (TECH, BEDSIDE),
        (_container(),),
        "I began to thaw this container.",
    ),
    Spec(
        Kind.THAW_ENDED,
        "End the thaw",
        "container",
        1,
        (TECH, BEDSIDE),
        (_container(), _choice("integrity", "bag", "intact", "damaged")),
        "The thaw is finished as recorded.",
    ),
    Spec(
        Kind.INFUSION_STARTED,
        "Start the infusion, two people",
        "container",
        2,
        (BEDSIDE, DOCTOR),
        (_container(),),
        "This bag goes to this patient.",
    ),
    Spec(
        Kind.INFUSION_ENDED,
        "End the infusion, two people",
        "container",
        2,
        (BEDSIDE, DOCTOR),
        (
            _container(),
            _VOLUME,
            _choice("reaction", "reaction", "none", "mild", "severe"),
        ),
        "This is what the patient received.",
    ),
    Spec(
        Kind.GOING_HOME_PLANNED,
        "Plan going home",
        "journey",
        0,
        (DESK, DOCTOR, BEDSIDE),
        (_day("day", "day"),),
    ),
    Spec(
        Kind.FOLLOW_UP_RECORDED,
        "Record a follow-up",
        "journey",
        0,
        (DESK, DOCTOR, BEDSIDE),
        (
            _count("day_after", "day after day zero", 0, 6000, unit="days"),
            _choice("seen", "seen", "in_person", "by_phone", "missed"),
        ),
    ),
    Spec(
        Kind.PATIENT_INFORMED,
        "The patient has been told",
        "journey",
        1,
        (DOCTOR, DESK),
        (_text("about", "about"),),
        "I have spoken with the patient.",
    ),
    Spec(
        Kind.HOLD_PLACED,
        "Place a hold",
        "hold",
        1,
        (QUALITY, DOCTOR, PLANT, LIAISON, DESK, TECH, NURSE),
        (_choice("stops", "what it stops", *STOPPABLE), _container(required=False), _REASON),
        "I stop this for the reason given.",
    ),
    Spec(
        Kind.HOLD_LIFTED,
        "Lift a hold",
        "hold",
        1,
        (QUALITY, DOCTOR, PLANT),
        (_text("hold", "hold"), _REASON),
        "I decided that this may go on.",
    ),
    Spec(
        Kind.DEVIATION_OPENED,
        "Open a deviation",
        "deviation",
        1,
        (*STAFF,),
        (_text("about", "what happened"), _day("due_on", "due", required=False)),
        "This departed from the plan.",
    ),
    Spec(
        Kind.DEVIATION_CLOSED,
        "Close a deviation",
        "deviation",
        1,
        (QUALITY, PLANT),
        (_text("deviation", "deviation"), _text("resolution", "resolution")),
        "I reviewed and closed this deviation.",
    ),
    Spec(
        Kind.ENTRY_STRUCK,
        "Strike a wrong entry",
        "entry",
        1,
        (*STAFF,),
        (_count("struck", "entry number", 1, 1_000_000), _REASON),
        "That entry is wrong, for the reason given.",
    ),
    Spec(
        Kind.JOURNEY_CLOSED,
        "Close the journey",
        "journey",
        1,
        (DESK, DOCTOR, QUALITY),
        (_choice("outcome", "outcome", *OUTCOMES),),
        "This journey is finished.",
    ),
)

SPECS: Final[dict[Kind, Spec]] = {spec.kind: spec for spec in _ALL}
"""The closed table of kinds: a kind without a row here cannot be recorded."""
