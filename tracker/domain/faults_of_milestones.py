"""Which milestones and gates of a protocol can never be reached or opened?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tracker.domain.kinds import Kind
from tracker.domain.protocol import Gate, Milestone, Protocol
from tracker.domain.specs import SPECS

FREEZING: Final = frozenset({Kind.FROZEN})
DIRECTIONS: Final = ("out", "back")
"""Which way a shipment goes; the rules write it into every entry about one."""

USES: Final = ("collection", "cryobag", "sample", "dose")
"""What a stored container is for; the rule of storing writes it into the entry."""

RELEASES: Final = frozenset({"released", "released_under_exception"})

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")


def found(protocol: Protocol) -> Iterator[str]:
    """Yield every fault of the milestones, the gates, and the release among them."""
    yield from _duplicates(protocol)
    for milestone in protocol.milestones:
        yield from _own_faults(milestone, protocol)
    yield from _unreachable(protocol)
    yield from _release_faults(protocol)
    for gate in protocol.gates:
        yield from _gate_faults(gate, protocol)


def _duplicates(protocol: Protocol) -> Iterator[str]:
    codes = [milestone.code for milestone in protocol.milestones]
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        yield f"milestones[{code}]: this code is used {codes.count(code)} times."


def _own_faults(milestone: Milestone, protocol: Protocol) -> Iterator[str]:
    at = f"milestones[{milestone.code}]"
    if milestone.code and not _CODE.fullmatch(milestone.code):
        yield f"{at}: a code holds only capital letters, digits and underscores."
    for need in milestone.needs:
        if need not in protocol.by_code:
            yield f"{at} needs {need}, which is not a milestone."
    yield from _hand_faults(milestone, at)
    if milestone.on in FREEZING and not protocol.material.freezes_at_site:
        yield f"{at} can never be reached: this product is not frozen at the site."


def _hand_faults(milestone: Milestone, at: str) -> Iterator[str]:
    """Say where a milestone has nobody, or too many ways, to reach it."""
    if milestone.on is None:
        if not milestone.roles:
            yield f"{at} can never be reached: it has neither `on` nor `roles`."
        if milestone.when:
            yield f"{at}: `when` says which entry counts, but there is no `on`."
        return
    if milestone.on is Kind.MILESTONE_REACHED:
        yield f"{at}: a milestone recorded by hand has `roles` and no `on`."
    if milestone.roles:
        yield f"{at}: the entry {milestone.on} reaches it, so `roles` has no meaning."
    for name, values in milestone.when.items():
        yield from _when_faults(f"{at}.when.{name}", values, _choices(milestone.on, name))


def _choices(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the values an entry of this kind may hold in a field that tells branches apart."""
    if name == "direction" and SPECS[kind].about == "shipment":
        return DIRECTIONS
    if name == "use" and kind is Kind.STORED:
        return USES
    field = SPECS[kind].field(name)
    return field.choices if field else ()


def _when_faults(at: str, values: tuple[str, ...], choices: tuple[str, ...]) -> Iterator[str]:
    if not choices:
        yield f"{at}: the entry has no such field with fixed choices."
        return
    if not values:
        yield f"{at} accepts no value, so the milestone can never be reached."
    for value in values:
        if value not in choices:
            yield f"{at}: {value} is not one of {', '.join(choices)}."


def _unreachable(protocol: Protocol) -> Iterator[str]:
    """Name the milestones that wait for themselves, and those that wait for such a one."""
    reached: set[str] = set()
    waiting = dict(protocol.by_code)
    while ready := [
        code for code, each in waiting.items() if _is_ready(each, reached, protocol)
    ]:
        for code in ready:
            reached.add(code)
            del waiting[code]
    for code, milestone in waiting.items():
        others = ", ".join(need for need in milestone.needs if need in waiting)
        yield f"milestones[{code}] can never be reached: its needs form a cycle ({others})."


def _is_ready(milestone: Milestone, reached: set[str], protocol: Protocol) -> bool:
    """Tell whether all needs are met; one that does not exist is a fault said elsewhere."""
    return all(need in reached or need not in protocol.by_code for need in milestone.needs)


def _release_faults(protocol: Protocol) -> Iterator[str]:
    releases = [each for each in protocol.milestones if each.on is Kind.DISPOSITION_DECIDED]
    if not releases:
        yield (
            "milestones: none is reached by disposition_decided, so the product could never be "
            "released."
        )
    for milestone in releases:
        at = f"milestones[{milestone.code}]"
        decisions = milestone.when.get("decision", ())
        if not set(decisions) or not set(decisions) <= RELEASES:
            yield f"{at}: `when.decision` must be among {', '.join(sorted(RELEASES))}."
        if not milestone.needs:
            yield f"{at}: a release must be preceded by at least one milestone."


def _gate_faults(gate: Gate, protocol: Protocol) -> Iterator[str]:
    at = f"gates[{gate.kind}]"
    for need in gate.needs:
        if need not in protocol.by_code:
            yield f"{at} needs {need}, which is not a milestone."
    for code in sorted(_before(gate.needs, protocol)):
        if protocol.by_code[code].on is gate.kind:
            yield f"{at} can never open: {code} waits behind it and is reached by {gate.kind}."


def _before(codes: tuple[str, ...], protocol: Protocol) -> set[str]:
    """Return these milestones with everything that must come before them."""
    found_codes: set[str] = set()
    open_codes = [code for code in codes if code in protocol.by_code]
    while open_codes:
        code = open_codes.pop()
        if code not in found_codes:
            found_codes.add(code)
            needs = protocol.by_code[code].needs
            open_codes += [need for need in needs if need in protocol.by_code]
    return found_codes
