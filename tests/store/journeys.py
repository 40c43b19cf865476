"""Journeys opened by hand under a protocol that ships with the service."""

from dataclasses import replace

from flask import current_app

from tests.store.entries import entry
from tracker import protocols
from tracker.domain.events import Entry
from tracker.domain.visits.places import INFUSION
from tracker.reads.journeys import derive
from tracker.store import derived, log
from tracker.store.db import db


def opening(coi: str) -> Entry:
    """Return the first entry of a journey of the first product there is."""
    protocol = current_app.extensions[protocols.EXTENSION].all()[0]
    return replace(
        entry(coi, 1),
        data={
            "protocol": protocol.id,
            "protocol_version": protocol.version,
            "protocol_digest": protocol.digest,
            "site": "ROC",
            "donor": "A999926000042",
            "priority": "routine",
            "maker": protocol.maker,
        },
    )


def record(*entries: Entry) -> None:
    """Append entries of one journey, with what is derived from them, and commit."""
    log.append(entries, request_id="r1")
    coi = entries[0].coi
    derived.refresh(derive(log.load(coi)), log.head(coi), limits={INFUSION: 2})
    db.session.commit()
