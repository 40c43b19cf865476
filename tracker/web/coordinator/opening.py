"""How does a journey begin? A patient, a product, a site, and a signature."""

from __future__ import annotations

import secrets
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import admitting, recording, sign_in
from tracker.domain.authority_table import Action
from tracker.domain.events import Signing
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.domain.visits.courses import named
from tracker.reads import journeys, places
from tracker.reads.spoken import languages
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages
from tracker.web.entries import Signer

KIND = Kind.JOURNEY_OPENED


@pages.get("/new")
@allow(Action.PLAN)
def new() -> ResponseReturnValue:
    return _page()


@pages.post("/new")
@allow(Action.PLAN)
def opened() -> ResponseReturnValue:
    try:
        coi = admitting.admit(_newcomer(), _order(), _signing(), _request())
    except Refused as refused:
        return _page(refused), 409
    flash("The journey is open. Give the patient the link to their page next.")
    return redirect(url_for("coordinator.journey", coi=coi))


def _newcomer() -> admitting.Newcomer:
    name = _text("name", "the patient's name")
    number = _text("record_number", "the record number")
    return admitting.Newcomer(
        name=name,
        birth_date=_birth_date(),
        record_number=number,
        phone=request.form.get("phone", "").strip(),
        email=request.form.get("email", "").strip(),
        language=request.form.get("language", "en"),
    )


def _birth_date() -> date:
    try:
        return date.fromisoformat(_text("birth_date", "the birth date"))
    except ValueError:
        raise Refused(
            "field_type", field="birth_date", label="The birth date", expected="a day"
        ) from None


def _order() -> admitting.Order:
    return admitting.Order(
        protocol=_text("protocol", "the product"),
        site=_text("site", "the site"),
        priority=request.form.get("priority", "routine"),
        indication=request.form.get("indication", ""),
        two_people="two_people" in request.form,
    )


def _signing() -> Signing:
    given = {
        "username": access.username(),
        "password": request.form.get("sign-0-password", ""),
        "meaning": SPECS[KIND].meaning,
    }
    return sign_in.signings((given,), access.origin(), clock())[0]


def _text(name: str, label: str) -> str:
    value = request.form.get(name, "").strip()
    if not value:
        raise Refused("field_missing", field=name, label=label[:1].upper() + label[1:])
    return value


def _request() -> recording.Request:
    return recording.request(clock(), request.form.get("request_id", ""))


def _page(refused: Refused | None = None) -> str:
    newest = {protocol.id: protocol for protocol in journeys.library().all()}
    roles = {*SPECS[KIND].roles} & {Role.COORDINATOR, Role.PHYSICIAN}
    held = {grant.place for grant in access.actor().grants if grant.role in roles}
    sites = [site for site in places.sites_of(access.actor()) if {site.code, "*"} & held]
    return render_template(
        "coordinator/new.html",
        refused=refused,
        given=request.form,
        products=list(newest.values()),
        indications={each.id: named(each.visit) for each in newest.values()},
        sites=sites,
        languages=languages().all(),
        request_id=request.form.get("request_id") or secrets.token_hex(8),
        signer=Signer(access.username(), SPECS[KIND].meaning),
    )
