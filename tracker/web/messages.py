"""What would patients have been sent? A demonstration shows its messages here instead."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.languages.letters import words
from tracker.reads import messages
from tracker.reads.spoken import language
from tracker.web.access import actor, allow

pages = Blueprint("messages", __name__)


@pages.get("/messages")
@allow(Action.READ_MESSAGES)
def shown() -> ResponseReturnValue:
    if current_app.config["TRACKER_MODE"] != "demo":
        abort(404)
    found = messages.recent(actor())
    told = [(message, *words(message.kind, language(message.language))) for message in found]
    return render_template("messages.html", told=told)
