"""How does a hospital work, and how is it reached? What an administrator sets for each site."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from tracker.domain.events import Actor, SiteRules
from tracker.domain.refused import Refused
from tracker.store import access, sites
from tracker.store.db import db, writing

CODE: Final = re.compile(r"[A-Z0-9]{2,12}")
FIN: Final = re.compile(r"[A-NP-Z1-9][A-NP-Z0-9]{2}[0-9]{2}")
OPENERS: Final = ("released", "shipped", "received")
HIGHEST: Final = {
    "infusions_per_day": (1, 50),
    "max_fresh_hold_hours": (1, 240),
    "notice_days": (0, 60),
    "travel_days": (0, 60),
    "stay_near_days": (0, 365),
    "no_driving_days": (0, 365),
}
"""Beyond these a figure is a typing error."""


def save(by: Actor, rules: SiteRules, contact: sites.Contact, now: datetime) -> None:
    """Keep a site as given, new or changed. Raises Refused naming the first figure at fault."""
    _require_names(rules)
    _require_figures(rules)
    writing()
    sites.save(rules, contact)
    access.looked(access.Look(now, by.id, f"site saved {rules.code}", "", secrets.token_hex(8)))
    db.session.commit()


def _require_names(rules: SiteRules) -> None:
    faults = (
        ("code", "The code", CODE.fullmatch(rules.code), "2 to 12 capital letters or digits"),
        ("name", "The name", rules.name.strip() and rules.name.isprintable(), "printable text"),
        ("fin", "The facility number", FIN.fullmatch(rules.fin), "five characters, as A9990"),
        ("zone", "The time zone", rules.zone in available_timezones(), "as America/Chicago"),
    )
    for field, label, right, expected in faults:
        if not right:
            raise Refused("field_type", field=field, label=label, expected=expected)
    if rules.chemotherapy_opens_on not in OPENERS:
        choices = ", ".join(OPENERS)
        label = "What opens chemotherapy"
        raise Refused(
            "field_choice", field="chemotherapy_opens_on", label=label, choices=choices
        )
    if not rules.infusion_weekdays:
        raise Refused("field_missing", field="infusion_weekdays", label="A day for infusions")


def _require_figures(rules: SiteRules) -> None:
    for name, (low, high) in HIGHEST.items():
        value = getattr(rules, name)
        if value is not None and not low <= value <= high:
            label = name.replace("_", " ")
            words = {"value": value, "low": low, "high": high, "unit": ""}
            raise Refused("field_out_of_range", field=name, label=label, **words)
