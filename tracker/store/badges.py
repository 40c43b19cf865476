"""Which badge does a member of staff wear, and which did they wear before?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from tracker.store.db import clashing, db
from tracker.store.tables_of_codes import BadgeRow


@dataclass(frozen=True)
class Badge:
    """A staff number as structure 020 carries it: facility and six characters, never given twice."""

    staff_id: str
    site: str
    fin: str
    member: str
    issued_by: str
    issued_at: datetime


_COLUMNS = (
    BadgeRow.staff_id,
    BadgeRow.site,
    BadgeRow.fin,
    BadgeRow.member,
    BadgeRow.issued_by,
    BadgeRow.issued_at,
)


def next_member(fin: str) -> str:
    """Return the staff number after the last one this facility gave."""
    query = select(func.count()).select_from(BadgeRow).where(BadgeRow.fin == fin)
    return f"{db.session.execute(query).scalar_one() + 1:06}"


def add(badge: Badge) -> None:
    """Keep a badge. Raises Clash when somebody else took its number in the same moment."""
    with clashing():
        db.session.execute(insert(BadgeRow).values(**vars(badge)))


def of(staff_id: str) -> tuple[Badge, ...]:
    """Return the badges of one person, the one in use first."""
    query = select(*_COLUMNS).where(BadgeRow.staff_id == staff_id).order_by(BadgeRow.id.desc())
    return tuple(Badge(*row) for row in db.session.execute(query))


def worn_by(fin: str, member: str) -> str | None:
    """Return who wears this badge now; a badge that another replaced is nobody's."""
    this = (BadgeRow.fin == fin, BadgeRow.member == member)
    given_to = db.session.execute(select(BadgeRow.staff_id).where(*this)).scalar()
    worn = of(given_to)[0] if given_to else None
    return given_to if worn and (worn.fin, worn.member) == (fin, member) else None
