"""Which role may do what, and where? The whole table; whatever is not in it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tracker.domain.events import Actor, Grant
from tracker.domain.kinds import Kind, Role
from tracker.domain.specs import SPECS

EVERYWHERE: Final = "*"
"""The place of a role that is held at every hospital and plant."""


class Action(StrEnum):
    """What a person does here besides recording; an entry's kind says who may record it."""

    WORK_HERE = "work here"
    SEE_JOURNEYS = "see journeys"
    KNOW_THE_PATIENT = "know the patient"
    STAND_AT_THE_STATION = "stand at the station"
    LOOK_INTO_FREEZERS = "look into freezers"
    KEEP_FREEZERS = "keep freezers"
    STORE = "store"
    WORK_AT_THE_DESK = "work at the laboratory desk"
    PACK = "pack shipments"
    RECEIVE = "receive shipments"
    SEE_DEVICES = "see shippers and loggers"
    KEEP_DEVICES = "keep shippers and loggers"
    COORDINATE = "coordinate"
    PLAN = "plan"
    CORRECT_IDENTITY = "correct a patient's identity"
    ERASE_CONTACT = "erase contact data"
    CHOOSE_MESSAGES = "choose a patient's messages"
    READ_LOOKS = "read who looked"
    READ_SIGNATURES = "read signatures"
    READ_MESSAGES = "read messages"
    CHECK_THE_LOG = "check the log"
    READ_REFUSED_SCANS = "read refused scans"
    CHECK_PROTOCOLS = "check protocols"
    READ_CODE_TABLES = "read code tables"
    READ_CARDS = "read cards of advice"
    LABEL_PLACES = "label places"
    WATCH_THE_DOOR = "watch the door"
    KEEP_PEOPLE = "keep people"
    KEEP_SITES = "keep sites"


class Reach(StrEnum):
    """At which place the role must be held."""

    ANYWHERE = "anywhere"
    HOSPITAL_OR_MAKER = "the journey's hospital or its maker"
    HOSPITAL = "the journey's hospital"


@dataclass(frozen=True)
class Row:
    """The roles that may do one thing, and where they must hold them."""

    roles: frozenset[Role]
    reach: Reach = Reach.ANYWHERE


ALL: Final = frozenset(Role)
PLANNERS: Final = frozenset({Role.COORDINATOR, Role.PHYSICIAN})
TEAM: Final = PLANNERS | {
    Role.APHERESIS_NURSE,
    Role.INFUSION_NURSE,
    Role.CELL_LAB_TECH,
    Role.LAB_LIAISON,
}
"""Those who work with the patient or the cells at the patient's hospital."""

OPENERS: Final = frozenset({Role.CELL_LAB_TECH, Role.LAB_LIAISON, Role.MANUFACTURER_QA})
READERS: Final = frozenset({Role.AUDITOR, Role.QA})
NAMELESS: Final = frozenset({Role.MANUFACTURER_QA, Role.COURIER, Role.PARTNER, Role.ADMIN})
"""Roles that work with identifiers alone."""

TABLE: Final[dict[Action, Row]] = {
    Action.WORK_HERE: Row(ALL),
    Action.SEE_JOURNEYS: Row(ALL - {Role.ADMIN}, Reach.HOSPITAL_OR_MAKER),
    Action.KNOW_THE_PATIENT: Row(ALL - NAMELESS, Reach.HOSPITAL),
    Action.STAND_AT_THE_STATION: Row(ALL - {Role.ADMIN, Role.FINANCE, Role.PARTNER}),
    Action.LOOK_INTO_FREEZERS: Row(READERS | {Role.CELL_LAB_TECH}, Reach.HOSPITAL),
    Action.KEEP_FREEZERS: Row(frozenset({Role.CELL_LAB_TECH}), Reach.HOSPITAL),
    Action.STORE: Row(frozenset(SPECS[Kind.STORED].roles), Reach.HOSPITAL_OR_MAKER),
    Action.WORK_AT_THE_DESK: Row(
        frozenset({Role.LAB_LIAISON, Role.MANUFACTURER_QA, Role.QA}),
    ),
    Action.PACK: Row(OPENERS),
    Action.RECEIVE: Row(OPENERS | {Role.QA}),
    Action.SEE_DEVICES: Row(OPENERS | READERS),
    Action.KEEP_DEVICES: Row(OPENERS | {Role.QA}),
    Action.COORDINATE: Row(PLANNERS | {Role.FINANCE}),
    Action.PLAN: Row(PLANNERS, Reach.HOSPITAL),
    Action.CORRECT_IDENTITY: Row(PLANNERS, Reach.HOSPITAL),
    Action.ERASE_CONTACT: Row(PLANNERS, Reach.HOSPITAL),
    Action.CHOOSE_MESSAGES: Row(PLANNERS, Reach.HOSPITAL),
    Action.READ_LOOKS: Row(TEAM | READERS, Reach.HOSPITAL),
    Action.READ_SIGNATURES: Row(READERS, Reach.HOSPITAL),
    Action.READ_MESSAGES: Row(frozenset({Role.COORDINATOR, Role.ADMIN, Role.AUDITOR})),
    Action.CHECK_THE_LOG: Row(READERS | {Role.ADMIN}),
    Action.READ_REFUSED_SCANS: Row(READERS),
    Action.CHECK_PROTOCOLS: Row(READERS | {Role.ADMIN}),
    Action.READ_CODE_TABLES: Row(READERS | {Role.ADMIN}),
    Action.READ_CARDS: Row(READERS | {Role.ADMIN}),
    Action.LABEL_PLACES: Row(
        frozenset({Role.CELL_LAB_TECH, Role.LAB_LIAISON, Role.APHERESIS_NURSE})
    ),
    Action.WATCH_THE_DOOR: Row(frozenset({Role.ADMIN, Role.AUDITOR})),
    Action.KEEP_PEOPLE: Row(frozenset({Role.ADMIN})),
    Action.KEEP_SITES: Row(frozenset({Role.ADMIN})),
}
"""An administrator keeps people and places, and sees no journey and no patient."""


UNTRAINED_MAY: Final = frozenset({Role.ADMIN, Role.AUDITOR, Role.PARTNER})
"""Roles that handle no cells and sign no release with their own hands: they need no training here."""


APART: Final = frozenset({Role.ADMIN, Role.PARTNER})
"""Roles that are held alone: who keeps accounts signs nothing, and a machine is no person."""


def apart(held: Iterable[Grant]) -> bool:
    """Say whether roles may be held by one account: those of `APART` only by themselves."""
    found = {grant.role for grant in held}
    return len(found) <= 1 or not found & APART


def is_machine(held: Iterable[Grant]) -> bool:
    """Say whether an account is a machine's: it acts for a partner, and for nobody else."""
    return {grant.role for grant in held} == {Role.PARTNER}


def recorders(kind: Kind) -> Row:
    """Return who may record a kind of entry; a milestone of a protocol may name its own roles."""
    return Row(frozenset(SPECS[kind].roles), Reach.HOSPITAL_OR_MAKER)


def roles(action: Action) -> frozenset[Role]:
    """Return the roles that may do this somewhere; none for what is not in the table."""
    row = TABLE.get(action)
    return row.roles if row else frozenset()


def may(actor: Actor, action: Action) -> bool:
    """Say whether a person holds one of the roles for this, anywhere."""
    return any(grant.role in roles(action) for grant in actor.grants)


def may_at(actor: Actor, action: Action, *, site: str, maker: str) -> bool:
    """Say whether a person may do this to a journey of this hospital and this maker."""
    return bool(places(actor, action) & _reached(action, site=site, maker=maker))


def places(actor: Actor, action: Action) -> set[str]:
    """Return where a person may do this."""
    allowed = roles(action)
    return {grant.place for grant in actor.grants if grant.role in allowed}


def _reached(action: Action, *, site: str, maker: str) -> set[str]:
    match TABLE[action].reach:
        case Reach.HOSPITAL:
            return {site, EVERYWHERE}
        case Reach.HOSPITAL_OR_MAKER:
            return {site, maker, EVERYWHERE}
        case Reach.ANYWHERE:
            return {site, maker, EVERYWHERE}


def names(wanted: Iterable[Role]) -> str:
    """Return roles in the table's order, as people read them."""
    chosen = set(wanted)
    return ", ".join(role.value.replace("_", " ") for role in Role if role in chosen)
