"""Which pages stand at the station?"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.web.access import allow

pages = Blueprint("station", __name__, url_prefix="/station")


@pages.get("/")
@allow()
def home() -> ResponseReturnValue:
    return render_template("station/home.html")
