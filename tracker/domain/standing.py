"""May this person act today: trained for the role, and bound by the signature policy?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain import authority, authority_table
from tracker.domain.authority_table import UNTRAINED_MAY, Action
from tracker.domain.events import Actor, Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

POLICY: Final = "1"
"""The version of the signature policy in force. A new text is a new version: all accept it again."""


def trained(actor: Actor, role: Role, now: datetime) -> bool:
    """Say whether somebody is trained for a role, the last day included."""
    if actor.standing is None or role in UNTRAINED_MAY:
        return True
    return any(
        role is taught and now.date() <= until for taught, until in actor.standing.trained
    )


def fit(actor: Actor, now: datetime) -> Actor:
    """Return somebody in the roles they are trained for."""
    taught = tuple(grant for grant in actor.grants if trained(actor, grant.role, now))
    return replace(actor, grants=taught)


def expired(actor: Actor, roles: Iterable[Role]) -> Refused:
    """Return the refusal that says for which of these roles a training is missing."""
    return Refused("training_expired", name=actor.name, roles=authority_table.names(roles))


def require_fit_for(
    actor: Actor, action: Action, now: datetime, *, site: str, maker: str
) -> None:
    """Refuse what somebody may not do to a journey of this place, or not with what they were taught."""
    if not authority_table.may_at(actor, action, site=site, maker=maker):
        raise Refused("not_found")
    if not authority_table.may_at(fit(actor, now), action, site=site, maker=maker):
        raise expired(actor, authority_table.roles(action))


def accepted(actor: Actor) -> bool:
    """Say whether somebody accepted the policy in force."""
    return actor.standing is None or actor.standing.policy == POLICY


def judged(journey: Journey, protocol: Protocol, facts: Facts, now: datetime) -> Facts:
    """Return the attempt with each person in the roles they are trained for. Raises Refused.

    What somebody may not do at all is refused elsewhere, in its own words.
    """
    for signing in facts.signings:
        if not accepted(signing.actor):
            raise Refused("policy_not_accepted", name=signing.actor.name)
    signings = tuple(
        replace(each, actor=_required_fit(journey, protocol, facts, each.actor, now))
        for each in facts.signings
    )
    actor = _required_fit(journey, protocol, facts, facts.actor, now)
    return replace(facts, actor=actor, signings=signings)


def _required_fit(
    journey: Journey, protocol: Protocol, facts: Facts, actor: Actor, now: datetime
) -> Actor:
    taught = fit(actor, now)
    wanted = authority.roles_for(protocol, facts)
    if authority.held(actor, wanted, journey, facts) and not authority.held(
        taught, wanted, journey, facts
    ):
        raise expired(actor, wanted)
    return taught
