"""May a message go out at this hour, and when if not? Nobody is woken for routine news."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.channels import Urgency

MORNING: Final = time(8)
EVENING: Final = time(20)
BETWEEN_TWO: Final = timedelta(days=1)


def may_go(
    now: datetime, zone: str, last: datetime | None, urgency: Urgency = Urgency.ROUTINE
) -> datetime:
    """Return the first moment from `now` on at which a message may go to a person.

    It is day where the person is; for routine news a day has passed since the `last` message, too.
    New dates wait for the morning alone, and a change of dates for nothing: somebody may be on the way.
    """
    if urgency is Urgency.CHANGE:
        return now
    routine = urgency is Urgency.ROUTINE
    earliest = max(now, last + BETWEEN_TWO) if last and routine else now
    there = earliest.astimezone(ZoneInfo(zone))
    if MORNING <= there.time() < EVENING:
        return earliest
    day = there.date() if there.time() < MORNING else there.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(now.tzinfo)
