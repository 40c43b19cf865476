"""The laboratory desk: what do ten makers say about a hundred journeys, and what follows from it?"""

from __future__ import annotations

from tracker.web.liaison import board, disposition, journey, receipt, results
from tracker.web.liaison.pages import pages

__all__ = ["board", "disposition", "journey", "pages", "receipt", "results"]
