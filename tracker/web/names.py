"""How does the name of a person stand on a page, whichever way its letters run?

A name read from the right draws the figures after it to its other side: `born 1961` beside such a name
could be read as another's. So each is isolated from what stands around it (UAX #9, section 2.4).
"""

from __future__ import annotations

from markupsafe import Markup


def person(name: str) -> Markup:
    """Return a name for a page: its own direction, and broken where the screen ends."""
    return Markup("<bdi>{}</bdi>").format(name)


def isolated(name: str) -> str:
    """Return a name to stand within a sentence, where no mark-up may."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
