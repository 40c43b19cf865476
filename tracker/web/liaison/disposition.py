"""May this lot be given? Two people decide, each for themselves, and read what follows."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain import lots
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.liaison.pages import pages

KIND = Kind.DISPOSITION_DECIDED

DECISIONS: Final = (
    (
        "released",
        "Released",
        (
            "The doses may be shipped. A return visit is proposed at once and the coordinator is "
            "told to confirm it with the patient."
        ),
    ),
    (
        "released_under_exception",
        "Released under exception",
        "As a release, for a lot that does not meet every test. The reason stays with it.",
    ),
    (
        "quarantined",
        "Quarantined",
        "Nothing is shipped until you decide again. A clinician speaks with the patient first.",
    ),
    (
        "rejected",
        "Rejected",
        "This lot will not be given. A clinician speaks with the patient before any page does.",
    ),
)
"""Each decision, what it is called, and what follows from it."""


@pages.get("/journeys/<coi>/lots/<lot>/disposition")
@allow(Action.WORK_AT_THE_DESK)
def disposition(coi: str, lot: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    return _page(told, lot, entries.form(told, KIND))


@pages.post("/journeys/<coi>/lots/<lot>/disposition")
@allow(Action.WORK_AT_THE_DESK)
def decided(coi: str, lot: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    lots.find(told.journey, lot)
    try:
        entries.submit(told, KIND)
    except Refused as refused:
        return _page(told, lot, entries.refused_form(told, KIND, refused)), 409
    return redirect(url_for("liaison.disposition_recorded", coi=coi, lot=lot))


@pages.get("/journeys/<coi>/lots/<lot>/decided")
@allow(Action.WORK_AT_THE_DESK)
def disposition_recorded(coi: str, lot: str) -> ResponseReturnValue:
    """Say what was decided and what follows from it now."""
    told = journeys.seen_by(access.actor(), coi)
    found = lots.find(told.journey, lot)
    said = {value: (label, follows) for value, label, follows in DECISIONS}
    label, follows = said.get(found.state, (found.state, ""))
    return render_template(
        "liaison/decided.html",
        coi=coi,
        lot=found,
        label=label,
        follows=follows,
        visit=told.journey.visit,
    )


def _page(told: journeys.Told, name: str, form: entries.EntryForm) -> str:
    lot = lots.find(told.journey, name)
    tests = told.protocol.release_tests
    return render_template(
        "liaison/disposition.html",
        coi=told.journey.coi,
        lot=lot,
        protocol=told.protocol,
        decisions=DECISIONS,
        passed=[test for test in tests if lot.tests.get(test) == "pass"],
        not_passed=[test for test in tests if lot.tests.get(test) != "pass"],
        form=form,
        given=request.form,
    )
