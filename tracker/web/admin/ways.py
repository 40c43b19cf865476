"""Where is each appointment of a hospital? Written once, in the words and languages patients read."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import wayfinding
from tracker.domain.authority_table import Action
from tracker.domain.refused import Refused
from tracker.reads import hospitals
from tracker.reads.spoken import languages
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock

TITLES: Final = {
    "tests": "Tests before the visit",
    "chemotherapy": "Chemotherapy",
    "day_zero": "Day zero",
    "second_dose": "Second dose, where the product is split",
}


@pages.get("/sites/<code>/ways")
@allow(Action.KEEP_SITES)
def ways_of(code: str) -> ResponseReturnValue:
    return _page(code, None)


@pages.post("/sites/<code>/ways")
@allow(Action.KEEP_SITES)
def ways_saved(code: str) -> ResponseReturnValue:
    site = hospitals.one(code).rules
    try:
        wayfinding.save(actor(), site.code, _read(), clock())
    except Refused as refused:
        return _page(code, refused), 409
    flash("The ways are saved; patients with a confirmed visit read them beside their dates.")
    return redirect(url_for("admin.ways_of", code=code))


def _read() -> dict[str, dict[str, str]]:
    typed = {
        appointment: {
            each.code: request.form.get(f"{appointment}-{each.code}", "").strip()
            for each in languages().all()
        }
        for appointment in TITLES
    }
    return {
        appointment: {code: text for code, text in texts.items() if text}
        for appointment, texts in typed.items()
    }


def _page(code: str, refused: Refused | None) -> str:
    return render_template(
        "admin/ways.html",
        hospital=hospitals.one(code),
        ways=hospitals.ways(code),
        titles=TITLES,
        languages=languages().all(),
        given=request.form,
        refused=refused,
    )
