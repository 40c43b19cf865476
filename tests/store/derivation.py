"""A simple way to derive a board row, so that the store is tested without any product's rules."""

from datetime import date, datetime, timedelta

from tests.store.entries import OPENED
from tracker.domain.events import Entry
from tracker.domain.summary import Summary
from tracker.domain.visits.places import INFUSION, Place
from tracker.store.derived import Derived


def summary(coi: str, **changes) -> Summary:
    """Return the row of a journey that has just been opened, but for the changes given."""
    plain = {
        "coi": coi,
        "site": "ROC",
        "maker": "EXA",
        "protocol": "example-frozen",
        "protocol_version": 1,
        "priority": "routine",
        "opened_at": OPENED,
        "latest": "opened",
        "latest_at": OPENED,
        "next_due": "collected",
        "next_due_at": OPENED + timedelta(days=3),
        "group": 1,
        "released_at": None,
        "waiting_since": None,
        "visit": "",
        "day_zero": None,
        "booked_on": None,
        "holds": 0,
        "review": False,
        "closed": "",
    }
    return Summary(**{**plain, **changes})


def derive(entries: tuple[Entry, ...]) -> Derived:
    """Let the number of entries decide: from the third on, a visit holds a place."""
    coi, last = entries[0].coi, entries[-1]
    day = date(2026, 12, 1) if len(entries) >= 3 else None
    return Derived(
        summary(
            coi, latest=last.kind.value, latest_at=moment(last), booked_on=day, day_zero=day
        ),
        {f"coi:{coi}": "journey", f"din:{coi[2:]}": "collection"},
        places=frozenset([Place(INFUSION, day)] if day else []),
    )


def moment(entry: Entry) -> datetime:
    return entry.recorded_at
