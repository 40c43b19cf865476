"""How do two people correct who a patient is, and one forget how to reach them?"""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import identity_changes, naming, recording, sign_in
from tracker.domain.authority_table import Action
from tracker.domain.identity_change import WHY
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.web import access
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
    """Do what the form asks for, once two people have signed."""
    try:
        _change(coi, step)
    except Refused as refused:
        return _page(coi, refused), 409
    flash("Done. Every look and every change stays on record.")
    return redirect(url_for("coordinator.journey", coi=coi))


def _change(coi: str, step: str) -> None:
    asked, filled = recording.request(clock()), request.form
    match step:
        case "correct":
            identity_changes.correct(
                _wish(coi),
                asked,
                name=_text("name", "The name"),
                birth_date=_born(),
                record_number=_text("record_number", "The record number"),
            )
        case "same":
            number = filled.get("other_number", "").strip()
            identity_changes.same_person(_wish(coi), asked, record_number=number)
        case "erase":
            identity_changes.erase_contact(coi, access.actor(), asked)
        case _:
            raise Refused("nothing_to_do", what=step)


def _wish(coi: str) -> identity_changes.Wish:
    journeys.seen_by(access.actor(), coi)
    filled = request.form
    given = [
        {
            "username": filled.get(f"sign-{number}-username", ""),
            "password": filled.get(f"sign-{number}-password", ""),
            "meaning": MEANING,
        }
        for number in range(2)
        if filled.get(f"sign-{number}-password")
    ]
    signings = sign_in.signings(given, access.origin(), clock())
    return identity_changes.Wish(coi, access.actor(), filled.get("why", ""), signings)


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
    signers = (
        Signer(0, access.username(), MEANING, "", own_scans=False),
        Signer(1, "", MEANING, "", own_scans=False),
    )
    return render_template(
        "coordinator/patient.html",
        coi=coi,
        patient=found,
        reasons=WHY,
        signers=signers,
        refused=refused,
    )
