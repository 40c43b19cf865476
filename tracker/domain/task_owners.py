"""Whose is a task? Who plans looks after all of a hospital's; some are as much somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracker.domain import overdue
from tracker.domain.authority_table import PLANNERS
from tracker.domain.kinds import Role
from tracker.domain.protocol import Milestone
from tracker.domain.specs import SPECS
from tracker.domain.visit_tasks import CHECK_INSURANCE

BENCH: Final = frozenset(
    {Role.CELL_LAB_TECH, Role.LAB_LIAISON, Role.APHERESIS_NURSE, Role.INFUSION_NURSE}
)
"""Those who hold cells at the hospital: what stands about, or waits for an answer, is theirs to end."""

ALSO: Final[Mapping[str, frozenset[Role]]] = {
    CHECK_INSURANCE: frozenset({Role.FINANCE}),
    **dict.fromkeys(overdue.AT_THE_BENCH, BENCH),
}


def owners(kind: str, late: Milestone | None = None) -> frozenset[Role]:
    """Return the roles that look after a task; a milestone that is late is theirs who may reach it."""
    if late is not None:
        return PLANNERS | frozenset(late.roles or (SPECS[late.on].roles if late.on else ()))
    return PLANNERS | ALSO.get(kind, frozenset())
