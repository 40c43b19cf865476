"""What does a person call the browser they use? By its name and where it runs, not by its version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
"""In this order: most browsers also carry the names of those that follow."""

SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """A browser and what it runs on; "" where it does not say."""

    kind: str
    system: str

    @property
    def name(self) -> str:
        """Return both, as people say them: "Chrome, Android"."""
        return ", ".join(part for part in (self.kind, self.system) if part)


def of(agent: str) -> Browser:
    """Return the browser behind what a browser says of itself (RFC 9110, 10.1.5)."""
    return Browser(_first(KINDS, agent), _first(SYSTEMS, agent))


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in known if mark in agent), "")
