"""Which journeys are there, what is known of one, and how is a new one opened?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request

from tracker.actions import opening, recording, sign_in
from tracker.domain import authority
from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.kinds import Kind
from tracker.domain.specs import SPECS
from tracker.reads import chains, journeys, worklists
from tracker.store.board import Wanted
from tracker.store.patients import Patient, new_id
from tracker.web.access import machine_only, origin
from tracker.web.api_v1 import answering, asked, door, shapes
from tracker.web.api_v1.answers import JourneySchema, JourneysSchema, RecordedSchema
from tracker.web.api_v1.described import blueprint
from tracker.web.clock import clock

ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The digest of the last entry."}}
PATH = "/journeys"


@blueprint.get(PATH)
@blueprint.arguments(asked.JourneysWanted, location="query")
@blueprint.response(200, JourneysSchema)
@machine_only
def listed(wanted: dict[str, Any]) -> Response:
    """List the journeys you may see, what is due first coming first."""
    page = worklists.find(
        door.machine(),
        _wanted(wanted),
        clock(),
        limit=wanted["limit"],
        offset=wanted["offset"],
    )
    end = wanted["offset"] + len(page.rows)
    more = bool(page.rows) and end < page.total
    return jsonify(
        items=[shapes.line(row) for row in page.rows],
        total=page.total,
        limit=wanted["limit"],
        offset=wanted["offset"],
        next=_address(offset=end) if more else None,
    )


def _wanted(wanted: dict[str, Any]) -> Wanted:
    found = Wanted(
        open_only=wanted["closed"] == "false", text=wanted["text"], due_by=wanted["due_by"]
    )
    if wanted["site"]:
        found = replace(found, sites=(wanted["site"],))
    return replace(found, makers=(wanted["maker"],)) if wanted["maker"] else found


def _address(**changed: int) -> str:
    """Return the address of this list a page further on."""
    query = {**request.args.to_dict(), **{name: str(value) for name, value in changed.items()}}
    return f"{request.path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@blueprint.post(PATH)
@blueprint.doc(parameters=[answering.KEY_DESCRIBED])
@blueprint.arguments(asked.JourneyAsked)
@blueprint.response(201, RecordedSchema)
@machine_only
def opened(body: dict[str, Any]) -> Response:
    """Open a journey for a patient. Its chain of identity is issued here, once."""
    return answering.recorded_once(lambda request_: _open(body, request_))


def _open(body: dict[str, Any], asked_: recording.Request) -> object:
    _require_may_open(body["site"])
    signings = sign_in.signings(body["signatures"], origin(), asked_.now)
    wish = opening.Opening(
        protocol=body["protocol"],
        site=body["site"],
        patient=Patient(id=new_id(), **body["patient"]),
        actor=door.machine(),
        signings=signings,
        version=body["version"],
        priority=body["priority"],
        indication=body["indication"],
        two_people=body["two_people"],
    )
    return opening.open_journey(wish, asked_)


def _require_may_open(site: str) -> None:
    """Refuse before the record number is looked up: it is not for everybody to try them out."""
    roles = SPECS[Kind.JOURNEY_OPENED].roles
    places = {site, EVERYWHERE}
    if not any(g.role in roles and g.place in places for g in door.machine().grants):
        raise authority.not_allowed(Kind.JOURNEY_OPENED, roles)


@blueprint.get(f"{PATH}/<coi>")
@blueprint.response(200, JourneySchema, headers=ETAG)
@machine_only
def one(coi: str) -> Response:
    """Tell everything known of one journey. If-None-Match is answered by 304 while nothing changed."""
    head = chains.head(door.machine(), coi)
    if request.if_none_match.contains_weak(head):
        return tagged(Response(status=304), head)
    told = journeys.seen_by(door.machine(), coi)
    head = chains.head_told(told)
    return tagged(jsonify(shapes.journey(told, head)), head)


def tagged(answer: Response, head: str) -> Response:
    """Return an answer with the journey's ETag, kept by nobody without asking again."""
    answer.set_etag(head)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
