"""May these two people change who a patient is? Two people, a reason, and no cell moves by it."""

from __future__ import annotations

from typing import Final

from tracker.domain import authority_table, standing
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, Signing
from tracker.domain.refused import Refused

WHY: Final = ("mistyped", "name changed", "two records of one person", "proof of identity seen")
"""Reasons are chosen, not typed: a typed one would soon hold a name."""


def require_two(
    actor: Actor, signings: tuple[Signing, ...], *, sites: frozenset[str], why: str
) -> None:
    """Refuse unless two different people who may, at every hospital concerned, have signed."""
    people = [each.actor.id for each in signings]
    if len(set(people)) < len(people):
        raise Refused("second_person_is_first")
    if len(people) < 2:
        raise Refused("signature_missing", needed=2, given=len(people))
    if actor.id not in people:
        raise Refused("signature_not_yours")
    if why not in WHY:
        raise Refused("field_missing", field="why", label="A reason")
    for each in signings:
        _require_may(each.actor, sites)


def _require_may(actor: Actor, sites: frozenset[str]) -> None:
    if not standing.accepted(actor):
        raise Refused("policy_not_accepted", name=actor.name)
    for site in sites:
        if not authority_table.may_at(actor, Action.CORRECT_IDENTITY, site=site, maker=""):
            roles = authority_table.names(authority_table.roles(Action.CORRECT_IDENTITY))
            raise Refused("signer_not_allowed", name=actor.name, roles=roles)
