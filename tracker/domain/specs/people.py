"""Who may be asked: the roles of the staff, by the short names the tables of kinds use."""

from __future__ import annotations

from typing import Final

from tracker.domain.kinds import Role

NURSE, TECH, COURIER = Role.APHERESIS_NURSE, Role.CELL_LAB_TECH, Role.COURIER
LIAISON, PLANT, DESK = Role.LAB_LIAISON, Role.MANUFACTURER_QA, Role.COORDINATOR
DOCTOR, BEDSIDE, FINANCE = Role.PHYSICIAN, Role.INFUSION_NURSE, Role.FINANCE
QUALITY, PARTNER = Role.QA, Role.PARTNER

STAFF: Final = (NURSE, TECH, COURIER, LIAISON, PLANT, DESK, DOCTOR, BEDSIDE, FINANCE, QUALITY)
HANDLERS: Final = (NURSE, TECH, COURIER, LIAISON, PLANT, BEDSIDE)
