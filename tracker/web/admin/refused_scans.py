"""Which scans were refused, where and why, and how often does somebody type instead?"""

from __future__ import annotations

import csv
from io import StringIO

from flask import Response, render_template, request

from tracker.domain.authority_table import Action, may
from tracker.reads import refused_scans
from tracker.web import access
from tracker.web.access import allow
from tracker.web.admin.pages import pages

COLUMNS = ("day", "site", "means", "answer", "scans")


@pages.get("/refused-scans")
@allow(Action.CHECK_THE_LOG)
def register() -> str:
    """Show the register; an administrator sees neither journey nor label nor person."""
    asked = _wanted()
    return render_template(
        "admin/refused_scans.html",
        register=refused_scans.register(asked),
        asked=asked,
        whole=may(access.actor(), Action.READ_REFUSED_SCANS),
    )


@pages.get("/refused-scans.csv")
@allow(Action.CHECK_THE_LOG)
def register_csv() -> Response:
    """Return the counts behind the rates; no person, no journey and no label stands in them."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for each in refused_scans.counted(_wanted()):
        answer = each.code or "answered"
        lines.writerow((each.day.isoformat(), each.site, each.source, answer, each.count))
    name = 'attachment; filename="scans.csv"'
    return Response(text.getvalue(), mimetype="text/csv", headers={"Content-Disposition": name})


def _wanted() -> refused_scans.Wanted:
    asked = [request.args.get(name, "") for name in ("site", "code", "since", "until")]
    return refused_scans.wanted(*asked)
