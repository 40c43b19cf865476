"""What were patients sent, and what became of each message?

A demonstration sends nothing and shows its messages here instead, in the patient's own words.
"""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
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
    found = messages.recent(actor())
    told = [(message, *words(message.kind, language(message.language))) for message in found]
    made_up = current_app.config["TRACKER_MODE"] == "demo"
    return render_template("messages.html", told=told, made_up=made_up)
