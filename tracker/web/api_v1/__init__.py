"""The same actions and reads for machines: which addresses are below `/api/v1`?"""

from __future__ import annotations

from flask import Flask

from tracker.web import guards
from tracker.web.api_v1 import (
    documents,
    door,
    dossiers,
    entries,
    journeys,
    problems,
    readings,
    scans,
    signatures,
)
from tracker.web.api_v1.described import Api, blueprint

__all__ = [
    "door",
    "dossiers",
    "entries",
    "journeys",
    "problems",
    "readings",
    "register",
    "scans",
    "signatures",
]


def register(app: Flask) -> None:
    """Give the application its API. A bearer token cannot be forged by a page, so no form guard."""
    api = Api(app)
    api.register_blueprint(blueprint)
    app.register_blueprint(documents.pages)
    guards.csrf.exempt(blueprint)
