"""What of a patient's page is open to whom? The patient holds all of it, a caregiver what was granted."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from tracker.domain.channels import OF_DATES


class Scope(StrEnum):
    """A part of a patient's page; every address of it belongs to exactly one."""

    COME_IN = "come in"
    """One's own sign-in, and whom to call: for whoever was let in."""
    STATUS = "status"
    DATES = "dates"
    MESSAGES = "messages"
    OWN = "own"
    """What the patient alone sees and decides: who is let in, how hard news is heard, the notes."""


GRANTABLE: Final = (Scope.STATUS, Scope.DATES, Scope.MESSAGES)
"""What a patient may open to a caregiver, in the order in which it is asked."""

WHOLE: Final = frozenset(Scope)


def granted(names: Iterable[str]) -> frozenset[Scope]:
    """Return the scopes among `names` that a patient may grant; whatever else is asked is left out."""
    wanted = set(names)
    return frozenset(scope for scope in GRANTABLE if scope.value in wanted)


def held(role: str, given: frozenset[Scope]) -> frozenset[Scope]:
    """Return the scopes somebody holds; a role nobody here knows holds none."""
    match role:
        case "patient":
            return WHOLE
        case "caregiver":
            return frozenset({Scope.COME_IN}) | (given & frozenset(GRANTABLE))
        case _:
            return frozenset()


def hears(kind: str, scopes: frozenset[Scope]) -> bool:
    """Say whether somebody gets a kind of message: of dates, whoever may see them alone."""
    needed = {Scope.MESSAGES, Scope.DATES} if kind in OF_DATES else {Scope.MESSAGES}
    return needed <= scopes
