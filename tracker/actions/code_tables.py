"""How does a site's own table of codes come in: whole, or not at all, and kept with who did it?"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import code_tables as domain
from tracker.domain.code_tables import Table
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, code_tables, sites
from tracker.store.code_tables import Load
from tracker.store.db import db, writing

LARGEST: Final = 4_000_000
LONGEST_EDITION: Final = 100


@dataclass(frozen=True)
class Wish:
    """Which file shall become which table of which site; `edition` names the licensed copy."""

    site: str
    kind: str
    edition: str
    content: bytes


def faults(wish: Wish) -> tuple[str, ...]:
    """Return a sentence for each line at fault; nothing where the file can be loaded."""
    return domain.read(_named(wish)[0], wish.content).faults


def load(by: Actor, wish: Wish, now: datetime) -> int:
    """Load a table and return its version. Raises Refused where one line is at fault."""
    table, edition = _named(wish)
    found = domain.read(table, wish.content)
    if found.faults:
        count, first = len(found.faults), found.faults[0]
        raise Refused("code_table_faulty", field="file", count=count, first=first)
    digest = hashlib.sha256(wish.content).hexdigest()
    writing()
    kept = Load(
        site=wish.site,
        kind=table.value,
        edition=edition,
        digest=digest,
        loaded_by=by.id,
        loaded_at=now,
    )
    version = code_tables.add(kept, found.rows)
    what = f"table loaded {wish.site} {table.value} {version}"
    access.looked(access.Look(now, by.id, what, "", secrets.token_hex(8)))
    db.session.commit()
    return version


def _named(wish: Wish) -> tuple[Table, str]:
    if sites.rules(wish.site) is None:
        raise Refused("unknown_site", site=wish.site)
    if wish.kind not in {table.value for table in Table}:
        choices = ", ".join(Table)
        raise Refused("field_choice", field="kind", label="The table", choices=choices)
    edition = wish.edition.strip()
    if not edition or len(edition) > LONGEST_EDITION or not edition.isprintable():
        expected = f"printable text of at most {LONGEST_EDITION} characters"
        raise Refused("field_type", field="edition", label="The edition", expected=expected)
    if len(wish.content) > LARGEST:
        expected = f"at most {LARGEST // 1_000_000} MB"
        raise Refused("field_type", field="file", label="The file", expected=expected)
    return Table(wish.kind), edition
