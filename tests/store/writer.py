"""What each of several processes does that write to the same log."""

from dataclasses import dataclass
from datetime import date

from tests.store.entries import entry
from tracker.domain.visits.places import CHAIR, INFUSION, Place
from tracker.store import log, visit_places
from tracker.store.db import db, writing

DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Order:
    """What one process is to write. With `in_turn` it waits for others on the same journey."""

    name: str
    coi: str
    count: int
    in_turn: bool


def take_place(order: Order) -> str:
    """Take a place as the actions do: after a clash ask again; say whether one was left."""
    while True:
        try:
            writing()
            if order.in_turn:
                visit_places.take_turns("ROC")
            places = {Place(INFUSION, DAY), Place(CHAIR, DAY)}
            visit_places.refresh(order.coi, "ROC", places, {INFUSION: order.count, CHAIR: None})
            db.session.commit()
        except log.Clash:
            db.session.rollback()
        except visit_places.Full:
            db.session.rollback()
            return "full"
        else:
            return "taken"


def write(order: Order) -> int:
    """Append as the actions do: after a clash read again and try again."""
    clashes = done = 0
    while done < order.count:
        try:
            log.writing(order.coi if order.in_turn else "")
            seq = len(log.load(order.coi)) + 1
            line = entry(order.coi, seq, note=f"{order.name} {done}")
            log.append((line,), request_id=order.name)
            db.session.commit()
            done += 1
        except log.Clash:
            db.session.rollback()
            clashes += 1
    return clashes
