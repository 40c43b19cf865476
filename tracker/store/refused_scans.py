"""Which scans were refused where no journey could keep them? Append-only near misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select

from tracker.store.db import db
from tracker.store.tables import RefusedScanRow

LONGEST: Final = 500
"""A scanner held on a key can send any length; its beginning says what it was."""


@dataclass(frozen=True)
class RefusedScan:
    """What was scanned, by whom and where, and the code of the refusal."""

    at: datetime
    staff_id: str
    site: str
    raw: str
    code: str
    request_id: str


def keep(scan: RefusedScan) -> None:
    """Keep a refused scan."""
    values = {
        **asdict(scan),
        "raw": scan.raw[:LONGEST].replace("\0", "\N{REPLACEMENT CHARACTER}"),
    }
    db.session.execute(insert(RefusedScanRow).values(**values))


def recent(sites: Sequence[str] | None, *, limit: int = 200) -> tuple[RefusedScan, ...]:
    """Return the latest refused scans at these sites; None means everywhere."""
    columns = (RefusedScanRow.at, RefusedScanRow.staff_id, RefusedScanRow.site)
    more = (RefusedScanRow.raw, RefusedScanRow.code, RefusedScanRow.request_id)
    query = select(*columns, *more).order_by(RefusedScanRow.at.desc(), RefusedScanRow.id.desc())
    if sites is not None:
        query = query.where(RefusedScanRow.site.in_(sites))
    return tuple(RefusedScan(*row) for row in db.session.execute(query.limit(limit)))
