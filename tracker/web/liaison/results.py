"""Which release tests have a result, and how are several recorded with one signature?"""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import recording, sign_in
from tracker.domain import lots
from tracker.domain.authority_table import Action
from tracker.domain.events import Signing
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import history, journeys
from tracker.web import access, entries, forms, moments
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.liaison.pages import pages

KIND = Kind.TEST_RECORDED


@pages.get("/journeys/<coi>/lots/<lot>/tests")
@allow(Action.WORK_AT_THE_DESK)
def tests(coi: str, lot: str) -> ResponseReturnValue:
    return _page(coi, lot, {})


@pages.post("/journeys/<coi>/lots/<lot>/tests")
@allow(Action.WORK_AT_THE_DESK)
def tested(coi: str, lot: str) -> ResponseReturnValue:
    """Record each result that was chosen; each stands or is refused on its own."""
    told = journeys.seen_by(access.actor(), coi)
    given = {
        name: result
        for name in told.protocol.release_tests
        if (result := request.form.get(f"test-{name}", ""))
    }
    if not given:
        return _page(coi, lot, {}, Refused("nothing_to_do", what="no result was chosen")), 409
    try:
        at, signed = (
            moments.happened_at(request.form.get("happened_at", ""), told.site.zone, clock()),
            _signed(),
        )
    except Refused as refused:
        return _page(coi, lot, {}, refused), 409
    answers = {
        name: _record(coi, {"lot": lot, "test": name, "result": result}, at, signed)
        for name, result in given.items()
    }
    return _page(coi, lot, answers), 409 if any(answers.values()) else 200


def _record(coi: str, data: dict[str, str], at: datetime, signed: tuple[Signing, ...]) -> str:
    """Record one result; return why it was refused, or ""."""
    request_id = f"{request.form.get('request_id', '')}:{data['test']}"
    if history.was_answered(coi, request_id):
        return ""
    if note := request.form.get("note", "").strip():
        data = {**data, "note": note}
    claim = recording.Claim(coi, KIND.value, at, data, access.actor(), signings=signed)
    try:
        recording.record(claim, recording.request(clock(), request_id))
    except Refused as refused:
        return refused.sentence
    return ""


def _signed() -> tuple[Signing, ...]:
    given = {
        "username": access.username(),
        "password": request.form.get("sign-0-password", ""),
        "meaning": SPECS[KIND].meaning,
    }
    return sign_in.signings((given,), access.origin(), clock())


def _page(coi: str, lot: str, answers: dict[str, str], refused: Refused | None = None) -> str:
    told = journeys.seen_by(access.actor(), coi)
    form = entries.form(told, KIND, forms.Filled(request.form))
    return render_template(
        "liaison/tests.html",
        coi=coi,
        lot=lots.find(told.journey, lot),
        protocol=told.protocol,
        form=form,
        refused=refused,
        answers=answers,
        given={} if answers else request.form,
    )
