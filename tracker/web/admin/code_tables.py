"""Which tables of codes has each site loaded, and how does it load the next one?"""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import code_tables as actions
from tracker.domain.authority_table import Action
from tracker.domain.code_tables import HEADER, PATTERNS, TITLES
from tracker.domain.refused import Refused
from tracker.reads import accounts, hospitals
from tracker.reads import code_tables as reads
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock

FAULTY: Final = "code_table_faulty"


@pages.get("/code-tables")
@allow(Action.READ_CODE_TABLES)
def code_tables() -> ResponseReturnValue:
    return _page()


@pages.post("/code-tables")
@allow(Action.KEEP_SITES)
def code_table_loaded() -> ResponseReturnValue:
    """Load a whole file as the next version of a table, or name every line at fault."""
    chosen, filled = request.files.get("file"), request.form
    wish = actions.Wish(
        site=filled.get("site", ""),
        kind=filled.get("kind", ""),
        edition=filled.get("edition", ""),
        content=chosen.read() if chosen else b"",
    )
    try:
        version = actions.load(actor(), wish, clock())
    except Refused as refused:
        faults = actions.faults(wish) if refused.code == FAULTY else ()
        return _page(refused, faults), 409
    flash(f"{TITLES[next(t for t in TITLES if t == wish.kind)]}: version {version} is in use.")
    return redirect(url_for("admin.code_tables"))


def _page(refused: Refused | None = None, faults: tuple[str, ...] = ()) -> str:
    return render_template(
        "admin/code_tables.html",
        in_use=reads.in_use(),
        loads=reads.every(),
        names=accounts.names(),
        hospitals=hospitals.everywhere(),
        titles=TITLES,
        expected={table: words for table, (_, words) in PATTERNS.items()},
        header=",".join(HEADER),
        refused=refused,
        faults=faults,
    )
