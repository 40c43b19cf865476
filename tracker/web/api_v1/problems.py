"""How does a machine hear no? As problem details (RFC 9457) with our stable code, whatever went wrong."""

from __future__ import annotations

import json
import secrets
from typing import Final

from flask import Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from tracker.domain.refused import Refused
from tracker.web import watch
from tracker.web.api_v1.described import PROBLEM, Misshapen, blueprint

PREFIX: Final = "/api/v1"

STATUS: Final = {
    "malformed_json": 400,
    "token_invalid": 401,
    "no_journeys": 403,
    "address_not_allowed": 403,
    "not_found": 404,
    "no_such_address": 404,
    "method_not_allowed": 405,
    "stale": 412,
    "body_too_large": 413,
    "not_json": 415,
    "encoding_refused": 415,
    "rate_limited": 429,
    "server_error": 500,
}
"""What a rule refuses is 409; the rest says where in HTTP it went wrong."""

SHAPE: Final = 422
"""A request that is not of the form this address takes; the codes are the rules' own."""


@blueprint.errorhandler(Refused)
def of_refusal(fault: Refused) -> Response:
    """Return the problem for a refusal."""
    return problem(fault, status_of(fault))


def status_of(fault: Refused) -> int:
    """Return the status of a refusal."""
    return SHAPE if isinstance(fault, Misshapen) else STATUS.get(fault.code, 409)


def notice(fault: Refused) -> None:
    """Let whoever looks at the answer as it leaves know what it refuses."""
    g.refused_as = fault.code
    if isinstance(fault, Misshapen) and str(fault.field).startswith("signatures"):
        watch.suspect(watch.NO_SIGNATURE)


def text(fault: Refused, status: int) -> str:
    """Return the body of a problem."""
    found = {
        "type": f"urn:samevein:refusal:{fault.code}",
        "title": fault.code.replace("_", " ").capitalize(),
        "status": status,
        "detail": fault.sentence,
        "code": fault.code,
    }
    return json.dumps(found | ({"field": fault.field} if fault.field else {}))


def problem(fault: Refused, status: int) -> Response:
    """Return a problem as the answer to a request."""
    notice(fault)
    answer = Response(text(fault, status), status, content_type=PROBLEM)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="samevein"'
    return answer


@blueprint.errorhandler(HTTPException)
def of_http(fault: HTTPException) -> Response:
    """Return the problem for what Flask itself refuses, with the headers it would have sent."""
    answer = of_refusal(_as_refusal(fault))
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(fault.valid_methods))
    return answer


def _as_refusal(fault: HTTPException) -> Refused:
    if isinstance(fault, MethodNotAllowed):
        allowed = ", ".join(sorted(fault.valid_methods or ()))
        return Refused("method_not_allowed", method=request.method, allowed=allowed)
    if fault.code == 413:
        limit = current_app.config["MAX_CONTENT_LENGTH"] // 1024
        return Refused("body_too_large", limit=limit)
    if fault.code == 429:
        return Refused("rate_limited")
    return Refused("no_such_address" if fault.code == 404 else "malformed_json")


@blueprint.errorhandler(Exception)
def of_bug(fault: Exception) -> Response:
    """Say nothing of the inside; the reference leads to it in the log."""
    if current_app.testing:
        raise fault
    reference = secrets.token_hex(4)
    current_app.logger.error("fault %s", reference, exc_info=fault)
    return of_refusal(Refused("server_error", reference=reference))


@blueprint.before_app_request
def of_routing() -> Response | None:
    """Answer for addresses below /api/v1 that lead nowhere: they belong to no blueprint."""
    fault = request.routing_exception
    ours = request.path == PREFIX or request.path.startswith(f"{PREFIX}/")
    if fault is None or not ours or isinstance(fault, RequestRedirect):
        return None
    return of_http(fault)
