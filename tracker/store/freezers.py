"""Which boxes does a site have, what stands in them, what is kept free, and what did audits find?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from tracker.domain.storage_map import Box
from tracker.store.db import changed, clashing, db, insert_new
from tracker.store.freezer_tables import BoxRow, KeptPlaceRow, StorageAuditRow
from tracker.store.tables import IdentifierRow

PLACE = "place:"


@dataclass(frozen=True)
class Held:
    """What stands in a position, and of which journey."""

    coi: str
    container: str


@dataclass(frozen=True)
class Kept:
    """A position kept for cells that will come back."""

    place: str
    coi: str
    site: str
    staff_id: str
    at: datetime


@dataclass(frozen=True)
class Walk:
    """One audit of a tank, as it was recorded."""

    id: int
    at: datetime
    site: str
    tank: str
    staff_id: str
    staff_name: str
    result: dict[str, Any]


def boxes(site: str) -> tuple[Box, ...]:
    """Return the boxes of a site, by tank, rack and box."""
    columns = (BoxRow.site, BoxRow.tank, BoxRow.rack, BoxRow.box, BoxRow.places)
    order = (BoxRow.tank, BoxRow.rack, BoxRow.box)
    rows = db.session.execute(select(*columns).where(BoxRow.site == site).order_by(*order))
    return tuple(Box(*row) for row in rows)


def add(box: Box) -> bool:
    """Add a box to the map; say whether it was new."""
    values = {"tank": box.tank, "rack": box.rack, "box": box.box, "places": box.places}
    return insert_new(BoxRow, {"site": box.site, **values})


def remove(box: Box) -> bool:
    """Take a box off the map; say whether it was there."""
    tank = (BoxRow.site == box.site, BoxRow.tank == box.tank)
    key = (*tank, BoxRow.rack == box.rack, BoxRow.box == box.box)
    return changed(delete(BoxRow).where(*key)) == 1


def held(prefix: str) -> dict[str, Held]:
    """Return what stands in every position whose name begins with `prefix`."""
    rows = db.session.execute(
        select(IdentifierRow.value, IdentifierRow.coi, IdentifierRow.what)
        .where(IdentifierRow.value.startswith(PLACE + prefix, autoescape=True))
        .order_by(IdentifierRow.value)
    )
    return {row.value[len(PLACE) :]: Held(row.coi, row.what) for row in rows}


def keep(kept: Kept) -> None:
    """Keep a position for a journey. Raises Clash where somebody else has it."""
    with clashing():
        db.session.execute(insert(KeptPlaceRow).values(**vars(kept)))


def free(place: str, coi: str = "") -> None:
    """Let a position go again (of one journey, when named)."""
    query = delete(KeptPlaceRow).where(KeptPlaceRow.place == place)
    db.session.execute(query.where(KeptPlaceRow.coi == coi) if coi else query)


def free_all(coi: str) -> None:
    """Let every position go that was kept for a journey."""
    db.session.execute(delete(KeptPlaceRow).where(KeptPlaceRow.coi == coi))


def kept(site: str) -> dict[str, Kept]:
    """Return what is kept at a site, by position."""
    return {one.place: one for one in _kept(KeptPlaceRow.site == site)}


def kept_among(places: Iterable[str]) -> dict[str, str]:
    """Return the journey each of these positions is kept for."""
    return {one.place: one.coi for one in _kept(KeptPlaceRow.place.in_(sorted(places)))}


def kept_for(coi: str) -> tuple[str, ...]:
    """Return the positions kept for a journey."""
    return tuple(one.place for one in _kept(KeptPlaceRow.coi == coi))


def record(walk: Walk, request_id: str) -> int:
    """Keep an audit for ever, once for each request; return its number."""
    number = answered(request_id)
    if number is None:
        values = {name: value for name, value in vars(walk).items() if name != "id"}
        made = insert(StorageAuditRow).values(**values, request_id=request_id)
        number = db.session.execute(made.returning(StorageAuditRow.id)).scalar_one()
    return number


def answered(request_id: str) -> int | None:
    """Return the number of the audit that a request recorded before, if it did."""
    query = select(StorageAuditRow.id).where(StorageAuditRow.request_id == request_id)
    number: int | None = db.session.scalar(query)
    return number


def audits(site: str, *, tank: str = "", limit: int = 10) -> tuple[Walk, ...]:
    """Return the latest audits of a site (of one tank, when named), newest first."""
    query = _WALK.where(StorageAuditRow.site == site)
    if tank:
        query = query.where(StorageAuditRow.tank == tank)
    rows = db.session.execute(query.order_by(StorageAuditRow.id.desc()).limit(limit))
    return tuple(Walk(*row) for row in rows)


def audit(number: int) -> Walk | None:
    """Return one audit."""
    row = db.session.execute(_WALK.where(StorageAuditRow.id == number)).first()
    return Walk(*row) if row else None


_WALK = select(
    StorageAuditRow.id,
    StorageAuditRow.at,
    StorageAuditRow.site,
    StorageAuditRow.tank,
    StorageAuditRow.staff_id,
    StorageAuditRow.staff_name,
    StorageAuditRow.result,
)


def _kept(condition: Any) -> tuple[Kept, ...]:  # noqa: ANN401 - any condition of SQLAlchemy's
    columns = (KeptPlaceRow.place, KeptPlaceRow.coi, KeptPlaceRow.site)
    query = select(*columns, KeptPlaceRow.staff_id, KeptPlaceRow.at).where(condition)
    return tuple(Kept(*row) for row in db.session.execute(query.order_by(KeptPlaceRow.place)))
