"""Which pages do a patient and their caregivers have? They lie under /my."""

from __future__ import annotations

from tracker.web.patient import caregivers, entering, messages, trouble, visit, ways_in
from tracker.web.patient.pages import PLACE, pages

__all__ = [
    "PLACE",
    "caregivers",
    "entering",
    "messages",
    "pages",
    "trouble",
    "visit",
    "ways_in",
]
