"""Which calendar programs read the visits of a site, and by which addresses?"""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import calendar_feeds
from tracker.domain.authority_table import Action
from tracker.domain.events import SiteRules
from tracker.domain.refused import Refused
from tracker.reads import unit_calendar
from tracker.web import access
from tracker.web.access import allow, open_to_all
from tracker.web.clock import clock
from tracker.web.coordinator.pages import chosen_site, my_sites, pages
from tracker.web.guards import limiter


@pages.get("/feeds")
@allow(Action.PLAN)
def feeds() -> ResponseReturnValue:
    return _page(chosen_site(), "", None)


@pages.post("/feeds")
@allow(Action.PLAN)
def feed_changed() -> ResponseReturnValue:
    """Give an address out, showing it this once, or end one."""
    site, who, now = chosen_site(), access.actor(), clock()
    try:
        if end := request.form.get("end", ""):
            calendar_feeds.end(who, site.code, end, now)
            flash("Ended. Whoever still has the address is told that it does not exist.")
            return redirect(url_for("coordinator.feeds", at=site.code))
        token = calendar_feeds.give(who, site.code, request.form.get("label", ""), now)
    except Refused as refused:
        return _page(site, "", refused), 409
    return _page(site, url_for("coordinator.feed", token=token, _external=True), None)


@pages.get("/feeds/<token>.ics")
@open_to_all
@limiter.limit("60 per minute")
def feed(token: str) -> ResponseReturnValue:
    """Answer a calendar program: by the secret in the address alone, and only what is new to it."""
    file = unit_calendar.behind(token, clock())
    if file is None:
        abort(404)
    answer = Response(file, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _page(site: SiteRules, address: str, refused: Refused | None) -> str:
    return render_template(
        "coordinator/feeds.html",
        site=site,
        sites=my_sites(),
        feeds=unit_calendar.feeds(site.code),
        address=address,
        refused=refused,
    )
