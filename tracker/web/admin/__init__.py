"""The server room: people, sites and protocols; is the log whole, and what was scanned in vain?"""

from __future__ import annotations

from tracker.web.admin import health, people, protocols, sites
from tracker.web.admin.pages import pages

__all__ = ["health", "pages", "people", "protocols", "sites"]
