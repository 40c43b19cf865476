"""Who signed what with which meaning, and who has not yet, for a machine that checks?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify, request, url_for

from tracker.domain.authority_table import Action
from tracker.reads import signed
from tracker.web.access import machine_may
from tracker.web.api_v1 import asked, door, shapes
from tracker.web.api_v1.answers import AllUnsignedSchema, SignaturesSchema
from tracker.web.api_v1.described import blueprint
from tracker.web.clock import clock


@blueprint.get("/journeys/<coi>/signatures")
@blueprint.response(200, SignaturesSchema)
@machine_may(Action.READ_SIGNATURES)
def of_journey(coi: str) -> Response:
    """Tell who signed each entry of a journey, and what nobody has signed yet."""
    found = signed.of(coi, door.machine())
    return jsonify(
        coi=found.coi,
        signed=[_given(each) for each in found.signed],
        unsigned=[_awaited(each) for each in found.unsigned],
    )


@blueprint.get("/signatures")
@blueprint.arguments(asked.SignaturesWanted, location="query")
@blueprint.response(200, AllUnsignedSchema)
@machine_may(Action.READ_SIGNATURES)
def unsigned(wanted: dict[str, Any]) -> Response:
    """List the open journeys you may check, with what waits for a signature there."""
    found = signed.everywhere(door.machine(), clock(), **wanted)
    end = wanted["offset"] + len(found.journeys)
    more = bool(found.journeys) and end < found.total
    address = url_for(request.endpoint or "", limit=wanted["limit"], offset=end)
    return jsonify(
        items=[
            {"coi": coi, "unsigned": [_awaited(each) for each in steps]}
            for coi, steps in found.journeys
        ],
        total=found.total,
        next=address if more else None,
        **wanted,
    )


def _given(each: signed.Signed) -> shapes.Shape:
    """Return a signature; its own scans stay in the entry, where they were made."""
    said: shapes.Shape = {
        "seq": each.seq,
        "kind": each.kind.value,
        "title": each.title,
        "person": asdict(each.signature.person),
        "meaning": each.signature.meaning,
        "signed_at": shapes.plain(each.signature.signed_at),
        "digest": each.digest,
    }
    return said


def _awaited(each: signed.Awaited) -> shapes.Shape:
    return {
        "kind": each.kind.value,
        "title": each.title,
        "milestone": each.milestone,
        "signatures": each.signatures,
        "roles": [role.value for role in each.roles],
    }
