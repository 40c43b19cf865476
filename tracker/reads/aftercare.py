"""Which day after day zero is it for one patient, which rules hold until when, and which check-ups come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain import after_day_zero, patient_view
from tracker.domain.after_day_zero import FollowUp
from tracker.domain.protocol import Protocol
from tracker.domain.visit_dates import local
from tracker.domain.visits.clocks import Clock, clocks
from tracker.reads import journeys


@dataclass(frozen=True)
class After:
    """What is counted from day zero. `given` are the days on which cells were given, if any were.

    `label_day` is the day of the product label behind the clocks. `newer` are the clocks as the
    product's latest file has them, where they differ: a journey keeps the file it was opened with.
    """

    day: int
    today: date
    given: tuple[date, ...]
    clocks: tuple[Clock, ...]
    label_day: date
    follow_ups: tuple[FollowUp, ...]
    newer: tuple[Clock, ...] = ()
    newer_label_day: date | None = None


def of(told: journeys.Told, now: datetime) -> After | None:
    """Return what is counted from the day zero of a confirmed visit; None while there is none."""
    visit = patient_view.visit_shown(told.journey)
    if visit is None:
        return None
    doses = after_day_zero.doses(told.journey, visit, told.site)
    day = after_day_zero.number(told.journey, visit, told.site, now)
    if doses is None or day is None:
        return None
    latest = journeys.library().latest(told.protocol.id)
    running = clocks(told.protocol.visit, told.site, doses[1])
    newer = clocks(latest.visit, told.site, doses[1])
    differing = tuple(new for new, old in zip(newer, running, strict=True) if new != old)
    return After(
        day=day,
        today=local(now, told.site),
        given=after_day_zero.given_on(told.journey, told.site),
        clocks=running,
        label_day=_label_day(told.protocol),
        follow_ups=after_day_zero.follow_ups(told.journey, told.protocol, told.site),
        newer=differing,
        newer_label_day=_label_day(latest) if differing else None,
    )


def _label_day(protocol: Protocol) -> date:
    return date.fromisoformat(protocol.label_date)
