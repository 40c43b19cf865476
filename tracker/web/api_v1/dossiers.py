"""How does a machine take a journey with it? As one file that anybody can verify without us."""

from __future__ import annotations

from flask import Response

from tracker.actions import dossiers, recording
from tracker.web.access import machine_only
from tracker.web.api_v1 import door
from tracker.web.api_v1.described import blueprint
from tracker.web.clock import clock

ZIP = "application/zip"


@blueprint.get("/journeys/<coi>/dossier")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=ZIP)
@machine_only
def taken(coi: str) -> Response:
    """Take a journey's dossier: the ZIP of `flask log export`, under a checkpoint made now."""
    packed = dossiers.export(door.machine(), coi, recording.request(clock()))
    answer = Response(packed, content_type=ZIP)
    answer.headers["Content-Disposition"] = f'attachment; filename="{coi}.zip"'
    return answer
