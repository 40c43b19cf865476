"""Did the further people of a step answer the same, each without having seen what the first said?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tracker.domain.events import Facts, Signing
from tracker.domain.identity import STATED, container_of
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.scans import read
from tracker.domain.specs import SPECS

ANSWERS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.IDENTITY_VERIFIED: ("stated",),
    Kind.SHIPMENT_PACKED: ("seal",),
    Kind.SHIPMENT_RECEIVED: ("seal", "condition", "outcome"),
    Kind.DISPOSITION_DECIDED: ("decision",),
    Kind.INFUSION_ENDED: ("volume_ml", "reaction"),
}
"""What every person of a step answers for themselves, besides scanning what the first one scanned."""


def asked(kind: Kind, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields a further person answers; nobody states a name where no patient is."""
    if kind is Kind.IDENTITY_VERIFIED and data.get("point") not in STATED:
        return ()
    return ANSWERS.get(kind, ())


def require_same(journey: Journey, facts: Facts) -> None:
    """Refuse unless each further person scanned and answered for themselves, and the same.

    The sentence says in what they differ, never the answers. No door is spared: whoever sends a second
    signature, a page or a machine, sends what its person scanned and answered with it.
    """
    first = facts.scans or (facts.signings[0].scans if facts.signings else ())
    for signing in facts.signings[1:]:
        _require_own(facts, first, signing)
        _require_same_carriers(journey, first, signing, facts.kind)
        _require_same_answers(facts, signing.answers or {})


def require_same_words(
    names: Mapping[str, str], first: Mapping[str, Any], own: Mapping[str, Any]
) -> None:
    """Refuse when two people do not give the same words; `names` says what each is called."""
    for name, label in names.items():
        if _plain(first.get(name)) != _plain(own.get(name)):
            raise Refused("second_differs", what=label)


def _require_own(facts: Facts, first: tuple[str, ...], signing: Signing) -> None:
    """Refuse a signature under somebody else's look (FACT, ISMP: the second check is independent)."""
    if first and not signing.scans:
        raise Refused("second_scans_missing", what="the same labels")
    names = asked(facts.kind, facts.data)
    if names and signing.answers is None:
        labels = _labels(facts.kind, names)
        raise Refused("second_answers_missing", what=", ".join(labels.values()))


def _require_same_answers(facts: Facts, own: Mapping[str, Any]) -> None:
    labels = _labels(facts.kind, asked(facts.kind, facts.data))
    require_same_words(labels, facts.data, own)


def _labels(kind: Kind, names: tuple[str, ...]) -> dict[str, str]:
    fields = {name: SPECS[kind].field(name) for name in names}
    return {name: field.label for name, field in fields.items() if field}


def _require_same_carriers(
    journey: Journey, first: tuple[str, ...], signing: Signing, kind: Kind
) -> None:
    """Compare what two people held in their hands; an identity check compares by its own rule."""
    if not signing.scans or kind is Kind.IDENTITY_VERIFIED:
        return
    if _carriers(journey, first) != _carriers(journey, signing.scans):
        raise Refused("second_differs", what="what was scanned")


def _carriers(journey: Journey, scans: Iterable[str]) -> frozenset[str]:
    """Return the containers and wristbands among scans: one label may be read by several codes."""
    found = [(read(raw), container_of(journey, read(raw))) for raw in scans]
    named = {container.id for _, container in found if container}
    return frozenset(named | {scan.carrier for scan, _ in found if scan.donor})


def _plain(value: object) -> str:
    """Return an answer as it is compared: no answer is a no, and letters are alike in either case."""
    return " ".join(str(value or "").split()).casefold()
