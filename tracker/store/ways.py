"""Where is each appointment of a site: which campus, which building, which door?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from tracker.store.db import db
from tracker.store.way_tables import WayRow

Ways = Mapping[str, Mapping[str, str]]
"""For each kind of appointment its way, by language."""


def save(site: str, ways: Ways) -> None:
    """Keep the ways of a site as given; what is not given is forgotten."""
    db.session.execute(delete(WayRow).where(WayRow.site == site))
    for appointment, texts in ways.items():
        for language, text in texts.items():
            row = {"site": site, "appointment": appointment, "language": language}
            db.session.execute(insert(WayRow).values(**row, text=text))


def of(site: str) -> Ways:
    """Return the ways of a site; nothing for an appointment whose way nobody wrote down."""
    found: dict[str, dict[str, str]] = {}
    query = select(WayRow.appointment, WayRow.language, WayRow.text).where(WayRow.site == site)
    for appointment, language, text in db.session.execute(query.order_by(WayRow.language)):
        found.setdefault(appointment, {})[language] = text
    return found
