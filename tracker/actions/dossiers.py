"""How does one journey leave the service? As the file of `log export`, under a checkpoint made now."""

from __future__ import annotations

from typing import Final

from tracker.actions import recording
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import access, checkpoints, dossier
from tracker.store.db import Clash, db, writing

TRIES: Final = 3


def export(actor: Actor, coi: str, asked: recording.Request) -> bytes:
    """Return a journey's dossier, and keep that somebody took it. Raises Refused."""
    told = journeys.seen_by(actor, coi)
    _seal_all(actor, coi, asked)
    return dossier.pack(coi, **journeys.pinned(told.entries))


def _seal_all(actor: Actor, coi: str, asked: recording.Request) -> None:
    """Put every entry under a checkpoint, so that the dossier can prove each of its own."""
    look = access.Look(asked.now, actor.id, "dossier", coi, asked.id)
    for _ in range(TRIES):
        writing()
        try:
            checkpoints.write(asked.now)
        except Clash:
            db.session.rollback()
            continue
        access.looked(look)
        db.session.commit()
        return
    raise Refused("busy")
