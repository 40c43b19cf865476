"""Is the log whole, is it under a checkpoint, do messages go out, and what was scanned in vain?"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.reads import health
from tracker.web.access import allow
from tracker.web.admin.pages import READERS, REGISTER, pages
from tracker.web.clock import clock


@pages.get("", strict_slashes=False)
@allow(*READERS)
def home() -> ResponseReturnValue:
    return render_template("admin/home.html", state=health.state(clock()), verdict=None)


@pages.post("/verify")
@allow(*READERS)
def verify() -> ResponseReturnValue:
    """Check the whole log now, and say on the page what was found and how long it took."""
    begun = clock()
    verdict = health.verified()
    ended = clock()
    seconds = f"{(ended - begun).total_seconds():.1f}"
    state = health.state(ended)
    return render_template(
        "admin/home.html", state=state, verdict=verdict, seconds=seconds, ended=ended
    )


@pages.get("/refused-scans")
@allow(*REGISTER)
def refused_scans() -> ResponseReturnValue:
    state = health.state(clock())
    return render_template("admin/refused_scans.html", register=health.register(), state=state)
