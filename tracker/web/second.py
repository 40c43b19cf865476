"""How does the second person of a step answer for themselves, on a page without the first one's answers?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import half_signing, naming, recording, sign_in
from tracker.actions.half_signing import WITHIN, Half
from tracker.domain import fields, identity_change, second_person
from tracker.domain.authority_table import Action
from tracker.domain.events import Signing
from tracker.domain.fields import Field, Spec
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import choices, journeys
from tracker.reads.journeys import Told
from tracker.store.log import Sealed
from tracker.web import access, entries, forms, scan_fields, watch
from tracker.web.access import allow
from tracker.web.clock import clock, said

pages = Blueprint("second", __name__)

TRY_AGAIN: Final = frozenset(
    {
        "signature_invalid",
        "account_locked",
        "second_person_is_first",
        "signer_not_allowed",
        "training_expired",
        "policy_not_accepted",
        "second_scans_missing",
        "field_missing",
        "field_type",
        "reason_missing",
        "photo_unreadable",
        "photo_too_large",
        "photo_nothing_read",
        "photo_several",
        "linear_unconfirmed",
        "busy",
    }
)
"""Refusals the second person can mend. After any other both begin again: answers are not guessed."""

SUBJECTS: Final = ("lot", "shipment", "point", "milestone")
"""What a step is about, where its page knew that before anybody answered."""

AFTER: Final[Mapping[Kind, Callable[[str, Mapping[str, Any]], str]]] = {
    Kind.SHIPMENT_PACKED: lambda coi, data: url_for(
        "station.shipment", coi=coi, shipment=data["shipment"]
    ),
    Kind.DISPOSITION_DECIDED: lambda coi, data: url_for(
        "liaison.disposition_recorded", coi=coi, lot=data["lot"]
    ),
}
"""Where to go once it is recorded, for kinds whose entry has a page of its own."""

CHANGE_TITLE: Final = "Change who this patient is"


@pages.get("/journeys/<coi>/second/<token>")
@allow(Action.SEE_JOURNEYS)
def page(coi: str, token: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    return _page(told, half_signing.find(token, coi, clock()))


@pages.post("/journeys/<coi>/second/<token>")
@allow(Action.SEE_JOURNEYS)
def answered(coi: str, token: str) -> ResponseReturnValue:
    """Take the next person's answers and signature; record the step once it needs no further one."""
    told = journeys.seen_by(access.actor(), coi)
    half = half_signing.find(token, coi, clock())
    try:
        half = half_signing.signed(half, _signing(half), request.form.get("reason", "").strip())
        if len(half.signings) < _needed(told, half):
            asked = recording.request(clock(), half.request_id)
            recording.rehearse(half_signing.claim(half), asked)
            half_signing.drop(token)
            entries.hand_on(half)
        sealed = half_signing.finish(half, clock())
    except Refused as refused:
        if refused.code in watch.TELLING:
            watch.suspect(refused.code)
        if refused.code not in TRY_AGAIN:
            half_signing.drop(token)
        if refused.code == "identity_mismatch":
            raise
        return _page(told, half, refused), 409
    half_signing.drop(token)
    return redirect(_after(half, sealed))


def _needed(told: Told, half: Half) -> int:
    if half.kind in identity_change.ASKED:
        return identity_change.PEOPLE
    return entries.people_needed(told, Kind(half.kind), half.data)


def _signing(half: Half) -> Signing:
    """Return the next person's signing: own scans, own answers, own password. Raises Refused."""
    filled = scan_fields.filled()
    scans = scan_fields.lines(filled.get("scans", ""))
    if half.scans and not scans:
        raise Refused("second_scans_missing", field="scans", what="the same labels")
    answers = _answers(half)
    now = clock()
    given = {
        "username": request.form.get("username", ""),
        "password": request.form.get("password", ""),
        "meaning": half.signings[0].meaning,
        "scans": scans,
    }
    (signing,) = sign_in.signings((given,), access.origin(), now)
    return replace(signing, means=scan_fields.means(filled), at=now, answers=answers)


def _answers(half: Half) -> dict[str, Any]:
    """Return what this person answered. Raises Refused for what is missing or cannot be."""
    spec = _asked(half)
    given = forms.data(spec, forms.Filled(request.form), "UTC")
    answers = {field.name: given[field.name] for field in spec.fields if field.name in given}
    fields.require_shape(spec, answers)
    for field in spec.fields:
        if field.required and field.name not in answers:
            raise Refused("field_missing", field=field.name, label=field.label)
    return answers


def _asked(half: Half) -> Spec:
    """Return the step with only the fields a further person answers."""
    if half.kind in identity_change.ASKED:
        labels = identity_change.ASKED[half.kind]
        types = {"birth_date": "day"}
        asked = tuple(
            Field(name, types.get(name, "text"), label) for name, label in labels.items()
        )
        return replace(SPECS[Kind.IDENTITY_VERIFIED], title=CHANGE_TITLE, fields=asked)
    spec = SPECS[Kind(half.kind)]
    names = second_person.asked(spec.kind, half.data)
    return replace(spec, fields=tuple(each for each in spec.fields if each.name in names))


def _after(half: Half, sealed: tuple[Sealed, ...]) -> str:
    """Say what was recorded, and return the address that follows."""
    if not sealed:
        flash("Done. Every look and every change stays on record.")
        return half.then
    first = sealed[0]
    flash(f"Recorded as entry {first.entry.seq}. Seal {first.seal}.")
    after = AFTER.get(first.entry.kind)
    return after(half.coi, first.entry.data) if after else half.then


def _page(told: Told, half: Half, refused: Refused | None = None) -> str:
    """Draw the page anew: neither the first one's answers nor this one's refused ones are on it."""
    spec, coi = _asked(half), told.journey.coi
    offered = {} if half.kind in identity_change.ASKED else choices.of(told, spec.kind)
    signed = {each.actor.id for each in half.signings}
    return render_template(
        "second.html",
        coi=coi,
        half=half,
        spec=spec,
        filled=forms.Filled(),
        inputs=forms.inputs(spec, forms.Filled(), offered),
        subject=next((str(half.data[name]) for name in SUBJECTS if name in half.data), ""),
        meaning=half.signings[0].meaning,
        username="" if access.actor().id in signed else access.username(),
        until=said(half.signings[-1].at + WITHIN, told.site.zone)
        if half.signings[-1].at
        else "",
        over=refused is not None and refused.code not in TRY_AGAIN,
        refused=refused,
        patient=naming.patient(
            coi, access.actor(), recording.request(clock()), "second person's page"
        ),
    )
