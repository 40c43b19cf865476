"""Which rule answers each kind of entry, and what each entry then means: the table of contents.

A kind without a row here does nothing, and `tests/house` fails.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tracker.domain import (
    aftercare,
    authorization,
    closing,
    collection,
    conditions,
    containers,
    custody,
    disposition,
    holds,
    identity,
    indication,
    infusion,
    labelling,
    lots,
    milestones,
    news,
    opening,
    receipt,
    return_visit,
    shipments,
    storage,
    strikes,
)
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

Rule = Callable[[Journey, Protocol, Facts, datetime], tuple[Event, ...]]
Meaning = Callable[[Journey, Entry], Journey]


def _nothing_more(journey: Journey, entry: Entry) -> Journey:
    """Fold: the entry itself, and any milestone it reaches, is all it means."""
    return journey


REGISTRY: Final[dict[Kind, tuple[Rule, Meaning]]] = {
    Kind.JOURNEY_OPENED: (opening.open_journey, opening.opened),
    Kind.INDICATION_RECORDED: (indication.record, indication.recorded),
    Kind.IDENTIFIER_LINKED: (opening.link, opening.linked),
    Kind.AUTHORIZATION_RECORDED: (authorization.record, authorization.recorded),
    Kind.MILESTONE_REACHED: (milestones.reach, _nothing_more),
    Kind.IDENTITY_VERIFIED: (identity.verify, identity.verified),
    Kind.IDENTITY_MISMATCH: (identity.report, identity.near_miss),
    Kind.SCAN_REFUSED: (identity.report, _nothing_more),
    Kind.DONOR_TESTED: (collection.report_findings, collection.findings_reported),
    Kind.COLLECTION_STARTED: (collection.start, collection.started),
    Kind.COLLECTION_ENDED: (collection.end, collection.ended),
    Kind.CELLS_COUNTED: (collection.count, collection.counted),
    Kind.SUFFICIENCY_DECIDED: (collection.decide, collection.decided),
    Kind.CONTAINER_LABELLED: (labelling.bind, labelling.applied),
    Kind.LABEL_PRINTED: (labelling.print_label, labelling.printed),
    Kind.LABEL_APPLIED: (labelling.apply, labelling.applied),
    Kind.LABEL_DESTROYED: (labelling.destroy, labelling.destroyed),
    Kind.CONTAINER_SPLIT: (containers.split, containers.was_split),
    Kind.CONTAINERS_POOLED: (containers.pool, containers.was_pooled),
    Kind.CONTAINER_DISCARDED: (containers.discard, containers.discarded),
    Kind.FROZEN: (storage.freeze, storage.frozen),
    Kind.STORED: (storage.store, storage.stored),
    Kind.REMOVED_FROM_STORAGE: (storage.take, storage.taken),
    Kind.CUSTODY_OFFERED: (custody.offer, custody.offered),
    Kind.CUSTODY_ACCEPTED: (custody.accept, custody.accepted),
    Kind.CUSTODY_DECLINED: (custody.decline, custody.offer_ended),
    Kind.CUSTODY_WITHDRAWN: (custody.withdraw, custody.offer_ended),
    Kind.SHIPMENT_PACKED: (shipments.pack, shipments.packed),
    Kind.SHIPMENT_UNPACKED: (shipments.unpack, shipments.unpacked),
    Kind.SHIPMENT_MISDIRECTED: (shipments.misdirect, shipments.misdirected),
    Kind.SHIPMENT_RECEIVED: (receipt.receive, receipt.received),
    Kind.COURIER_UPDATED: (shipments.follow, shipments.followed),
    Kind.READINGS_ATTACHED: (conditions.attach, conditions.attached),
    Kind.EXCURSION_FOUND: (conditions.report, conditions.found),
    Kind.LOT_OPENED: (lots.begin, lots.begun),
    Kind.LOT_FILLED: (lots.fill, lots.was_filled),
    Kind.LOT_TERMINATED: (lots.terminate, lots.terminated),
    Kind.ESTIMATE_RECORDED: (aftercare.estimate, aftercare.estimate_recorded),
    Kind.TEST_RECORDED: (disposition.test, disposition.tested),
    Kind.DISPOSITION_DECIDED: (disposition.decide, disposition.decided),
    Kind.PATIENT_AWAY_RECORDED: (return_visit.keep_away, return_visit.kept_away),
    Kind.VISIT_PROPOSED: (return_visit.propose, return_visit.proposed),
    Kind.VISIT_CONFIRMED: (return_visit.confirm, return_visit.confirmed),
    Kind.VISIT_MOVED: (return_visit.move, return_visit.moved),
    Kind.VISIT_CANCELLED: (return_visit.cancel, return_visit.cancelled),
    Kind.READINESS_RECORDED: (return_visit.record_readiness, return_visit.readiness_recorded),
    Kind.CHEMOTHERAPY_STARTED: (
        return_visit.start_chemotherapy,
        return_visit.chemotherapy_started,
    ),
    Kind.CHEMOTHERAPY_COMPLETED: (
        return_visit.complete_chemotherapy,
        return_visit.chemotherapy_completed,
    ),
    Kind.DAY_ZERO_CLEARED: (return_visit.clear, return_visit.cleared),
    Kind.THAW_STARTED: (infusion.start_thaw, infusion.thaw_started),
    Kind.THAW_ENDED: (infusion.end_thaw, infusion.thaw_ended),
    Kind.INFUSION_STARTED: (infusion.start, infusion.started),
    Kind.INFUSION_ENDED: (infusion.end, infusion.ended),
    Kind.GOING_HOME_PLANNED: (aftercare.go_home, _nothing_more),
    Kind.FOLLOW_UP_RECORDED: (aftercare.follow_up, aftercare.followed_up),
    Kind.NEWS_HELD: (news.keep, news.held),
    Kind.NEWS_SHOWN: (news.keep, news.shown),
    Kind.NEWS_CHOSEN: (news.keep, news.choice),
    Kind.PATIENT_INFORMED: (aftercare.inform, aftercare.informed),
    Kind.HOLD_PLACED: (holds.place, holds.placed),
    Kind.HOLD_LIFTED: (holds.lift, holds.lifted),
    Kind.DEVIATION_OPENED: (holds.open_deviation, holds.deviated),
    Kind.DEVIATION_ASSIGNED: (holds.assign_deviation, holds.deviation_assigned),
    Kind.DEVIATION_CLOSED: (holds.close_deviation, holds.deviation_closed),
    Kind.ENTRY_STRUCK: (strikes.strike, strikes.struck),
    Kind.JOURNEY_CLOSED: (closing.close, closing.closed),
}
