"""Who comes in the coming weeks, and where is a place left?"""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.reads import places, visit_weeks
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock, local
from tracker.web.coordinator.pages import pages


@pages.get("/calendar")
@allow(Action.PLAN)
def calendar() -> ResponseReturnValue:
    mine = {site.code: site for site in places.sites_of(access.actor())}
    chosen = request.args.get("at", "") or access.site() or next(iter(mine), "")
    if chosen not in mine:
        abort(404)
    site = mine[chosen]
    found = visit_weeks.calendar(access.actor(), site, clock())
    cois = [
        row.line.summary.coi
        for week in found.weeks
        for day in week
        for row in (*day.firm, *day.proposed)
    ]
    return render_template(
        "coordinator/calendar.html",
        calendar=found,
        sites=mine,
        today=local(clock(), site.zone).date(),
        names=naming.names(cois, access.actor(), recording.request(clock())),
    )
