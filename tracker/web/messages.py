"""What were patients sent, and what became of each message?

A demonstration sends nothing and shows its messages here instead, in the patient's own words.
"""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.languages.letters import words
from tracker.reads import addressees, messages
from tracker.reads.spoken import language
from tracker.web.access import actor, allow

pages = Blueprint("messages", __name__)


@pages.get("/messages")
@allow(Action.READ_MESSAGES)
def shown() -> ResponseReturnValue:
    found = messages.recent(actor())
    made_up = current_app.config["TRACKER_MODE"] == "demo"
    told = [_told(message, made_up=made_up) for message in found]
    return render_template("messages.html", told=told, made_up=made_up)


def _told(message: messages.Message, *, made_up: bool) -> tuple[messages.Message, str, str]:
    """Return a message in its words; what opens a page is read in a demonstration alone."""
    secret = addressees.secret(message.words) if made_up else addressees.HIDDEN
    return message, *words(message.kind, language(message.language), secret)
