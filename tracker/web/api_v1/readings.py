"""How does a machine send what a logger measured? As it was measured; the rules judge it here."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.actions import readings as attaching
from tracker.domain import logger_lines
from tracker.web.access import machine_only
from tracker.web.api_v1 import answering, asked, door
from tracker.web.api_v1.answers import RecordedSchema
from tracker.web.api_v1.described import blueprint


@blueprint.post("/journeys/<coi>/shipments/<shipment>/readings")
@blueprint.doc(parameters=[answering.KEY_DESCRIBED])
@blueprint.arguments(asked.ReadingsAsked)
@blueprint.response(201, RecordedSchema)
@machine_only
def attached(body: dict[str, Any], coi: str, shipment: str) -> Response:
    """Attach temperature readings to a shipment; what was sent is kept with its digest."""
    delivery = attaching.Delivery(coi, shipment, door.machine(), body["name"])
    said = [
        logger_lines.sent(each["at"], each["c_tenths"] / 10, number)
        for number, each in enumerate(body["readings"], start=1)
    ]
    raw = request.get_data(cache=True)
    return answering.recorded_once(
        lambda asked_: attaching.attach_readings(
            raw, said, body["interval_seconds"], delivery, asked_
        )
    )
