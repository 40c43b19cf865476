"""What was recorded of a journey, word for word, and how is the next entry recorded?"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from tracker.actions import recording, sign_in
from tracker.domain.refused import Refused
from tracker.reads import chains
from tracker.web import prints
from tracker.web.access import machine_only, origin
from tracker.web.api_v1 import answering, asked, door, shapes
from tracker.web.api_v1.answers import EntriesSchema, RecordedSchema
from tracker.web.api_v1.described import blueprint
from tracker.web.clock import clock

PATH = "/journeys/<coi>/entries"


@blueprint.get(PATH)
@blueprint.arguments(asked.EntriesWanted, location="query")
@blueprint.response(200, EntriesSchema)
@machine_only
def listed(wanted: dict[str, Any], coi: str) -> Response:
    """List a journey's entries, oldest first, each with its exact text, digest and seal."""
    part = chains.part(door.machine(), coi, after=wanted["after"], limit=wanted["limit"])
    last = part.lines[-1].seq if part.lines else part.total
    more = last < part.total
    further = f"{request.path}?after={last}&limit={wanted['limit']}"
    return jsonify(
        items=[shapes.stored(line) for line in part.lines],
        total=part.total,
        next=further if more else None,
    )


@blueprint.post(PATH)
@blueprint.doc(parameters=[answering.KEY_DESCRIBED, answering.IF_MATCH_DESCRIBED])
@blueprint.arguments(asked.EntryAsked)
@blueprint.response(201, RecordedSchema)
@machine_only
def recorded(body: dict[str, Any], coi: str) -> Response:
    """Record an entry of any kind. A refusal is 409; what was scanned in vain is kept."""
    return answering.recorded_once(lambda asked_: _record(body, coi, asked_), expect=coi)


def _record(body: dict[str, Any], coi: str, asked_: recording.Request) -> object:
    try:
        answering.require_match(coi)
        signings = sign_in.signings(body["signatures"], origin(), asked_.now)
    except Refused as refused:
        _keep(body, refused)
        raise
    claim = recording.Claim(
        coi=coi,
        kind=body["kind"],
        happened_at=body["happened_at"],
        data=body["data"],
        actor=door.machine(),
        scans=tuple(body["scans"]),
        signings=signings,
        means=dict(zip(body["scans"], body["means"], strict=False)),
    )
    return recording.record(claim, prints.judged(claim, asked_))


def _keep(body: dict[str, Any], refused: Refused) -> None:
    """Keep what was scanned although no rule came to judge it: a refused scan is evidence."""
    own = [scan for signature in body["signatures"] for scan in signature["scans"]]
    for raw in dict.fromkeys((*body["scans"], *own)):
        stray = recording.Stray(raw, refused.code)
        recording.keep_stray(stray, door.machine(), recording.request(clock()))
