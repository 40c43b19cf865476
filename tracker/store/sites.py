"""How does each hospital work, how is it reached, and which manufacturers are there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, select, update

from tracker.domain.events import SiteRules
from tracker.store import closures, public_holidays
from tracker.store.db import db, insert_new
from tracker.store.tables import MakerRow, SiteRow


@dataclass(frozen=True)
class Contact:
    """How patients reach a site. A number that nobody has verified is marked as such."""

    phone: str = ""
    phone_verified: bool = False
    phone_hours: str = ""
    address: str = ""


def save(rules: SiteRules, contact: Contact) -> None:
    """Keep a site as given, new or changed."""
    values = {
        "name": rules.name,
        "fin": rules.fin,
        "zone": rules.zone,
        "rules": _to_json(rules),
        "phone": contact.phone,
        "phone_verified": contact.phone_verified,
        "phone_hours": contact.phone_hours,
        "address": contact.address,
    }
    if not insert_new(SiteRow, {"code": rules.code, **values}):
        db.session.execute(update(SiteRow).where(SiteRow.code == rules.code).values(**values))


def rules(code: str) -> SiteRules | None:
    """Return how a site works."""
    row = db.session.execute(_SITE.where(SiteRow.code == code)).first()
    return _from_row(row, closures.of(code)) if row else None


def contact(code: str) -> Contact | None:
    row = db.session.execute(
        select(
            SiteRow.phone, SiteRow.phone_verified, SiteRow.phone_hours, SiteRow.address
        ).where(SiteRow.code == code)
    ).first()
    return Contact(*row) if row else None


def everywhere() -> tuple[SiteRules, ...]:
    """Return every site, by code."""
    closed = closures.by_site()
    rows = db.session.execute(_SITE.order_by(SiteRow.code))
    return tuple(_from_row(row, closed.get(row.code, ())) for row in rows)


def save_maker(code: str, name: str) -> None:
    if not insert_new(MakerRow, {"code": code, "name": name}):
        db.session.execute(update(MakerRow).where(MakerRow.code == code).values(name=name))


def makers() -> dict[str, str]:
    """Return the name of each manufacturer, by code."""
    rows = db.session.execute(select(MakerRow.code, MakerRow.name).order_by(MakerRow.code))
    return {row.code: row.name for row in rows}


SINCE_CAPACITY: Final = (
    "chairs",
    "beds",
    "bed_nights",
    "thaws_per_day",
    "country",
    "subdivision",
    "chemotherapy_on_holidays",
    "infusions_before_long_weekends",
    "caregiver_days",
)
"""What sites saved by an earlier version do not have: the defaults hold for them."""

_SITE = select(SiteRow.code, SiteRow.name, SiteRow.fin, SiteRow.zone, SiteRow.rules)


def _to_json(site: SiteRules) -> dict[str, Any]:
    return {
        "infusion_weekdays": sorted(site.infusion_weekdays),
        "chemotherapy_weekdays": sorted(site.chemotherapy_weekdays),
        "infusions_per_day": site.infusions_per_day,
        "max_fresh_hold_hours": site.max_fresh_hold_hours,
        "chemotherapy_opens_on": site.chemotherapy_opens_on,
        "notice_days": site.notice_days,
        "travel_days": site.travel_days,
        "stay_near_days": site.stay_near_days,
        "no_driving_days": site.no_driving_days,
        "call_within_days": site.call_within_days,
        "answer_offer_minutes": site.answer_offer_minutes,
        "courier_wait_minutes": site.courier_wait_minutes,
        "closed_days": sorted(day.isoformat() for day in site.closed_days),
        **{name: getattr(site, name) for name in SINCE_CAPACITY},
    }


def _from_row(
    row: Row[str, str, str, str, dict[str, Any]], closed: Iterable[closures.Kept]
) -> SiteRules:
    code, name, fin, zone, stored = row
    fields = dict(stored)
    for weekdays in ("infusion_weekdays", "chemotherapy_weekdays"):
        fields[weekdays] = frozenset(fields[weekdays])
    fields["closed_days"] = frozenset(date.fromisoformat(day) for day in fields["closed_days"])
    days = public_holidays.of(fields.get("country", ""), fields.get("subdivision", ""))
    return SiteRules(
        code=code,
        name=name,
        fin=fin,
        zone=zone,
        holidays=days,
        closures=tuple(kept.closure for kept in closed),
        **fields,
    )
