"""Which products can be tracked, and what is wrong with a file that shall be another one?"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.reads import products
from tracker.web import uploads
from tracker.web.access import allow
from tracker.web.admin.pages import pages

TOML = uploads.Expected(".toml", "a TOML file in UTF-8")


@pages.get("/protocols")
@allow(Action.CHECK_PROTOCOLS)
def protocols() -> ResponseReturnValue:
    return render_template(
        "admin/protocols.html", protocols=products.every(), faults=None, text=""
    )


@pages.post("/protocols")
@allow(Action.CHECK_PROTOCOLS)
def checked() -> ResponseReturnValue:
    """Name every fault of a file that was pasted or chosen; nothing of it is kept."""
    text = _text()
    return render_template(
        "admin/protocols.html",
        protocols=products.every(),
        faults=products.faults(text),
        text=text,
    )


def _text() -> str:
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return request.form.get("text", "").replace("\r\n", "\n")
    return uploads.text(chosen, "The file", TOML)
