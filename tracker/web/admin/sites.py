"""How does each hospital work, and how do patients reach it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import hospitals as actions
from tracker.domain.authority_table import Action
from tracker.domain.events import SiteRules
from tracker.domain.hours import ALWAYS
from tracker.domain.refused import Refused
from tracker.reads import hospitals
from tracker.reads.hospitals import DAY_OR_NIGHT, HELP_LINE, HOSPITAL_TEAM
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIGURES = (
    ("infusions_per_day", "Infusions a day", True),
    ("chairs", "Chemotherapy chairs a day", False),
    ("beds", "Beds", False),
    ("bed_nights", "Nights in a bed from day zero on", False),
    ("thaws_per_day", "Thaws a day", False),
    ("max_fresh_hold_hours", "Longest time fresh cells may wait, in hours", False),
    ("answer_offer_minutes", "Longest time an offer of custody may wait, in minutes", True),
    ("courier_wait_minutes", "Longest time a packed shipper may wait, in minutes", True),
    ("notice_days", "Days of notice before chemotherapy", True),
    ("travel_days", "Days the product needs to travel back", True),
    ("stay_near_days", "Days to stay near the hospital, if longer than the product's", False),
    ("no_driving_days", "Days without driving, if longer than the product's", False),
    ("caregiver_days", "Days with a caregiver, if longer than the product's", False),
    (
        "call_within_days",
        "Working days within which a patient is called when there is news",
        True,
    ),
)
NUMBERS = {
    DAY_OR_NIGHT: ("Number for day and night", ""),
    HOSPITAL_TEAM: (
        "Number of the team at the hospital",
        "Shown in place of the phone number from chemotherapy to the first follow-up.",
    ),
    HELP_LINE: (
        "A help line for general questions",
        "Shown apart, and said not to be the care team.",
    ),
}
NEW = SiteRules(code="", name="", fin="", zone="America/Chicago")


@pages.get("/sites")
@allow(Action.KEEP_SITES)
def all_sites() -> ResponseReturnValue:
    return render_template("admin/sites.html", hospitals=hospitals.everywhere())


@pages.get("/sites/new")
@allow(Action.KEEP_SITES)
def new_site() -> ResponseReturnValue:
    return _page(hospitals.Hospital(NEW, hospitals.Contact()), None)


@pages.get("/sites/<code>")
@allow(Action.KEEP_SITES)
def site(code: str) -> ResponseReturnValue:
    return _page(hospitals.one(code), None)


@pages.post("/sites/new", defaults={"code": ""})
@pages.post("/sites/<code>")
@allow(Action.KEEP_SITES)
def site_saved(code: str) -> ResponseReturnValue:
    """Keep a site; its code and its facility number never change once journeys carry them."""
    known = hospitals.one(code) if code else hospitals.Hospital(NEW, hospitals.Contact())
    try:
        found = _read(known.rules)
        _require_new(found.code if not code else "")
        actions.save(actor(), found, _reached(), clock())
    except Refused as refused:
        return _page(known, refused), 409
    flash(f"{found.name} is saved.")
    return redirect(url_for("admin.all_sites"))


def _require_new(code: str) -> None:
    if code in {each.rules.code for each in hospitals.everywhere()}:
        raise Refused("field_type", field="code", label="The code", expected="a new one")


def _read(known: SiteRules) -> SiteRules:
    filled = request.form
    figures: dict[str, Any] = {
        name: _figure(name, label, needed) for name, label, needed in FIGURES
    }
    figures["bed_nights"] = figures["bed_nights"] or 0
    return SiteRules(
        code=known.code or filled.get("code", "").strip(),
        name=filled.get("name", "").strip(),
        fin=known.fin or filled.get("fin", "").strip(),
        zone=filled.get("zone", "").strip(),
        infusion_weekdays=_weekdays("infusion_weekdays"),
        chemotherapy_weekdays=_weekdays("chemotherapy_weekdays"),
        chemotherapy_opens_on=filled.get("chemotherapy_opens_on", ""),
        country=filled.get("country", "").strip().upper(),
        subdivision=filled.get("subdivision", "").strip().upper(),
        chemotherapy_on_holidays=bool(filled.get("chemotherapy_on_holidays")),
        infusions_before_long_weekends=bool(filled.get("infusions_before_long_weekends")),
        closed_days=frozenset(_days(filled.get("closed_days", ""))),
        **figures,
    )


def _reached() -> actions.Reached:
    filled = request.form
    phone = filled.get("phone", "").strip()[:64]
    contact = hospitals.Contact(
        phone=phone,
        phone_verified=_called("phone", phone),
        phone_hours=filled.get("phone_hours", "").strip()[:200],
        address=filled.get("address", "").strip()[:300],
    )
    return actions.Reached(contact, {what: _given(what) for what in NUMBERS})


def _given(what: str) -> actions.Given:
    filled = request.form
    number = filled.get(f"{what}_number", "").strip()[:64]
    given = actions.Given(
        number, filled.get(f"{what}_hours", "").strip()[:200], _called(what, number)
    )
    always = what == DAY_OR_NIGHT
    return replace(given, hours=ALWAYS) if always and given.number else given


def _called(what: str, number: str) -> bool:
    """Say whether somebody ticked that this number was called: the tick of before is for the old one."""
    return request.form.get(f"{what}_verified", "") in {"yes", number or "yes"}


def _figure(name: str, label: str, needed: bool) -> int | None:
    text = request.form.get(name, "").strip()
    if not text and not needed:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Refused("field_type", field=name, label=label, expected="a whole number")
    return int(text)


def _weekdays(name: str) -> frozenset[int]:
    chosen = request.form.getlist(name)
    return frozenset(number for number in range(7) if str(number) in chosen)


def _days(text: str) -> list[date]:
    try:
        return [date.fromisoformat(line) for line in text.split()]
    except ValueError:
        expected = "days such as 2026-12-25, one a line"
        label = "Closed days"
        raise Refused(
            "field_type", field="closed_days", label=label, expected=expected
        ) from None


def _page(hospital: hospitals.Hospital, refused: Refused | None) -> str:
    return render_template(
        "admin/site.html",
        hospital=hospital,
        figures=FIGURES,
        weekdays=WEEKDAYS,
        openers=actions.OPENERS,
        numbers=NUMBERS,
        refused=refused,
    )
