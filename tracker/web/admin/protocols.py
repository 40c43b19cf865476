"""Which products can be tracked, and what is wrong with a file that shall be another one?"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.reads import products
from tracker.web.access import allow
from tracker.web.admin.pages import pages


@pages.get("/protocols")
@allow(Role.ADMIN, Role.AUDITOR, Role.QA)
def protocols() -> ResponseReturnValue:
    return render_template(
        "admin/protocols.html", protocols=products.every(), faults=None, text=""
    )


@pages.post("/protocols")
@allow(Role.ADMIN, Role.AUDITOR, Role.QA)
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
    sent = chosen.read() if chosen else b""
    if not sent:
        return request.form.get("text", "").replace("\r\n", "\n")
    try:
        return sent.decode()
    except UnicodeDecodeError:
        expected = "a TOML file in UTF-8"
        raise Refused("field_type", field="file", label="The file", expected=expected) from None
