"""Where do style sheets and scripts come from, and how long may a browser keep them?"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import flask_bootstrap
from flask import Blueprint, abort, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.web.access import open_to_all

HERE: Final = Path(__file__).parent / "static"
BOOTSTRAP: Final = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
"""Bootstrap as Bootstrap-Flask ships it; nothing is fetched from elsewhere."""

INLINED: Final = "patient.css"
"""The one sheet that also stands in a page, so that a patient on a slow line sees it at once."""

pages = Blueprint("assets", __name__)


@pages.get("/static/<path:name>")
@open_to_all
def serve(name: str) -> ResponseReturnValue:
    folder = _folder(name)
    if folder is None:
        abort(404)
    for_ever = request.args.get("v") == _version(name)
    answer = send_from_directory(folder, name, max_age=None if for_ever else 0)
    if for_ever:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def asset(name: str) -> str:
    """Return the address of a file; it changes with the content, so browsers may keep it."""
    return url_for("assets.serve", name=name, v=_version(name))


@cache
def inlined() -> Markup:
    """Return the one sheet to stand in a page; nothing in it comes from a person."""
    return Markup(f"<style>{_sheet()}</style>")  # noqa: S704 # nosec B704


def named_by_hash() -> str:
    """Return how a policy names the very text of that sheet (CSP level 2)."""
    digest = hashlib.sha256(_sheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _sheet() -> str:
    return (HERE / INLINED).read_text(encoding="utf-8")


def _folder(name: str) -> Path | None:
    return next((folder for folder in (HERE, BOOTSTRAP) if (folder / name).is_file()), None)


@cache
def _version(name: str) -> str:
    folder = _folder(name)
    assert folder is not None, f"no such file among the static ones: {name}"
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
