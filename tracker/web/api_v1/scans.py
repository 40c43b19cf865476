"""What was scanned, whose is it, and what may be done with it?"""

from __future__ import annotations

from typing import Any

from flask import Response

from tracker.actions import scanning
from tracker.web.access import machine_only
from tracker.web.api_v1 import answering, asked, door, shapes
from tracker.web.api_v1.answers import ScannedSchema
from tracker.web.api_v1.described import blueprint


@blueprint.post("/scans")
@blueprint.doc(parameters=[answering.KEY_DESCRIBED])
@blueprint.arguments(asked.ScanAsked)
@blueprint.response(200, ScannedSchema)
@machine_only
def scanned(body: dict[str, Any]) -> Response:
    """Say what a scan is. Another journey than the one expected is refused and recorded there."""
    what = scanning.Look(body["raw"], body["expect_coi"], body["means"], body["reason"])
    return answering.told_once(
        lambda asked_: shapes.scanned(scanning.look(what, door.machine(), asked_))
    )
