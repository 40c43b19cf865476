"""How do two people correct who a patient is, and one forget how to reach them?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NoReturn

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import half_signing, identity_changes, naming, recording, sign_in
from tracker.domain import identity_change
from tracker.domain.authority_table import Action
from tracker.domain.identity_change import WHY
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages
from tracker.web.entries import Signer

MEANING = "I saw proof of who this patient is, and this change is right."


@pages.get("/journeys/<coi>/patient")
@allow(Action.CORRECT_IDENTITY)
def patient(coi: str) -> ResponseReturnValue:
    return _page(coi, None)


@pages.post("/journeys/<coi>/patient/<step>")
@allow(Action.CORRECT_IDENTITY)
def patient_changed(coi: str, step: str) -> ResponseReturnValue:
    """Take what the first of two people wrote, or erase how to reach the patient."""
    try:
        _change(coi, step)
    except Refused as refused:
        return _page(coi, refused), 409
    flash("Done. Every look and every change stays on record.")
    return redirect(url_for("coordinator.journey", coi=coi))


def _change(coi: str, step: str) -> None:
    """Hand a change on to its second person, whose page holds none of it; erasing needs only one."""
    match step:
        case "correct":
            written = {
                "name": _text("name", "The name"),
                "birth_date": _born().isoformat(),
                "record_number": _text("record_number", "The record number"),
            }
            _begin(coi, "corrected", written)
        case "same":
            number = _text("other_number", "The other record number")
            _begin(coi, "same person", {"other_number": number})
        case "erase":
            asked = recording.request(clock())
            identity_changes.erase_contact(coi, access.actor(), asked)
        case _:
            raise Refused("nothing_to_do", what=step)


def _begin(coi: str, change: str, written: dict[str, str]) -> NoReturn:
    journeys.seen_by(access.actor(), coi)
    now, why = clock(), request.form.get("why", "")
    given = {
        "username": request.form.get("sign-0-username", ""),
        "password": request.form.get("sign-0-password", ""),
        "meaning": MEANING,
    }
    (signing,) = sign_in.signings((given,), access.origin(), now)
    wish = identity_changes.Wish(coi, access.actor(), why, (replace(signing, at=now),))
    identity_changes.rehearse(change, wish, written, now)
    home = url_for("coordinator.journey", coi=coi)
    parts = ({**written, "why": why}, (), wish.signings, recording.request(now).id, home)
    entries.hand_on(half_signing.Half(coi, change, now, *parts))


def _text(name: str, label: str) -> str:
    value = request.form.get(name, "").strip()
    if not value:
        raise Refused("field_missing", field=name, label=label)
    return value


def _born() -> date:
    try:
        return date.fromisoformat(_text("birth_date", "The birth date"))
    except ValueError:
        raise Refused(
            "field_type", field="birth_date", label="The birth date", expected="a day"
        ) from None


def _page(coi: str, refused: Refused | None) -> str:
    who = access.actor()
    journeys.seen_by(who, coi)
    found = naming.patient(coi, who, recording.request(clock()), "identity page")
    if found is None:
        raise Refused("not_found")
    return render_template(
        "coordinator/patient.html",
        coi=coi,
        patient=found,
        reasons=WHY,
        signer=Signer(access.username(), MEANING, identity_change.PEOPLE - 1),
        refused=refused,
    )
