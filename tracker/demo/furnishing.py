"""What does a hospital of the demonstration have besides people: its tables of codes, and badges?

All of it is made up: test facility numbers, and product codes of the range meant for local use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tracker.demo import cast
from tracker.demo.hospital import TANK
from tracker.demo.people import RACKS, Account
from tracker.domain.code_tables import HEADER, Table
from tracker.domain.events import Actor, SiteRules
from tracker.store import badges, code_tables
from tracker.store.badges import Badge
from tracker.store.code_tables import Load

EDITION: Final = "Made up for the demonstration"
PRODUCTS: Final = {
    "DA001": "EXAMPLE T CELLS, APHERESIS",
    "DA002": "EXAMPLE T CELLS, APHERESIS, CRYOPRESERVED",
    "DA003": "EXAMPLE CAR T CELLS, CRYOPRESERVED",
    "DB001": "EXAMPLE T CELLS, APHERESIS, FRESH",
    "DB002": "EXAMPLE T CELLS, APHERESIS, PART",
    "DB003": "EXAMPLE CAR T CELLS, CRYOPRESERVED",
}


def furnish(accounts: Mapping[str, Account], now: datetime) -> None:
    """Keep each hospital's tables, and a badge for everyone who works there."""
    admin = accounts[cast.ADMIN.username].actor.id
    for site in cast.SITES:
        for table, rows in _tables(site).items():
            digest = hashlib.sha256(_file(rows)).hexdigest()
            load = Load(
                site=site.code,
                kind=table.value,
                edition=EDITION,
                digest=digest,
                loaded_by=admin,
                loaded_at=now,
            )
            code_tables.add(load, rows)
    fins = {site.code: site.fin for site in cast.SITES}
    for account in accounts.values():
        if hospital := _hospital(account.actor):
            fin = fins[hospital]
            number = badges.next_member(fin)
            badges.add(Badge(account.actor.id, hospital, fin, number, admin, now))


def _tables(site: SiteRules) -> dict[Table, Mapping[str, str]]:
    racks = range(1, RACKS + 1)
    return {
        Table.FACILITIES: {each.fin: f"Example facility {each.name}" for each in cast.SITES},
        Table.PRODUCTS: PRODUCTS,
        Table.PLACES: {
            f"{site.code}-{TANK}": f"Example tank {TANK}",
            **{
                f"{site.code}-{TANK}-R{rack}": f"Example tank {TANK}, rack {rack}"
                for rack in racks
            },
        },
    }


def _file(rows: Mapping[str, str]) -> bytes:
    """Return a table as the file a site would load."""
    lines = [",".join(HEADER), *(f'{code},"{text}"' for code, text in rows.items())]
    return "\n".join(lines).encode()


def _hospital(actor: Actor) -> str:
    """Return the first hospital somebody works at, "" for those of a plant and a courier."""
    codes = {site.code for site in cast.SITES}
    return next((grant.place for grant in actor.grants if grant.place in codes), "")
