"""What every kind of entry asks for: who, with how many signatures, and which fields.

Least signatures per kind are the vocabulary's: 0 a signed-in person, 1 a re-authenticated signature, 2
two different people. A protocol may raise them, never lower them. Ranges are plausibility limits for
typing errors, never acceptance criteria.
"""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs import (
    bedside,
    collecting,
    exceptions,
    handling,
    identity,
    labelling,
    opening,
    plant,
    shipping,
    visiting,
)
from tracker.domain.specs.exceptions import OUTCOMES, STOPPABLE
from tracker.domain.specs.identity import POINTS
from tracker.domain.specs.people import HANDLERS, STAFF

__all__ = ["HANDLERS", "OUTCOMES", "POINTS", "SPECS", "STAFF", "STOPPABLE"]

_PLACES: Final = (
    opening,
    identity,
    collecting,
    labelling,
    handling,
    shipping,
    plant,
    visiting,
    bedside,
    exceptions,
)
_FOUND: Final[dict[Kind, Spec]] = {spec.kind: spec for place in _PLACES for spec in place.SPECS}

SPECS: Final[dict[Kind, Spec]] = {kind: _FOUND[kind] for kind in Kind}
"""The closed table of kinds, in their order: a kind without a row cannot even be imported."""
