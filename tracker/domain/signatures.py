"""How many people must sign, and do these signatures count? Two-person means two people."""

from __future__ import annotations

from datetime import datetime

from tracker.domain import authority
from tracker.domain.events import Facts, Signature
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import means_of
from tracker.domain.specs import SPECS


def needed(protocol: Protocol, facts: Facts) -> int:
    """Return the least signatures: the kind's, raised by the protocol or by the milestone."""
    least = max(SPECS[facts.kind].signatures, protocol.signatures.get(facts.kind, 0))
    if facts.kind is Kind.MILESTONE_REACHED:
        milestone = protocol.by_code.get(str(facts.data.get("milestone")))
        return max(least, milestone.signatures if milestone else 0)
    return least


def signed(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime, *, least: int
) -> tuple[Signature, ...]:
    """Return the signatures as the entry keeps them. Raises Refused when they are fewer than `least`.

    The passwords were checked before (21 CFR 11.200: both components at every signing); here it is
    judged that the people differ, that each may sign, and that each says what it means.
    """
    people = [signing.actor.id for signing in facts.signings]
    if len(set(people)) < len(people):
        raise Refused("second_person_is_first")
    if len(people) < least:
        raise Refused("signature_missing", needed=least, given=len(people))
    _require_own(facts, people, least)
    return tuple(
        _signature(journey, protocol, facts, index, now) for index in range(len(people))
    )


def _require_own(facts: Facts, people: list[str], least: int) -> None:
    """Ask that whoever acts signs too; a machine partner carries other people's signatures."""
    machine = all(grant.role is Role.PARTNER for grant in facts.actor.grants)
    if least and facts.actor.id not in people and not machine:
        raise Refused("signature_not_yours")


def _signature(
    journey: Journey, protocol: Protocol, facts: Facts, index: int, now: datetime
) -> Signature:
    signing = facts.signings[index]
    if not signing.meaning.strip():
        raise Refused("signature_meaning_missing")
    try:
        who = authority.person(journey, facts, signing.actor)
    except Refused:
        roles = ", ".join(role.value for role in authority.roles_for(protocol, facts))
        raise Refused("signer_not_allowed", name=signing.actor.name, roles=roles) from None
    at = signing.at or now
    means = means_of(signing.scans, {**facts.means, **signing.means})
    return Signature(who, signing.meaning.strip(), at, signing.scans, means)
