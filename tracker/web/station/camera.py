"""What does a telephone's or tablet's camera read from this label, and whose is it?"""

from __future__ import annotations

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import recording, scanning
from tracker.domain.authority_table import Action
from tracker.domain.photographs import Symbol, chosen
from tracker.domain.refused import Refused
from tracker.web import access, photographs
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.home import to_journey
from tracker.web.station.pages import pages


@pages.get("/camera")
@allow(Action.STAND_AT_THE_STATION)
def camera() -> ResponseReturnValue:
    return _page(request.args.get("expect", ""))


@pages.post("/camera")
@allow(Action.STAND_AT_THE_STATION, untrained=True)
def photographed() -> ResponseReturnValue:
    """Judge what a picture shows like any other scan."""
    expect = request.form.get("expect", "")
    looked = scanning.Look(raw="", expect=expect, means="camera")
    asked = recording.request(clock())
    try:
        found = scanning.photographed(_seen(), looked, access.actor(), asked)
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _page(expect, refused), 409
    return to_journey(found)


@pages.post("/camera/read")
@allow(Action.STAND_AT_THE_STATION, untrained=True)
def read_photograph() -> ResponseReturnValue:
    """Say what a picture says, for a line of a form: the entry that is sent then judges it."""
    asked = recording.request(clock())
    try:
        text = scanning.read_by_camera(_seen(), access.actor(), asked)
    except Refused as refused:
        return jsonify(text="", code=refused.code, sentence=refused.sentence), 409
    return jsonify(text=text, code="", sentence="")


@pages.post("/camera/frame")
@allow(Action.STAND_AT_THE_STATION, untrained=True)
def frame() -> ResponseReturnValue:
    """Say whether a frame of live video can be read; whoever sends it then sends it to be judged."""
    try:
        chosen(_seen())
    except Refused as refused:
        return jsonify(readable=False, code=refused.code)
    return jsonify(readable=True, code="")


def _seen() -> tuple[Symbol, ...]:
    return photographs.seen(request.files.get("photo"))


def _page(expect: str, refused: Refused | None = None) -> str:
    return render_template("station/camera.html", expect=expect, refused=refused)
