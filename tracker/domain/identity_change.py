"""May these two people change who a patient is? Two people, a reason, and no cell moves by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tracker.domain import authority_table, second_person, standing
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, Signing
from tracker.domain.refused import Refused

WHY: Final = ("mistyped", "name changed", "two records of one person", "proof of identity seen")
"""Reasons are chosen, not typed: a typed one would soon hold a name."""


PEOPLE: Final = 2
"""How many people change who a patient is."""

ASKED: Final[Mapping[str, Mapping[str, str]]] = {
    "corrected": {
        "name": "the name",
        "birth_date": "the birth date",
        "record_number": "the record number",
    },
    "same person": {"other_number": "the other record number"},
}
"""For each change, what both people write down, each without seeing what the other wrote."""


def require_people(
    actor: Actor,
    signings: tuple[Signing, ...],
    *,
    sites: frozenset[str],
    why: str,
    now: datetime,
) -> None:
    """Refuse unless those who signed so far are different people who may, at every hospital concerned.

    May means what it means for any entry: bound by the policy, in the role, and trained for it today.
    """
    people = [each.actor.id for each in signings]
    if len(set(people)) < len(people):
        raise Refused("second_person_is_first")
    if actor.id not in people:
        raise Refused("signature_not_yours")
    if why not in WHY:
        raise Refused("field_missing", field="why", label="A reason")
    for each in signings:
        _require_may(each.actor, sites, now)


def require_two(signings: tuple[Signing, ...], change: str, first: Mapping[str, str]) -> None:
    """Refuse unless two signed, and the second, asked apart, wrote the patient as the first did."""
    if len(signings) < PEOPLE:
        raise Refused("signature_missing", needed=PEOPLE, given=len(signings))
    for each in signings[1:]:
        second_person.require_same_words(ASKED[change], first, each.answers or {})


def _require_may(actor: Actor, sites: frozenset[str], now: datetime) -> None:
    if not standing.accepted(actor):
        raise Refused("policy_not_accepted", name=actor.name)
    roles, taught = authority_table.roles(Action.CORRECT_IDENTITY), standing.fit(actor, now)
    for site in sites:
        if not authority_table.may_at(actor, Action.CORRECT_IDENTITY, site=site, maker=""):
            names = authority_table.names(roles)
            raise Refused("signer_not_allowed", name=actor.name, roles=names)
        if not authority_table.may_at(taught, Action.CORRECT_IDENTITY, site=site, maker=""):
            raise standing.expired(actor, roles)
