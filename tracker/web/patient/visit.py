"""Is everything ready for the visit? The patient ticks, says how far the way is, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Response, abort, redirect, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import preparing
from tracker.domain.preparation import ITEMS, Preparation, Stay
from tracker.domain.scopes import Scope
from tracker.reads import journeys, patient_sheet, patient_status, preparations, whom_to_call
from tracker.store.viewers import Viewer
from tracker.web.access import viewer_may
from tracker.web.clock import clock
from tracker.web.patient import language
from tracker.web.patient.pages import looked, page, pages, reader

ROWS: Final = 6
"""So many people may take turns."""

FREE: Final = 3
"""Empty rows under those that are filled."""

LONGEST_NAME: Final = 80
LONGEST_WAY: Final = 24 * 60


Row = tuple[str, str, str]
"""Who is there, from which day, until which."""

EMPTY: Final[Row] = ("", "", "")


@dataclass(frozen=True)
class Filled:
    """What stands in the fields: what was noted, or what was typed and could not be read."""

    ready: frozenset[str]
    minutes: str
    rows: list[Row]


@pages.get("/visit")
@viewer_may(Scope.OWN)
def visit() -> ResponseReturnValue:
    """Show what is ready, and on which days nobody is there."""
    viewer = reader()
    looked(viewer, "visit page")
    return _page(viewer, "saved" if "saved" in request.args else "")


@pages.post("/visit")
@viewer_may(Scope.OWN)
def noted() -> ResponseReturnValue:
    """Keep what was noted; what cannot be read changes nothing and is asked for again."""
    viewer = reader()
    try:
        found = _read()
    except ValueError:
        return _page(viewer, "check_days"), 409
    preparing.note(viewer.coi, found, clock())
    return redirect(address_of("patient.visit", saved=1))


@pages.get("/sheet.pdf")
@viewer_may(Scope.STATUS)
def sheet() -> ResponseReturnValue:
    """Hand out on paper what this person may read on the page."""
    viewer, now = reader(), clock()
    status = patient_status.of(viewer, now)
    file = patient_sheet.of(status, language.of(viewer), now)
    if file is None:
        abort(404)
    looked(viewer, "printed sheet")
    head = {"Content-Disposition": 'inline; filename="my-page.pdf"'}
    return Response(file, mimetype="application/pdf", headers=head)


def _read() -> Preparation:
    """Return what the form says. Raises ValueError for what is no day and no number of minutes."""
    filled = request.form
    minutes = filled.get("minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdigit() and int(minutes) < LONGEST_WAY):
        raise ValueError("minutes")
    stays = tuple(_stay(*row) for row in _typed_rows() if any(part.strip() for part in row))
    ready = frozenset(filled.getlist("ready")) & frozenset(ITEMS)
    return Preparation(ready, int(minutes) if minutes else None, stays)


def _typed_rows() -> list[Row]:
    columns = (request.form.getlist(name) for name in ("who", "first", "last"))
    return list(zip(*columns, strict=False))[:ROWS]


def _stay(who: str, first: str, last: str) -> Stay:
    begins = date.fromisoformat(first.strip())
    ends = date.fromisoformat(last.strip() or first.strip())
    if ends < begins:
        raise ValueError("last")
    return Stay(who.strip()[:LONGEST_NAME], begins, ends)


def _noted(noted: Preparation) -> Filled:
    rows = [(each.who, each.first.isoformat(), each.last.isoformat()) for each in noted.stays]
    minutes = "" if noted.minutes is None else str(noted.minutes)
    return Filled(noted.ready, minutes, [*rows, *[EMPTY] * FREE][:ROWS])


def _typed() -> Filled:
    form = request.form
    return Filled(frozenset(form.getlist("ready")), form.get("minutes", ""), _typed_rows())


def _page(viewer: Viewer, said: str) -> str:
    told = journeys.tell(viewer.coi)
    ready = preparations.of(told)
    return page(
        "visit",
        language.of(viewer),
        ready=ready,
        items=ITEMS,
        filled=_typed() if said == "check_days" else _noted(ready.noted),
        contact=whom_to_call.of(told, clock()),
        said=said,
    )
