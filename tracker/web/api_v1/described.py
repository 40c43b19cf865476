"""How does flask-smorest describe and parse our API, where our contract asks for more than it has?"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final, NoReturn

import flask_smorest
from flask import Flask, Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from tracker.domain.refused import Refused
from tracker.web.api_v1.answers import ProblemSchema

VERSION: Final = "1.0.0"
PROBLEM: Final = "application/problem+json"
ABOUT: Final = """\
Chain of identity and custody for cell therapy, over all manufacturers. Whatever a page can do, this
can do; the same rules judge it. Every error is `application/problem+json` (RFC 9457) with a stable
`code`; the codes and their sentences are listed in `docs/refusals.md`, the entry kinds and their
fields in `docs/entries.md`. Example - not approved for clinical use.
"""


class Misshapen(Refused):
    """A request that is not of the form its address takes: it never came before a rule."""


class Parser(FlaskParser):
    """Reads a body strictly, and refuses in our own codes."""

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401, ARG002
        """Return the body. Raises Refused when it is not JSON, or JSON that means two things."""
        if not req.is_json:
            raise Refused("not_json")
        try:
            found = json.loads(req.get_data(cache=True), parse_constant=_no_such_number)
            json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise Refused("malformed_json") from None
        return found

    def handle_error(
        self,
        error: ValidationError,
        *_request: object,
        **_status: object,
    ) -> NoReturn:
        """Refuse with the code of the first fault, naming its field."""
        name, message = _first(error.messages)
        code, _, expected = message.partition(":")
        raise _shaped(code, name, expected) from None


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)


def _shaped(code: str, name: str, expected: str) -> Misshapen:
    if code == "field_missing":
        return Misshapen("field_missing", field=name)
    if code == "field_unknown":
        return Misshapen("field_unknown", field=name, kind="this request")
    return Misshapen("field_type", field=name, expected=expected or "of another form")


def _first(messages: Any, path: tuple[str, ...] = ()) -> tuple[str, str]:  # noqa: ANN401
    """Return the dotted name and the message of the first fault, leaving out the location."""
    if isinstance(messages, dict):
        name, inner = next(iter(messages.items()))
        own = () if name == "_schema" else (str(name),)
        return _first(inner, (*path, *own))
    return ".".join(path[1:]) or "body", str(messages[0])


class Api(flask_smorest.Api):
    """flask-smorest without its error handler (it drops Allow) and without its remote pages."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        described = {
            "title": "Samevein",
            "version": VERSION,
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT},
            "servers": [{"url": "/"}],
            "security": [{"token": []}],
        }
        super().__init__(app, spec_kwargs=described)
        token = {"type": "http", "scheme": "bearer"}
        self.spec.components.security_scheme("token", token)

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`."""

    def _register_responses(self) -> None:
        """Say that every error is a problem of the same form."""
        answer = {
            "description": "A problem; `code` is stable and says which.",
            "content": {PROBLEM: {"schema": ProblemSchema}},
        }
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, answer, lazy=True)
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                self.spec.components.response(status.name, answer, lazy=True)


class Blueprint(flask_smorest.Blueprint):
    """The blueprint of all addresses below /api/v1."""

    ARGUMENTS_PARSER = Parser()


blueprint = Blueprint(
    "api_v1",
    __name__,
    url_prefix="/api/v1",
    description="Journeys, their entries, scans, and dossiers.",
)
