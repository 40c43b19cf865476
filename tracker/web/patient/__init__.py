"""Which pages do a patient and their caregivers have? They lie under /my."""

from __future__ import annotations

from tracker.web.patient import caregivers, entering, messages, visit, ways_in
from tracker.web.patient.pages import pages

__all__ = ["caregivers", "entering", "messages", "pages", "visit", "ways_in"]
