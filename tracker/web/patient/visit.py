"""Is everything ready for the visit? The patient ticks, says how far the way is, and who is there."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import Response, abort, redirect, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import patient_page, preparing
from tracker.actions.recording import request as asking
from tracker.domain.preparation import ITEMS, Preparation, Stay
from tracker.reads import journeys, patient_sheet, patient_status, preparations, whom_to_call
from tracker.web.access import patient_only
from tracker.web.clock import clock
from tracker.web.patient import language
from tracker.web.patient.pages import gone, page, pages, present

ROWS: Final = 6
"""So many people may take turns."""

FREE: Final = 3
"""Empty rows under those that are filled."""

LONGEST_NAME: Final = 80
LONGEST_WAY: Final = 24 * 60


@pages.get("/visit")
@patient_only
def visit() -> ResponseReturnValue:
    """Show what is ready, and on which days nobody is there."""
    coi = present()
    if not coi:
        return gone()
    patient_page.looked(coi, "visit page", clock(), asking(clock()).id)
    return _page(coi, "saved" if "saved" in request.args else "")


@pages.post("/visit")
@patient_only
def noted() -> ResponseReturnValue:
    """Keep what was noted; what cannot be read changes nothing and is asked for again."""
    coi = present()
    if not coi:
        return gone()
    try:
        found = _read()
    except ValueError:
        return _page(coi, "check_days"), 409
    preparing.note(coi, found, clock())
    return redirect(address_of("patient.visit", saved=1))


@pages.get("/sheet.pdf")
@patient_only
def sheet() -> ResponseReturnValue:
    """Hand out the page on paper."""
    coi = present()
    if not coi:
        return gone()
    spoken, now = language.chosen(patient_status.language_of(coi)), clock()
    file = patient_sheet.of(coi, spoken, now)
    if file is None:
        abort(404)
    patient_page.looked(coi, "printed sheet", now, asking(now).id)
    head = {"Content-Disposition": 'inline; filename="my-page.pdf"'}
    return Response(file, mimetype="application/pdf", headers=head)


def _read() -> Preparation:
    """Return what the form says. Raises ValueError for what is no day and no number of minutes."""
    filled = request.form
    minutes = filled.get("minutes", "").strip()
    if minutes and not (minutes.isascii() and minutes.isdigit() and int(minutes) < LONGEST_WAY):
        raise ValueError("minutes")
    rows = zip(
        filled.getlist("who"), filled.getlist("first"), filled.getlist("last"), strict=False
    )
    stays = tuple(_stay(*row) for row in list(rows)[:ROWS] if any(part.strip() for part in row))
    ready = frozenset(filled.getlist("ready")) & frozenset(ITEMS)
    return Preparation(ready, int(minutes) if minutes else None, stays)


def _stay(who: str, first: str, last: str) -> Stay:
    begins = date.fromisoformat(first.strip())
    ends = date.fromisoformat(last.strip() or first.strip())
    if ends < begins:
        raise ValueError("last")
    return Stay(who.strip()[:LONGEST_NAME], begins, ends)


def _page(coi: str, said: str) -> str:
    told = journeys.tell(coi)
    ready = preparations.of(told)
    spoken = language.chosen(patient_status.language_of(coi))
    return page(
        "visit",
        spoken,
        ready=ready,
        items=ITEMS,
        rows=[*ready.noted.stays, *[None] * FREE][:ROWS],
        contact=whom_to_call.of(told, clock()),
        said=said,
    )
