"""Which releases come next, is there room for their visits, and which visit is not pencilled in yet?"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import expected_releases, journeys
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator import release_plot
from tracker.web.coordinator.pages import chosen_site, holds, my_sites, pages


@pages.get("/expected")
@allow(Action.PLAN)
def expected() -> ResponseReturnValue:
    return _page(None)


@pages.post("/expected")
@allow(Action.PLAN)
def pencilled() -> ResponseReturnValue:
    """Pencil one visit in, or in anew, by what is expected today."""
    told = journeys.seen_by(access.actor(), request.form.get("coi", ""))
    try:
        entries.submit(told, Kind.VISIT_PROPOSED)
    except Refused as refused:
        return _page(refused), 409
    flash("Pencilled in. It holds no place, and the patient is told nothing.")
    return redirect(url_for("coordinator.expected", at=told.site.code))


@pages.get("/expected.svg")
@allow(Action.PLAN)
def expected_plot() -> ResponseReturnValue:
    found = expected_releases.outlook(access.actor(), chosen_site(), clock())
    return Response(release_plot.plot(found.weeks), mimetype="image/svg+xml")


def _page(refused: Refused | None) -> str:
    site, now = chosen_site(), clock()
    found = expected_releases.outlook(access.actor(), site, now)
    cois = [each.row.line.summary.coi for each in found.expecting]
    return render_template(
        "coordinator/expected.html",
        site=site,
        sites=my_sites(),
        outlook=found,
        refused=refused,
        may_pencil=holds(*SPECS[Kind.VISIT_PROPOSED].roles),
        names=naming.names(cois, access.actor(), recording.request(now)),
    )
