"""What does a person see when something is refused, missing or broken?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.domain.refused import CODES, Refused

STATUS_OF_CODE = {
    "not_found": 404,
    "not_signed_in": 401,
    "screen_locked": 401,
    "encoding_refused": 415,
    "rate_limited": 429,
    "form_expired": 400,
}
"""What is refused is 409, except for these."""

CODE_OF_STATUS = {
    400: "bad_request",
    403: "not_yours",
    404: "no_such_page",
    405: "no_such_page",
    413: "body_too_large",
    429: "rate_limited",
}
Said = Callable[[str, int], ResponseReturnValue]
"""Answers a refusal's code and status in the words of the people whose pages these are."""

OWN_WORDS: Final = "faults_in_own_words"
ASIDE = {
    "not_yours": "Your roles do not open this page.",
    "no_such_page": "There is no such page.",
    "bad_request": "This request could not be read.",
}
"""Sentences about addresses, not about journeys: they are no refusals of a rule."""


def register(app: Flask, own_words: Mapping[str, Said]) -> None:
    """Answer every fault with one large sentence and its code.

    Below the addresses of `own_words` people do not read the staff's English: their own pages answer.
    """
    app.extensions[OWN_WORDS] = own_words
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def refused(fault: Refused) -> ResponseReturnValue:
    """Show a refusal: one large sentence; a stop that fills the screen where it is not this patient's."""
    status = STATUS_OF_CODE.get(fault.code, 409)
    if fault.code == "identity_mismatch" and not _is_machine():
        back = (request.view_args or {}).get("coi") or request.form.get("expect", "")
        return render_template("stop.html", sentence=fault.sentence, coi=back), status
    return answer(fault.code, fault.sentence, status)


def answer(code: str, sentence: str, status: int) -> ResponseReturnValue:
    """Return a refusal as a page, or as problem details (RFC 9457) where a machine asked."""
    g.refused_as = code
    if _is_machine():
        problem = jsonify(
            type="about:blank", title=sentence, status=status, code=code, detail=sentence
        )
        problem.mimetype = "application/problem+json"
        return problem, status
    for place, said in current_app.extensions[OWN_WORDS].items():
        if f"{request.path}/".startswith(f"{place}/"):
            return said(code, status)
    return render_template("refused.html", code=code, sentence=sentence), status


def _forged(_fault: CSRFError) -> ResponseReturnValue:
    return refused(Refused("form_expired"))


def _http(fault: HTTPException) -> ResponseReturnValue:
    status = fault.code or 500
    if status < 400:
        return fault.get_response()
    if isinstance(fault, SecurityError):
        return "This service is not at this address.\n", 400, {"Content-Type": "text/plain"}
    code = CODE_OF_STATUS.get(status, "bad_request")
    limit = (request.max_content_length or 0) // 1024
    sentence = ASIDE.get(code) or CODES[code].format(limit=limit)
    return answer(code, sentence, status)


def _broken(fault: Exception) -> ResponseReturnValue:
    """Say nothing of the inside; the reference leads to it in the log."""
    if current_app.testing:
        raise fault
    reference = secrets.token_hex(4)
    current_app.logger.error("fault %s", reference, exc_info=fault)
    sentence = CODES["server_error"].format(reference=reference)
    return answer("server_error", sentence, 500)


def _is_machine() -> bool:
    return request.path.startswith("/api/")
