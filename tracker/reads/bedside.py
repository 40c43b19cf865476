"""Where does each dose stand between freezer and vein, and how much of its time is left?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

LONGEST_WATCH = 60
"""Minutes at most that a page with a running clock stays open untouched, whatever the limit."""

UNLIMITED_WATCH = 30
"""The same where the maker gives no limit."""

ON_THE_WAY = ("thawing", "thawed", "infusing")


@dataclass(frozen=True)
class Timer:
    """Minutes since the thaw began, and the limit that now applies; None where the maker gives none."""

    minutes: int
    limit: int | None
    until: str

    @property
    def left(self) -> int | None:
        """Return the minutes left; below zero when the time is over."""
        return None if self.limit is None else self.limit - self.minutes

    @property
    def watch_minutes(self) -> int:
        """Return how long the page of this clock stays open although nobody touches it."""
        left = UNLIMITED_WATCH if self.left is None else self.left
        return min(max(left, 0), LONGEST_WATCH)


@dataclass(frozen=True)
class Dose:
    """One dose and the step it waits for; `point` is set where that step is a check of identity."""

    container: Container
    kind: Kind | None
    point: str
    timer: Timer | None


def doses(journey: Journey, protocol: Protocol, now: datetime) -> tuple[Dose, ...]:
    """Return the doses of a journey, those already on the way to the vein first."""
    found = [
        _dose(journey, protocol, item, now)
        for item in journey.containers.values()
        if item.use == "dose"
    ]
    return tuple(sorted(found, key=lambda dose: dose.container.state not in ON_THE_WAY))


def _dose(journey: Journey, protocol: Protocol, item: Container, now: datetime) -> Dose:
    kind, point = _next(journey, item)
    return Dose(item, kind, point, _timer(protocol, item, now))


def _next(journey: Journey, item: Container) -> tuple[Kind | None, str]:
    """Return the step a dose waits for, in the order that keeps the right bag with the right vein."""
    if item.state == "open":
        return _before_thaw(journey, item)
    if item.state == "thawed":
        return _after_thaw(journey, item)
    if item.rest_waits:
        return (Kind.CUSTODY_ACCEPTED if item.offer else Kind.CONTAINER_DISCARDED), ""
    running = {"thawing": Kind.THAW_ENDED, "infusing": Kind.INFUSION_ENDED}
    return running.get(item.state), ""


def _before_thaw(journey: Journey, item: Container) -> tuple[Kind | None, str]:
    if not item.received_for_use:
        return None, ""
    if item.stored:
        return Kind.REMOVED_FROM_STORAGE, ""
    checked = journey.has_verified("pre_thaw", item.id)
    return (Kind.THAW_STARTED, "") if checked else (Kind.IDENTITY_VERIFIED, "pre_thaw")


def _after_thaw(journey: Journey, item: Container) -> tuple[Kind | None, str]:
    if item.offer is not None:
        return Kind.CUSTODY_ACCEPTED, ""
    if _held_by_laboratory(item):
        return Kind.CUSTODY_OFFERED, ""
    checked = _checked_since_thaw(journey, item)
    return (Kind.INFUSION_STARTED, "") if checked else (Kind.IDENTITY_VERIFIED, "bedside")


def _held_by_laboratory(item: Container) -> bool:
    return item.custodian is not None and item.custodian.role == "cell_lab_tech"


def _checked_since_thaw(journey: Journey, item: Container) -> bool:
    thawed = item.thaw_started_at
    return thawed is not None and any(
        check.point == "bedside" and check.container == item.id and check.at >= thawed
        for check in journey.verified
    )


def _timer(protocol: Protocol, item: Container, now: datetime) -> Timer | None:
    if item.thaw_started_at is None or item.state not in ON_THE_WAY:
        return None
    minutes = int((now - item.thaw_started_at).total_seconds() // 60)
    if item.state == "infusing":
        return Timer(
            minutes, protocol.infusion.thaw_to_end_minutes, "to the end of the infusion"
        )
    return Timer(
        minutes, protocol.infusion.thaw_to_start_minutes, "to the start of the infusion"
    )
