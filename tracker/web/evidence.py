"""Who looked, who signed, who has not yet; and what does signing here mean?"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import agreeing
from tracker.domain import standing
from tracker.domain.authority_table import Action
from tracker.reads import journeys, personal, signed
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.entrance import ours

pages = Blueprint("evidence", __name__)


@pages.get("/signature-policy")
@allow(Action.WORK_HERE)
def policy() -> ResponseReturnValue:
    mine = standing.accepted(access.actor())
    wanted = request.args.get("next", "")
    return render_template(
        "evidence/policy.html", version=standing.POLICY, accepted=mine, wanted=wanted
    )


@pages.post("/signature-policy")
@allow(Action.WORK_HERE)
def policy_accepted() -> ResponseReturnValue:
    """Bind somebody to the policy, and let them on to where they were going."""
    agreeing.accept_policy(access.actor(), request.form.get("version", ""), clock())
    return redirect(ours(request.form.get("next", "")))


@pages.get("/journeys/<coi>/looks")
@allow(Action.READ_LOOKS)
def looks(coi: str) -> ResponseReturnValue:
    """Show who looked at the patient's data, and who changed who the patient is."""
    found = personal.looks(coi, access.actor())
    zone = journeys.seen_by(access.actor(), coi).site.zone
    changes = personal.changes(coi)
    return render_template(
        "evidence/looks.html", coi=coi, looks=found, changes=changes, zone=zone
    )


@pages.get("/signatures")
@allow(Action.READ_SIGNATURES)
def unsigned() -> ResponseReturnValue:
    """Show each open journey with the steps nobody has signed yet."""
    offset = max(0, request.args.get("offset", 0, type=int))
    waiting = signed.everywhere(access.actor(), clock(), offset=offset)
    end = offset + len(waiting.journeys)
    return render_template(
        "evidence/unsigned.html",
        waiting=waiting,
        offset=offset,
        earlier=max(0, offset - signed.LIMIT),
        later=end if waiting.journeys and end < waiting.total else None,
    )


@pages.get("/journeys/<coi>/signatures")
@allow(Action.READ_SIGNATURES)
def signatures(coi: str) -> ResponseReturnValue:
    found = signed.of(coi, access.actor())
    zone = journeys.seen_by(access.actor(), coi).site.zone
    return render_template("evidence/signatures.html", found=found, zone=zone)
