"""Where do people and programs read what this API is?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import flask_swagger_ui
from flask import Blueprint, Response, jsonify, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from flask_smorest import current_api

from tracker.web.access import open_to_all
from tracker.web.api_v1.described import blueprint

SWAGGER: Final = Path(flask_swagger_ui.__file__).parent / "dist"
OURS: Final = Path(__file__).parent / "static"
SERVED: Final = {
    "swagger-ui.css": SWAGGER,
    "swagger-ui-bundle.js": SWAGGER,
    "start.js": OURS,
    "docs.css": OURS,
}

pages = Blueprint("api_docs", __name__, url_prefix="/api/v1/docs")


@blueprint.get("/openapi.json")
@blueprint.doc(security=[])
@open_to_all
def description() -> Response:
    """Return this description (OpenAPI 3.1)."""
    return jsonify(current_api.spec.to_dict())


@pages.get("", strict_slashes=False)
@open_to_all
def docs() -> ResponseReturnValue:
    """Show the description to people; everything on the page comes from this service."""
    return render_template("api_v1/docs.html")


@pages.get("/<name>")
@open_to_all
def part(name: str) -> ResponseReturnValue:
    """Serve what the page of the description is made of."""
    return send_from_directory(SERVED.get(name, OURS), name, max_age=3600)
