"""What stands on a staff badge and on the labels of the store room, and how are they printed?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import labels
from tracker.domain import symbols
from tracker.domain.events import SiteRules
from tracker.domain.isbt128 import TEST_FACILITIES, StaffMember
from tracker.web import prints

FORMS: Final[dict[str, labels.Form]] = {
    "svg": "svg",
    "pdf": "pdf",
    "zpl": "zpl203",
    "zpl300": "zpl300",
}
"""What an address ends in, and the file it gives."""


def notice(site: SiteRules) -> str:
    """Return what a label says as long as its site has no facility number of its own."""
    return "TEST FACILITY NUMBER" if site.fin in TEST_FACILITIES else ""


def badge(
    name: str, roles: Iterable[str], member: StaffMember, site: SiteRules
) -> labels.Label:
    """Return the badge of one person at one hospital."""
    return labels.StaffBadge(
        code128=member.encode(),
        name=name,
        role=", ".join(role.replace("_", " ").capitalize() for role in roles),
        number=f"{member.facility} {member.member}",
        facility=site.name,
        notice=notice(site),
    )


def place(code: str, name: str, site: SiteRules) -> labels.Label:
    """Return the large label of a room, tank, rack or box."""
    symbol = symbols.place_symbol(code)
    return labels.PlaceLabel(
        code128=symbol, place=symbol, name=name, facility=site.name, notice=notice(site)
    )


def position(code: str, name: str, site: SiteRules) -> labels.Label:
    """Return the small label of one position in a rack or box."""
    symbol = symbols.place_symbol(code)
    return labels.PositionLabel(
        symbol=symbol, place=symbol, name=name, facility=site.name, notice=notice(site)
    )


def printed(many: tuple[labels.Label, ...], form: str, paper: str) -> bytes:
    """Return labels of one size: a PDF sheet, one ZPL job after the other, or the first as SVG."""
    kind = FORMS[form]
    match kind:
        case "pdf":
            return prints.sheet(many, paper)
        case "svg":
            return prints.drawn(many[0], kind)
        case _:
            return b"".join(prints.drawn(label, kind) for label in many)
