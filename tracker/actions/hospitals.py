"""How does a hospital work, and how is it reached? What an administrator sets for each site."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from flask import current_app

from tracker.domain import hours
from tracker.domain.events import Actor, SiteRules
from tracker.domain.refused import Refused
from tracker.reads import hospitals
from tracker.store import access, directory, public_holidays, sites
from tracker.store.db import db, writing

CODE: Final = re.compile(r"[A-Z0-9]{2,12}")
FIN: Final = re.compile(r"[A-NP-Z1-9][A-NP-Z0-9]{2}[0-9]{2}")
OPENERS: Final = ("released", "shipped", "received")
HIGHEST: Final = {
    "infusions_per_day": (1, 50),
    "chairs": (0, 500),
    "beds": (0, 500),
    "bed_nights": (0, 60),
    "thaws_per_day": (0, 50),
    "max_fresh_hold_hours": (1, 240),
    "answer_offer_minutes": (5, 2880),
    "courier_wait_minutes": (5, 2880),
    "notice_days": (0, 60),
    "travel_days": (0, 60),
    "stay_near_days": (0, 365),
    "no_driving_days": (0, 365),
    "caregiver_days": (0, 365),
    "call_within_days": (0, 3),
}
"""Beyond these a figure is a typing error."""


@dataclass(frozen=True)
class Given:
    """A further number as it was typed, and whether somebody says that it was called and right."""

    number: str = ""
    hours: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Reached:
    """How patients reach a site: by day, and on further numbers of its directory."""

    contact: sites.Contact
    numbers: Mapping[str, Given] = field(default_factory=dict)


def save(by: Actor, rules: SiteRules, reached: Reached, now: datetime) -> None:
    """Keep a site as given, new or changed. Raises Refused naming the first figure at fault."""
    contact = reached.contact
    _require_names(rules)
    _require_figures(rules)
    _require_hours("phone_hours", contact.phone_hours)
    for what, given in reached.numbers.items():
        _require_hours(f"{what}_hours", given.hours)
    writing()
    sites.save(rules, contact)
    for what, given in reached.numbers.items():
        directory.save(
            rules.code, what, _number(by, given, directory.of(rules.code, what), now)
        )
    access.looked(access.Look(now, by.id, f"site saved {rules.code}", "", secrets.token_hex(8)))
    db.session.commit()


def require_reachable(code: str) -> None:
    """Let no page go to patients who would find nobody to call on it.

    A demonstration shows its pages all the same. Raises Refused `site_not_reachable`.
    """
    site = hospitals.one(code)
    if current_app.config["TRACKER_MODE"] != "demo" and not site.reachable:
        raise Refused("site_not_reachable", site=site.rules.name)


def _number(
    by: Actor, given: Given, known: directory.Number, now: datetime
) -> directory.Number:
    """Return a number with who says that it was checked: whoever did so first, while it stays."""
    if not (given.number and given.verified):
        return directory.Number(given.number, given.hours)
    if known.verified_on and known.number == given.number:
        return replace(known, hours=given.hours)
    return directory.Number(given.number, given.hours, now.date(), by.name)


def _require_hours(name: str, text: str) -> None:
    if text and hours.parse(text) is None:
        raise Refused(
            "field_type",
            field=name,
            label="When somebody answers",
            expected="as Mon-Fri 08:00-17:00, or: always",
        )


def _require_names(rules: SiteRules) -> None:
    faults = (
        ("code", "The code", CODE.fullmatch(rules.code), "2 to 12 capital letters or digits"),
        ("name", "The name", rules.name.strip() and rules.name.isprintable(), "printable text"),
        ("fin", "The facility number", FIN.fullmatch(rules.fin), "five characters, as A9990"),
        ("zone", "The time zone", rules.zone in available_timezones(), "as America/Chicago"),
    )
    for name, label, right, expected in faults:
        if not right:
            raise Refused("field_type", field=name, label=label, expected=expected)
    if rules.chemotherapy_opens_on not in OPENERS:
        choices = ", ".join(OPENERS)
        label = "What opens chemotherapy"
        raise Refused(
            "field_choice", field="chemotherapy_opens_on", label=label, choices=choices
        )
    if not public_holidays.known(rules.country, rules.subdivision):
        expected = "a country and a part of it whose holidays are known, as US and MN"
        raise Refused("field_type", field="country", label="The country", expected=expected)
    if not rules.infusion_weekdays:
        raise Refused("field_missing", field="infusion_weekdays", label="A day for infusions")


def _require_figures(rules: SiteRules) -> None:
    for name, (low, high) in HIGHEST.items():
        value = getattr(rules, name)
        if value is not None and not low <= value <= high:
            label = name.replace("_", " ")
            words = {"value": value, "low": low, "high": high, "unit": ""}
            raise Refused("field_out_of_range", field=name, label=label, **words)
