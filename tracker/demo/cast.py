"""Who works in the demonstration, where, and as what?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.domain.events import Grant, SiteRules
from tracker.domain.kinds import Role


@dataclass(frozen=True)
class Member:
    """One person of the cast; `at_plant` holds the role at every plant, not at the hospitals."""

    username: str
    name: str
    role: Role
    at_plant: bool = False


STAFF: Final = (
    Member("nora", "Nora Berg", Role.APHERESIS_NURSE),
    Member("noel", "Noel Okafor", Role.APHERESIS_NURSE),
    Member("theo", "Theo Lindqvist", Role.CELL_LAB_TECH),
    Member("tess", "Tess Alvarado", Role.CELL_LAB_TECH),
    Member("lena", "Lena Fischer", Role.LAB_LIAISON),
    Member("cora", "Cora Whitfield", Role.COORDINATOR),
    Member("dana", "Dana Osei", Role.PHYSICIAN),
    Member("fay", "Fay Romero", Role.FINANCE),
    Member("quinn", "Quinn Halloran", Role.QA),
    Member("ines", "Ines Duarte", Role.INFUSION_NURSE),
    Member("ivan", "Ivan Petrov", Role.INFUSION_NURSE),
    Member("max", "Max Brandt", Role.MANUFACTURER_QA, at_plant=True),
    Member("mia", "Mia Tanaka", Role.MANUFACTURER_QA, at_plant=True),
)
"""One member per role and a second where two people sign. They work at every site of the demonstration."""

COURIER: Final = Member("cal", "Cal Moreno", Role.COURIER)
AUDITOR: Final = Member("olga", "Olga Stern", Role.AUDITOR)
ADMIN: Final = Member("ada", "Ada Novak", Role.ADMIN)

EVERYONE: Final = (*STAFF, COURIER, AUDITOR, ADMIN)

MAKERS: Final = {
    "NORTHLIGHT": "Northlight Cells (example)",
    "HARBOR": "Harbor Therapeutics (example)",
}

SITES: Final = (
    SiteRules(
        code="RST",
        name="Rochester",
        fin="A9990",
        zone="America/Chicago",
        max_fresh_hold_hours=48,
        chemotherapy_weekdays=frozenset(range(7)),
    ),
    SiteRules(
        code="PHX",
        name="Phoenix and Scottsdale",
        fin="A9991",
        zone="America/Phoenix",
        max_fresh_hold_hours=48,
    ),
    SiteRules(
        code="JAX",
        name="Jacksonville",
        fin="A9992",
        zone="America/New_York",
        max_fresh_hold_hours=48,
        infusion_weekdays=frozenset(range(7)),
    ),
)
"""Three sites in three time zones; one of them keeps no daylight saving time. Test facility numbers.

Only one gives cells on every day of the week.
"""


def grants(member: Member) -> tuple[Grant, ...]:
    """Return what a member of the cast may act as: at every site, or at every plant."""
    if member in {COURIER, AUDITOR, ADMIN}:
        return (Grant(member.role, "*"),)
    hospitals = () if member.at_plant else tuple(site.code for site in SITES)
    plants = tuple(MAKERS) if member.at_plant or member.role is Role.LAB_LIAISON else ()
    return tuple(Grant(member.role, place) for place in (*hospitals, *plants))
