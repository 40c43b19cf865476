"""Which pages does the patient have? They lie under /my."""

from __future__ import annotations

from tracker.web.patient import messages, visit
from tracker.web.patient.pages import pages

__all__ = ["messages", "pages", "visit"]
