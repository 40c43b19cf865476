"""Who tried to come in, and was anybody turned away? For whoever must notice."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import people
from tracker.domain.authority_table import Action
from tracker.reads import entry_watch
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock


@pages.get("/door")
@allow(Action.WATCH_THE_DOOR)
def door() -> ResponseReturnValue:
    return render_template("admin/door.html", watch=entry_watch.watch())


@pages.post("/door/alerts/<int:alert>")
@allow(Action.KEEP_PEOPLE)
def alert_seen(alert: int) -> ResponseReturnValue:
    people.looked_into(actor(), alert, clock())
    flash("Kept: you looked into it.")
    return redirect(url_for("admin.door"))
