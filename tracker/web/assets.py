"""Where do style sheets and scripts come from, and how long may a browser keep them?"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import flask_bootstrap
from flask import Blueprint, abort, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from tracker.web.access import open_to_all

HERE: Final = Path(__file__).parent / "static"
BOOTSTRAP: Final = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
"""Bootstrap as Bootstrap-Flask ships it; nothing is fetched from elsewhere."""

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


def _folder(name: str) -> Path | None:
    return next((folder for folder in (HERE, BOOTSTRAP) if (folder / name).is_file()), None)


@cache
def _version(name: str) -> str:
    folder = _folder(name)
    assert folder is not None, f"no such file among the static ones: {name}"
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
