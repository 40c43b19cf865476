"""Which deviations are open, who owns each, and by when is it to be closed?"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.reads import open_deviations
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import pages


@pages.get("/deviations")
@allow(Action.STAND_AT_THE_STATION)
def deviations() -> ResponseReturnValue:
    found = open_deviations.of(access.actor(), clock())
    return render_template("station/deviations.html", found=found)
