"""What has to be in place around a visit: who says that it is, or that it is not needed?"""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import visit_tasks
from tracker.domain.authority_table import Action
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages

SAID = {"done": "Done.", "not_needed": "Kept as not needed, with your reason."}


@pages.post("/tasks")
@allow(Action.PLAN)
def task_ended() -> ResponseReturnValue:
    """End a task, and go back to the list it was ticked on."""
    filled = request.form
    names = ("coi", "kind", "about", "outcome", "reason")
    ended = visit_tasks.Ended(**{name: filled.get(name, "") for name in names})
    visit_tasks.end(access.actor(), ended, clock())
    flash(SAID[ended.outcome])
    if filled.get("back") == "visit":
        return redirect(url_for("coordinator.visit", coi=ended.coi))
    return redirect(url_for("coordinator.home"))
