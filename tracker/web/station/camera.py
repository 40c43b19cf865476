"""What does a telephone's or tablet's camera read from this label, and whose is it?"""

from __future__ import annotations

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from labels import camera as eye
from tracker.actions import recording, scanning
from tracker.domain.authority_table import Action
from tracker.domain.photographs import Symbol, chosen
from tracker.domain.refused import Refused
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.home import to_journey
from tracker.web.station.pages import pages


@pages.get("/camera")
@allow(Action.STAND_AT_THE_STATION)
def camera() -> ResponseReturnValue:
    return _page(request.args.get("expect", ""))


@pages.post("/camera")
@allow(Action.STAND_AT_THE_STATION)
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


@pages.post("/camera/frame")
@allow(Action.STAND_AT_THE_STATION)
def frame() -> ResponseReturnValue:
    """Say whether a frame of live video can be read; whoever sends it then sends it to be judged."""
    try:
        chosen(_seen())
    except Refused as refused:
        return jsonify(readable=False, code=refused.code)
    return jsonify(readable=True, code="")


def _seen() -> tuple[Symbol, ...]:
    sent = request.files.get("photo")
    photo = sent.read() if sent else b""
    if sent:
        sent.close()  # a large one lies in a file of its own
    try:
        codes = eye.codes(photo)
    except eye.NotAPicture:
        raise Refused("photo_unreadable") from None
    except eye.TooLarge:
        most, pixels = eye.MOST_BYTES // 10**6, eye.MOST_PIXELS // 10**6
        raise Refused("photo_too_large", megabytes=most, megapixels=pixels) from None
    return tuple(Symbol(code.text, code.square) for code in codes)


def _page(expect: str, refused: Refused | None = None) -> str:
    return render_template("station/camera.html", expect=expect, refused=refused)
