"""How full are the coming weeks, what is closed, and who of all that wait could come when?"""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import closing_days, naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.events import Closure, SiteRules
from tracker.domain.refused import Refused
from tracker.domain.visits.days_off import EVERYTHING
from tracker.domain.visits.places import NAMES, RESOURCES
from tracker.reads import capacity, replanning
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock, local
from tracker.web.coordinator.pages import chosen_site, my_sites, pages

CLOSABLE = {EVERYTHING: "the whole site", **{each: NAMES[each] for each in RESOURCES}}


@pages.get("/capacity")
@allow(Action.PLAN)
def weeks() -> ResponseReturnValue:
    return _page(chosen_site(), None)


@pages.post("/capacity")
@allow(Action.PLAN)
def closed() -> ResponseReturnValue:
    """Close the site or a resource for some days, or take a closure back."""
    site, filled = chosen_site(), request.form
    try:
        if filled.get("again", "").isdecimal():
            closing_days.open_again(access.actor(), site.code, int(filled["again"]), clock())
            flash("The closure is taken back.")
        else:
            closing_days.close(access.actor(), site.code, _closure(), clock())
            flash(
                "Closed. Visits that stand there stay until you move them: see the wait list."
            )
    except Refused as refused:
        return _page(site, refused), 409
    return redirect(url_for("coordinator.weeks", at=site.code))


@pages.get("/wait-list")
@allow(Action.PLAN)
def wait_list() -> ResponseReturnValue:
    site = chosen_site()
    found = replanning.proposal(access.actor(), site, clock())
    cois = [change.coi for change in found.changes]
    return render_template(
        "coordinator/wait_list.html",
        site=site,
        sites=my_sites(),
        proposal=found,
        names=naming.names(cois, access.actor(), recording.request(clock())),
    )


def _closure() -> Closure:
    filled = request.form
    first, last = filled.get("first", ""), filled.get("last", "") or filled.get("first", "")
    reason = filled.get("reason", "").strip()
    return Closure(_day("first", first), _day("last", last), filled.get("resource", ""), reason)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        expected = "a day such as 2026-11-21"
        raise Refused("field_type", field=name, label="The day", expected=expected) from None


def _page(site: SiteRules, refused: Refused | None) -> str:
    return render_template(
        "coordinator/capacity.html",
        site=site,
        sites=my_sites(),
        pictures=capacity.pictures(site, clock()),
        kept=capacity.kept(site.code, clock()),
        closable=CLOSABLE,
        today=local(clock(), site.zone).date(),
        refused=refused,
    )
