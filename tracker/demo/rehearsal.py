"""When must a journey begin so that it stands, today, where the demonstration wants it?

It is told once to the bare rules, in memory, to learn how long it takes: weekdays and closed days move
the return visit, so nobody can say beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.demo import cast
from tracker.demo.plays import Play
from tracker.demo.stages import SAME_DAY
from tracker.demo.tale import Attempt, Tale
from tracker.domain import opening, recording
from tracker.domain.events import Actor, Facts, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

TRIES: Final = 12
DAY: Final = timedelta(days=1)
MORNING: Final = timedelta(minutes=20)
"""So long day zero has run when a bag stands thawed: just after midnight it was the day before."""
SERIAL: Final = 999_999
INDICATION: Final = "LBCL"
"""What every made-up patient is treated for: both products of the demonstration name it."""


@dataclass
class Stage:
    """The bare rules, with a journey in memory."""

    protocol: Protocol
    site: SiteRules
    journey: Journey = field(init=False)

    def open(self, at: datetime) -> None:
        """Open the journey."""
        coi = opening.issue_coi(self.site.fin, at.year, SERIAL)
        self.journey = Journey(coi)
        data = {
            "protocol": self.protocol.id,
            "protocol_version": self.protocol.version,
            "protocol_digest": self.protocol.digest,
            "site": self.site.code,
            "donor": opening.issue_donor(self.site.fin, 1),
            "priority": "routine",
            "indication": INDICATION,
        }
        self.submit(Attempt("cora", Kind.JOURNEY_OPENED, at, data, signers=(("cora", ()),)))

    def submit(self, attempt: Attempt) -> None:
        """Ask the rules, and remember what they answer."""
        facts = Facts(
            kind=attempt.kind,
            happened_at=attempt.happened_at,
            data=attempt.data,
            actor=_actor(attempt.who),
            site=self.site,
            scans=attempt.scans,
            signings=attempt.signings(_actor),
        )
        told = recording.record(self.journey, self.protocol, facts, attempt.happened_at)
        for entry in told:
            self.journey = recording.apply(self.journey, self.protocol, entry)


_ACTORS: Final = {
    member.username: Actor(member.username, member.name, cast.grants(member))
    for member in cast.EVERYONE
}


def _actor(username: str) -> Actor:
    return _ACTORS[username]


def perform(play: Play, tale: Tale, now: datetime) -> None:
    """Tell the chapters of a play, with a night between them where it is another day's work."""
    zone = ZoneInfo(_site(play).zone)
    if play.day_zero_today:
        tale.wish = (now - play.ago - MORNING).astimezone(zone).date()
    start = tale.clock.astimezone(zone)
    tale.hour = lambda day: datetime.combine(day, start.timetz()).astimezone(UTC)
    for chapter in play.chapters:
        if chapter not in SAME_DAY and chapter is not play.chapters[0]:
            today = tale.hour(tale.clock.astimezone(start.tzinfo).date())
            tale.clock = today if today > tale.clock else today + DAY
        chapter(tale)


def beginning(play: Play, protocol: Protocol, now: datetime) -> datetime:
    """Return when to begin so that the last chapter ends just before `play.ago`."""
    latest = now.astimezone(UTC).replace(microsecond=0) - play.ago
    start = latest
    for _ in range(TRIES):
        late = told(play, protocol, start, now).clock - latest
        if late <= timedelta(0):
            return start
        whole = late // DAY * DAY
        start -= whole if whole and late - whole > DAY / 2 else late
    message = f"{play.stage} finds no beginning"
    raise ValueError(message)


def _site(play: Play) -> SiteRules:
    return next(site for site in cast.SITES if site.code == play.site)


def told(play: Play, protocol: Protocol, start: datetime, now: datetime) -> Tale:
    """Tell a play to the bare rules, from a beginning to its end."""
    site = _site(play)
    stage = Stage(protocol, site)
    stage.open(start)
    tale = Tale(protocol, stage.submit, lambda: stage.journey, start, site.fin)
    perform(play, tale, now)
    return tale
