"""Is the log whole, is it under a checkpoint, do messages go out, and what was scanned in vain?"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.reads import entry_watch, health
from tracker.web.access import allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock


@pages.get("", strict_slashes=False)
@allow(Action.CHECK_THE_LOG)
def home() -> ResponseReturnValue:
    return render_template(
        "admin/home.html",
        state=health.state(clock()),
        verdict=None,
        alerts=entry_watch.alerts_open(),
    )


@pages.post("/verify")
@allow(Action.CHECK_THE_LOG)
def verify() -> ResponseReturnValue:
    """Check the whole log now, and say on the page what was found and how long it took."""
    begun = clock()
    verdict = health.verified()
    ended = clock()
    seconds = f"{(ended - begun).total_seconds():.1f}"
    state = health.state(ended)
    return render_template(
        "admin/home.html",
        state=state,
        verdict=verdict,
        seconds=seconds,
        ended=ended,
        alerts=entry_watch.alerts_open(),
    )
