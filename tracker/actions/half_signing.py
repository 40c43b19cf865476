"""How does a step wait between the people who sign it, none shown what another answered?

The first person's answers stay here, encrypted, for minutes. The next person gets a page of their own
that is made without them; only when the last one has signed is the step judged whole and recorded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from tracker.actions import identity_changes, recording
from tracker.domain import identity_change
from tracker.domain.events import Actor, Signing
from tracker.domain.refused import Refused
from tracker.store import half_signed, staff
from tracker.store.db import db, writing
from tracker.store.log import Sealed

WITHIN: Final = timedelta(minutes=10)
"""How long the next person may take. Who comes later begins anew, with both looking afresh."""


@dataclass(frozen=True)
class Half:
    """A step some have signed: what it is, what the first said, who signed, and where to go after it.

    `kind` is that of an entry, or `corrected` or `same person` for a change of who a patient is.
    """

    coi: str
    kind: str
    happened_at: datetime
    data: Mapping[str, Any]
    scans: tuple[str, ...]
    signings: tuple[Signing, ...]
    request_id: str
    then: str
    means: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> Actor:
        """Return who began the step, and is recorded as who did it."""
        return self.signings[0].actor


def begun(claim: recording.Claim, asked: recording.Request, then: str) -> Half:
    """Return a step of which its first person has just said everything, and signed."""
    signings = tuple(replace(each, at=asked.now) for each in claim.signings)
    parts = (dict(claim.data), claim.scans, signings, asked.id, then, dict(claim.means))
    return Half(claim.coi, claim.kind, claim.happened_at, *parts)


def keep(half: Half, now: datetime) -> str:
    """Seal what was answered so far; return the token under which the next person goes on."""
    writing()
    token = half_signed.keep(half.coi, json.dumps(_plain(half)), now + WITHIN)
    db.session.commit()
    return token


def find(token: str, coi: str, now: datetime) -> Half:
    """Return what waits under a token, its signers as they stand now. Raises Refused."""
    text = half_signed.find(token, coi, now)
    if text is None:
        raise Refused("second_too_late")
    return _read(coi, json.loads(text))


def drop(token: str) -> None:
    """Let nobody go on with a step: it was finished, or the next person disagreed."""
    writing()
    half_signed.drop(token)
    db.session.commit()


def signed(half: Half, signing: Signing, reason: str = "") -> Half:
    """Return the step with one signature more, and why that person typed instead of scanning."""
    said = "; ".join(each for each in (str(half.data.get("reason", "")), reason) if each)
    data = {**half.data, "reason": said} if said else half.data
    return replace(half, signings=(*half.signings, signing), data=data)


def claim(half: Half) -> recording.Claim:
    """Return the step as what its first person says happened."""
    return recording.Claim(
        half.coi,
        half.kind,
        half.happened_at,
        half.data,
        half.first,
        half.scans,
        half.signings,
        half.means,
    )


def finish(half: Half, now: datetime) -> tuple[Sealed, ...]:
    """Record a step that all have signed. Raises Refused."""
    asked = recording.request(now, half.request_id)
    if half.kind not in identity_change.ASKED:
        return recording.record(claim(half), asked)
    wish = identity_changes.Wish(half.coi, half.first, half.data.get("why", ""), half.signings)
    identity_changes.carry_out(half.kind, wish, asked, half.data)
    return ()


def _plain(half: Half) -> dict[str, Any]:
    return {
        "kind": half.kind,
        "happened_at": half.happened_at.isoformat(),
        "data": dict(half.data),
        "scans": half.scans,
        "means": dict(half.means),
        "signings": [
            {
                "staff": each.actor.id,
                "meaning": each.meaning,
                "scans": each.scans,
                "means": dict(each.means),
                "at": each.at.isoformat() if each.at else None,
                "answers": each.answers,
            }
            for each in half.signings
        ],
        "request_id": half.request_id,
        "then": half.then,
    }


def _read(coi: str, kept: dict[str, Any]) -> Half:
    return Half(
        coi=coi,
        kind=kept["kind"],
        happened_at=datetime.fromisoformat(kept["happened_at"]),
        data=kept["data"],
        scans=tuple(kept["scans"]),
        signings=tuple(_signing(each) for each in kept["signings"]),
        request_id=kept["request_id"],
        then=kept["then"],
        means=kept["means"],
    )


def _signing(kept: dict[str, Any]) -> Signing:
    """Return a signing again; whoever left meanwhile has not signed."""
    actor = staff.actor(kept["staff"])
    if actor is None:
        raise Refused("second_too_late")
    at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    scans = tuple(kept["scans"])
    return Signing(actor, kept["meaning"], scans, kept["means"], at, kept["answers"])
