"""How does a journey come to be? A new chain of identity, issued once, for one patient."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from tracker.actions import recording
from tracker.domain import opening
from tracker.domain import recording as rules
from tracker.domain.events import Actor, Facts, Signing
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import counters, log, patients
from tracker.store.db import db


@dataclass(frozen=True)
class Opening:
    """What is asked for: a product, a site, a patient (new or known), and who signs."""

    protocol: str
    site: str
    patient: patients.Patient
    actor: Actor
    signings: tuple[Signing, ...]
    version: int | None = None
    priority: str = "routine"
    indication: str = ""
    happened_at: datetime | None = None


def open_journey(wish: Opening, asked: recording.Request) -> log.Sealed:
    """Open a journey and link it to its patient. Raises Refused, and then nothing was recorded."""
    for _ in range(recording.TRIES):
        try:
            return _once(wish, asked)
        except log.Clash:
            db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise
    raise Refused("busy")


def _once(wish: Opening, asked: recording.Request) -> log.Sealed:
    library = journeys.library()
    named = library.latest(wish.protocol) if wish.version is None else None
    protocol = named or library.get(wish.protocol, wish.version or 0)
    site = journeys.site_rules(wish.site)
    log.writing()
    serial = counters.next_serial(site.fin, asked.now.year)
    coi = opening.issue_coi(site.fin, asked.now.year, serial)
    facts = Facts(
        kind=Kind.JOURNEY_OPENED,
        happened_at=wish.happened_at or asked.now,
        data={
            "protocol": protocol.id,
            "protocol_version": protocol.version,
            "protocol_digest": protocol.digest,
            "site": site.code,
            "donor": opening.issue_donor(site.fin, secrets.randbelow(10**opening.DONOR_DIGITS)),
            "priority": wish.priority,
            "indication": wish.indication,
        },
        actor=wish.actor,
        site=site,
        signings=wish.signings,
    )
    journey = Journey(coi)
    entries = rules.record(journey, protocol, facts, asked.now)
    if patients.by_id(wish.patient.id) is None:
        patients.add(wish.patient)
    patients.link(coi, wish.patient.id)
    return recording.write(journey, protocol, entries, asked)[0]
