"""Which tables of codes has a site loaded, who loaded them when, and what does a code mean there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, insert, select

from tracker.store.db import clashing, db
from tracker.store.tables_of_codes import CodeRow, CodeTableRow


@dataclass(frozen=True, kw_only=True)
class Load:
    """One load of one table: `digest` is that of the file, `edition` what the site calls it."""

    site: str
    kind: str
    version: int = 0
    edition: str
    digest: str
    size: int = 0
    loaded_by: str
    loaded_at: datetime


_COLUMNS = (
    CodeTableRow.site,
    CodeTableRow.kind,
    CodeTableRow.version,
    CodeTableRow.edition,
    CodeTableRow.digest,
    CodeTableRow.size,
    CodeTableRow.loaded_by,
    CodeTableRow.loaded_at,
)


def add(load: Load, rows: Mapping[str, str]) -> int:
    """Keep a whole table as the next version of its site's; return the version."""
    newest = select(func.coalesce(func.max(CodeTableRow.version), 0)).where(
        CodeTableRow.site == load.site, CodeTableRow.kind == load.kind
    )
    version = int(db.session.execute(newest).scalar_one()) + 1
    values = {**vars(load), "version": version, "size": len(rows)}
    with clashing():
        number = db.session.execute(
            insert(CodeTableRow).values(**values).returning(CodeTableRow.id)
        ).scalar_one()
    codes = [{"load": number, "code": code, "text": text} for code, text in rows.items()]
    db.session.execute(insert(CodeRow), codes)
    return version


def every() -> tuple[Load, ...]:
    """Return every load, the latest first."""
    query = select(*_COLUMNS).order_by(CodeTableRow.id.desc())
    return tuple(Load(**row._mapping) for row in db.session.execute(query))  # noqa: SLF001 - SQLAlchemy's name


def text(site: str, kind: str, code: str) -> str:
    """Return what a code means in the site's table in use; "" where it says nothing."""
    query = select(CodeRow.text).where(
        CodeRow.load == _in_use(site, kind), CodeRow.code == code
    )
    return db.session.execute(query).scalar_one_or_none() or ""


def rows(site: str, kind: str) -> dict[str, str]:
    """Return the site's table in use, by code."""
    query = select(CodeRow.code, CodeRow.text).where(CodeRow.load == _in_use(site, kind))
    return {row.code: row.text for row in db.session.execute(query.order_by(CodeRow.code))}


def _in_use(site: str, kind: str) -> ScalarSelect[int]:
    """Name the load with the highest number: numbers never come again, so it is the latest."""
    return (
        select(func.max(CodeTableRow.id))
        .where(CodeTableRow.site == site, CodeTableRow.kind == kind)
        .scalar_subquery()
    )
