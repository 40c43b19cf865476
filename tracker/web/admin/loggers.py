"""How do the loggers of one hospital write their files? A profile for each model, set by hand."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import logger_profiles
from tracker.domain import loggers
from tracker.domain.authority_table import Action
from tracker.domain.loggers import Profile
from tracker.domain.refused import Refused
from tracker.reads import hospitals, travels
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock

NUMBERS: Final = frozenset(
    field.name for field in fields(Profile) if field.type in {"int", int}
)
NEW: Final = Profile(model="")
TAB: Final = "tab"
"""A tab cannot be typed into a form; the page calls it by its name."""


@pages.get("/sites/<code>/loggers")
@allow(Action.KEEP_SITES)
def loggers_of(code: str) -> ResponseReturnValue:
    return _page(code, _known(code, request.args.get("model", "")), None)


@pages.post("/sites/<code>/loggers")
@allow(Action.KEEP_SITES)
def logger_saved(code: str) -> ResponseReturnValue:
    """Keep a profile; readings attached before keep the one they were read with."""
    try:
        profile = _read()
        logger_profiles.save(hospitals.one(code).rules.code, profile, actor(), clock())
    except Refused as refused:
        return _page(code, NEW, refused), 409
    flash(f"The profile of {profile.model} is saved.")
    return redirect(url_for("admin.loggers_of", code=code))


def _known(code: str, model: str) -> Profile:
    found = (each for each in travels.profiles(code) if each.model == model)
    return next(found, NEW)


def _read() -> Profile:
    values: dict[str, Any] = {}
    for name, given in request.form.items():
        if name in NUMBERS:
            values[name] = _number(name, given.strip())
        elif name in Profile.__dataclass_fields__:
            values[name] = given.strip()[:100]
    if values.get("delimiter") == TAB:
        values["delimiter"] = "\t"
    return Profile(**{"model": "", **values})


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        label = name.replace("_", " ").capitalize()
        raise Refused("field_type", field=name, label=label, expected="a whole number")
    return int(text)


def _page(code: str, profile: Profile, refused: Refused | None) -> str:
    hospital = hospitals.one(code)
    known = loggers.as_data(profile) | {"zone": profile.zone or hospital.rules.zone}
    given = {**known, **request.form} if refused else known
    given["delimiter"] = TAB if given["delimiter"] == "\t" else given["delimiter"]
    return render_template(
        "admin/loggers.html",
        hospital=hospital,
        profiles=travels.profiles(code),
        given=given,
        delimiters=[
            (TAB if mark == "\t" else mark, name) for mark, name in loggers.DELIMITERS.items()
        ],
        encodings=[(name, name) for name in loggers.ENCODINGS],
        refused=refused,
    )
