"""What may people try with a journey, whichever container it is about?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from tests.domain.drafts import WHY, Draft, label_of, loose, moving
from tests.domain.telling import Telling
from tracker.domain import isbt128
from tracker.domain.kinds import Kind


def _insurance(told: Telling) -> Iterator[Draft]:
    day = told.tale.clock.date()
    dates = {
        "valid_from": day.isoformat(),
        "valid_until": (day + timedelta(days=300)).isoformat(),
    }
    for status in ("approved", "denied"):
        said = {"status": status, "covered": True, "preauthorized": True, "reference": "PA-1"}
        yield {**said, **dates}, ()


def _start_collection(told: Telling) -> Iterator[Draft]:
    din = isbt128.DonationNumber.of(told.tale.next_din()).encode()
    yield (
        {
            "device": "Example separator",
            "device_serial": "SEP-1",
            "kit_lot": "9912-K",
            "anticoagulant_lot": "ACD-771",
            "access": "port",
        },
        (din,),
    )


def _end_collection(told: Telling) -> Iterator[Draft]:
    for item in told.journey.collections.values():
        if item.ended_at is None:
            yield (
                {
                    "din": item.din + isbt128.check_character(item.din),
                    "whole_blood_ml": 11000,
                    "product_volume_ml": 200,
                    "anticoagulant_ml": 800,
                    "symptoms": "none",
                },
                (),
            )


def _decide(_told: Telling) -> Iterator[Draft]:
    for decision in ("enough", "repeat", "exception"):
        yield {"decision": decision, **WHY}, ()


def _print(told: Telling) -> Iterator[Draft]:
    waiting = {label.container for label in loose(told)}
    for item in told.journey.present():
        if not item.label and item.id not in waiting:
            yield {"label_kind": "container", "container": item.id, **WHY}, ()
    if not any(label.kind == "wristband" for label in told.journey.labels.values()):
        yield {"label_kind": "wristband", **WHY}, ()


def _destroy(told: Telling) -> Iterator[Draft]:
    for label in loose(told):
        yield {"label": label.id, **WHY}, ()


def _receive(told: Telling) -> Iterator[Draft]:
    for shipment in moving(told):
        all_of_it = tuple(
            label_of(told, told.journey.containers[name]) for name in shipment.containers
        )
        seen = {"shipment": shipment.id, "seal": shipment.seal, "condition": "intact"}
        yield {**seen, "outcome": "accept"}, all_of_it
        yield {**seen, "outcome": "quarantine", **WHY}, all_of_it[1:]
        yield {**seen, "outcome": "reject", **WHY}, all_of_it
        broken = {"damaged": [shipment.containers[0]]}
        yield {**seen, **broken, "outcome": "quarantine", **WHY}, all_of_it


def _unpack(told: Telling) -> Iterator[Draft]:
    for shipment in moving(told):
        yield {"shipment": shipment.id, **WHY}, ()


def _news(told: Telling) -> Iterator[Draft]:
    for shipment in moving(told):
        for status in ("collected", "in_transit"):
            news = {"status": status, "place": "depot", "source": "driver"}
            yield {"shipment": shipment.id, **news}, ()


def _readings(told: Telling) -> Iterator[Draft]:
    for shipment in told.journey.shipments.values():
        for minutes in (0, 40):
            figures = {"min_c_tenths": 40, "max_c_tenths": 50, "minutes_out": minutes}
            file = {"file_digest": "0" * 64, "readings": 240}
            yield {"shipment": shipment.id, **file, **figures}, ()


def _excursion(told: Telling) -> Iterator[Draft]:
    for shipment in told.journey.shipments.values():
        yield {"shipment": shipment.id, "minutes_out": 9, "extreme_c_tenths": 200}, ()


def _fill(told: Telling) -> Iterator[Draft]:
    expires = (told.tale.clock.date() + timedelta(days=200)).isoformat()
    for lot in told.journey.lots:
        for count in (1, 2):
            bags = [{"volume_ml": 60}] * count
            yield {"lot": lot, "bags": bags, "expires_on": expires}, ()


def _end_lot(told: Telling) -> Iterator[Draft]:
    for lot in told.journey.lots:
        yield {"lot": lot, **WHY}, ()


def _test(told: Telling) -> Iterator[Draft]:
    for lot in told.journey.lots.values():
        for name in told.protocol.release_tests:
            if lot.tests.get(name) != "pass":
                yield {"lot": lot.id, "test": name, "result": "pass"}, ()


def _dispose(told: Telling) -> Iterator[Draft]:
    certificate = {"certificate_digest": "c" * 64}
    for lot in told.journey.lots:
        for decision in ("released_under_exception", "released", "quarantined", "rejected"):
            yield {"lot": lot, "decision": decision, **certificate, **WHY}, ()


def _on_a_day(told: Telling) -> Iterator[Draft]:
    visit = told.journey.visit
    if visit is None or visit.day_zero is None:
        return
    first = visit.day_zero
    if visit.chemotherapy_started_at:
        first = max(visit.chemotherapy) + timedelta(days=2)
    for days in (0, 1, 7):
        yield {"day_zero": (first + timedelta(days=days)).isoformat(), **WHY}, ()


def _readiness(told: Telling) -> Iterator[Draft]:
    for test in told.protocol.visit.readiness:
        yield {"test": test.code, "result": "passed"}, ()
    yield {"test": "blood", "result": "failed", **WHY}, ()


def _hold(told: Telling) -> Iterator[Draft]:
    for stops in ("everything", "shipping", "infusion"):
        yield {"stops": stops, **WHY}, ()
    for item in told.journey.present():
        yield {"stops": "infusion", "container": item.id, **WHY}, ()


def _lift(told: Telling) -> Iterator[Draft]:
    yield from (({"hold": hold.id, **WHY}, ()) for hold in told.journey.open_holds())


def _resolve(told: Telling) -> Iterator[Draft]:
    for item in told.journey.open_deviations():
        yield {"deviation": item.id, "resolution": "explained"}, ()


def _misdirect(told: Telling) -> Iterator[Draft]:
    for name in told.journey.shipments:
        yield {"shipment": name, "seen_at": "RST-2", **WHY}, ()


def _assign(told: Telling) -> Iterator[Draft]:
    for item in told.journey.open_deviations():
        yield {"deviation": item.id, "owner_role": "qa"}, ()


def _cancel(_told: Telling) -> Iterator[Draft]:
    yield WHY, ()
    yield {"for_good": True, **WHY}, ()


def _close(_told: Telling) -> Iterator[Draft]:
    for outcome in ("completed", "not_proceeding", "died"):
        yield {"outcome": outcome, **WHY}, ()


def _always(**data: Any) -> Callable[[Telling], Iterator[Draft]]:
    return lambda _told: iter([(dict(data), ())])


ABOUT_THE_JOURNEY: Mapping[Kind, Callable[[Telling], Iterator[Draft]]] = {
    Kind.AUTHORIZATION_RECORDED: _insurance,
    Kind.COLLECTION_STARTED: _start_collection,
    Kind.COLLECTION_ENDED: _end_collection,
    Kind.SUFFICIENCY_DECIDED: _decide,
    Kind.LABEL_PRINTED: _print,
    Kind.LABEL_DESTROYED: _destroy,
    Kind.SHIPMENT_MISDIRECTED: _misdirect,
    Kind.SHIPMENT_RECEIVED: _receive,
    Kind.SHIPMENT_UNPACKED: _unpack,
    Kind.COURIER_UPDATED: _news,
    Kind.READINGS_ATTACHED: _readings,
    Kind.EXCURSION_FOUND: _excursion,
    Kind.LOT_FILLED: _fill,
    Kind.LOT_TERMINATED: _end_lot,
    Kind.TEST_RECORDED: _test,
    Kind.DISPOSITION_DECIDED: _dispose,
    Kind.VISIT_PROPOSED: _always(),
    Kind.VISIT_CONFIRMED: _on_a_day,
    Kind.VISIT_MOVED: _on_a_day,
    Kind.VISIT_CANCELLED: _cancel,
    Kind.READINESS_RECORDED: _readiness,
    Kind.CHEMOTHERAPY_STARTED: _always(),
    Kind.CHEMOTHERAPY_COMPLETED: _always(),
    Kind.DAY_ZERO_CLEARED: _always(),
    Kind.GOING_HOME_PLANNED: _always(day="2026-06-01"),
    Kind.FOLLOW_UP_RECORDED: _always(day_after=28, seen="by_phone"),
    Kind.PATIENT_INFORMED: _always(about="the delay"),
    Kind.HOLD_PLACED: _hold,
    Kind.HOLD_LIFTED: _lift,
    Kind.DEVIATION_OPENED: _always(about="a delay"),
    Kind.DEVIATION_ASSIGNED: _assign,
    Kind.DEVIATION_CLOSED: _resolve,
    Kind.JOURNEY_CLOSED: _close,
}
