"""The server room: people, sites and protocols; is the log whole, and what was scanned in vain?"""

from __future__ import annotations

from tracker.web.admin import (
    badges,
    cards,
    code_tables,
    entry_watch,
    health,
    loggers,
    people,
    protocols,
    refused_scans,
    sites,
    ways,
)
from tracker.web.admin.pages import pages

__all__ = [
    "badges",
    "cards",
    "code_tables",
    "entry_watch",
    "health",
    "loggers",
    "pages",
    "people",
    "protocols",
    "refused_scans",
    "sites",
    "ways",
]
