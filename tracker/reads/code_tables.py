"""What does a code mean at a site, by the table it loaded, and which tables are loaded?"""

from __future__ import annotations

from tracker.domain.code_tables import Table
from tracker.domain.isbt128 import DonationNumber, ProductCode
from tracker.store import code_tables
from tracker.store.code_tables import Load

every = code_tables.every

__all__ = ["Load", "every", "facility", "in_use", "place", "places", "product"]


def in_use() -> tuple[Load, ...]:
    """Return the latest load of each table of each site."""
    newest: dict[tuple[str, str], Load] = {}
    for load in every():
        newest.setdefault((load.site, load.kind), load)
    return tuple(sorted(newest.values(), key=lambda load: (load.site, load.kind)))


def product(site: str, code: str) -> str:
    """Return the site's words for a product code of 8 characters; "" where it has none."""
    description = ProductCode.of(code).description
    return code_tables.text(site, Table.PRODUCTS.value, description)


def facility(site: str, din: str) -> str:
    """Return the site's name for the facility that gave a donation its number, or ""."""
    return code_tables.text(site, Table.FACILITIES.value, DonationNumber.of(din).facility)


def place(site: str, code: str) -> str:
    """Return the site's words for a place of its store room, or ""."""
    return code_tables.text(site, Table.PLACES.value, code)


def places(site: str) -> dict[str, str]:
    """Return every place of the site's store room."""
    return code_tables.rows(site, Table.PLACES.value)
