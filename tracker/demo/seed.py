"""How is an empty database filled with a demonstration, through the actions people use?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tracker.actions import opening, recording
from tracker.demo import furnishing, looks, people, plays, rehearsal, rooms
from tracker.demo.people import Account
from tracker.demo.plays import Play
from tracker.demo.tale import Attempt, Tale
from tracker.domain import visit_tasks
from tracker.domain.events import Signing
from tracker.domain.journey import Journey
from tracker.domain.recording import apply
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import checkpoints, links, log, patients, sites, staff, tasks
from tracker.store.db import db, writing

LINK_LASTS: Final = timedelta(days=90)
PATIENT_PAGE: Final = "/my/{token}"


def empty() -> bool:
    """Say whether the database holds nobody, no hospital and no journey."""
    return not (staff.everyone() or sites.everywhere() or log.journeys())


def seed(now: datetime, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill an empty database; return what `instance/demo.json` says."""
    writing()
    people.open_places()
    accounts = people.hire(now)
    furnishing.furnish(accounts, now)
    db.session.commit()
    say(f"{len(accounts)} people at {len(people.CONTACTS)} hospitals and the plants")
    all_plays = plays.plays()
    told = []
    for number, play in enumerate(all_plays, start=1):
        told.append(_told(play, number, accounts, now))
        say(f"{number:2} of {len(all_plays)} journeys: {play.stage.replace('_', ' ')}")
    first = {play.stage: (coi, play) for coi, play in reversed(told)}
    rooms.fill({stage: coi for stage, (coi, _) in first.items()}, accounts, now)
    looks.fill(first["collected"][0], accounts, now)
    say("shippers, loggers, readings, a kept place and an audit")
    writing()
    _put_in_place(accounts["cora"], now)
    checkpoints.write(now)
    linked = [_linked(*first[stage], now) for stage in plays.LINKED]
    db.session.commit()
    return {
        "staff": [account.shown() for account in accounts.values()],
        "journeys": [{"coi": coi, "stage": play.stage} for coi, play in told],
        "patients": linked,
    }


def _put_in_place(by: Account, now: datetime) -> None:
    """Let the coordinator have done what was due before yesterday; what is late since then shows."""
    for task in tasks.waiting(None):
        if task.kind in visit_tasks.DAYS and task.due_at < now - timedelta(days=1):
            tasks.end(
                (task.coi, task.kind, task.about), tasks.End("done", by.actor.id), task.due_at
            )


def _linked(coi: str, play: Play, now: datetime) -> dict[str, str]:
    token, code = links.issue(coi, now=now, expires_at=now + LINK_LASTS)
    return {
        "coi": coi,
        "sign_in_url": PATIENT_PAGE.format(token=token),
        "code": code,
        "birth_date": play.patient.born.isoformat(),
    }


@dataclass
class _Service:
    """The real actions, under the past clock of a tale. Remembers the journey as it stands."""

    coi: str
    accounts: Mapping[str, Account]
    journey: Journey

    def submit(self, attempt: Attempt) -> None:
        """Record an attempt as a page would, its passwords already checked."""
        claim = recording.Claim(
            coi=self.coi,
            kind=attempt.kind.value,
            happened_at=attempt.happened_at,
            data=attempt.data,
            actor=self.accounts[attempt.who].actor,
            scans=attempt.scans,
            signings=attempt.signings(lambda name: self.accounts[name].actor),
        )
        try:
            sealed = recording.record(claim, recording.request(attempt.happened_at))
        except Refused:
            # What was scanned in vain is kept as an entry of its own.
            self.journey = journeys.tell(self.coi).journey
            raise
        protocol = journeys.library().by_digest(self.journey.protocol_digest)
        for line in sealed:
            self.journey = apply(self.journey, protocol, line.entry)


def _told(
    play: Play, number: int, accounts: Mapping[str, Account], now: datetime
) -> tuple[str, Play]:
    """Open one journey and tell it to where it stands; return its identifier."""
    protocol = journeys.library().latest(play.product)
    start = rehearsal.beginning(play, protocol, now)
    coi = _opened(play, number, accounts["cora"], start)
    service = _Service(coi, accounts, journeys.tell(coi).journey)
    fin = journeys.site_rules(play.site).fin
    tale = Tale(protocol, service.submit, lambda: service.journey, start, fin, number)
    rehearsal.perform(play, tale, now)
    return coi, play


def _opened(play: Play, number: int, by: Account, start: datetime) -> str:
    patient = patients.Patient(
        id=patients.new_id(),
        name=play.patient.name,
        birth_date=play.patient.born,
        record_number=f"SYNTHETIC-{number:03d}",
        email=play.patient.email,
        language=play.patient.language,
    )
    signed = (Signing(by.actor, "I open this journey for this patient."),)
    wish = opening.Opening(
        play.product, play.site, patient, by.actor, signed, indication=rehearsal.INDICATION
    )
    return opening.open_journey(wish, recording.request(start)).entry.coi
