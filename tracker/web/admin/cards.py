"""Which advice do patients read, from which source, until when, and how does a site add its own?"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.reads import advice
from tracker.web.access import allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock


@pages.get("/cards")
@allow(Action.READ_CARDS)
def cards() -> ResponseReturnValue:
    return render_template("admin/cards.html", shelf=advice.shelf(clock()))
