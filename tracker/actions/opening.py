"""How does a journey come to be? A new chain of identity, issued once, for one patient."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.actions import newcomers, recording
from tracker.domain import opening
from tracker.domain import recording as rules
from tracker.domain.events import Actor, Facts, Signing
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import access, counters, log, patients
from tracker.store.db import db

NAMESAKE: Final = "said to be another person of the same name"
"""What stays of it that somebody compared the papers of two patients of one name and birth date."""


@dataclass(frozen=True)
class Opening:
    """What is asked for: a product, a site, a patient (new or known), and who signs.

    `two_people` says that a patient of the same name and birth date is somebody else.
    """

    protocol: str
    site: str
    patient: patients.Patient
    actor: Actor
    signings: tuple[Signing, ...]
    version: int | None = None
    priority: str = "routine"
    indication: str = ""
    happened_at: datetime | None = None
    two_people: bool = False


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
    _take_in(coi, wish, asked)
    return recording.write(journey, protocol, entries, asked)[0]


def _take_in(coi: str, wish: Opening, asked: recording.Request) -> None:
    """Link a journey to its patient; that a namesake is treated here stays with the journeys of both."""
    patient = patients.by_id(wish.patient.id) or newcomers.known_or_new(
        wish.patient, wish.protocol, two_people=wish.two_people
    )
    if patients.by_id(patient.id) is None:
        patients.add(patient)
    patients.link(coi, patient.id)
    concerned = [
        one for each in newcomers.namesakes(patient) for one in patients.journeys_of(each.id)
    ]
    for each in (coi, *concerned) if concerned else ():
        access.looked(access.Look(asked.now, wish.actor.id, NAMESAKE, each, asked.id))
