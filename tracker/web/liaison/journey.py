"""What may the desk and the plant know of one journey, and what can they record there?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain import milestones
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind, Role
from tracker.domain.recording import AFTER_CLOSING
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import duties, journeys, receipts
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.liaison.pages import DESK, pages

OWN_PAGES: Final = frozenset({Kind.TEST_RECORDED, Kind.DISPOSITION_DECIDED})
"""Kinds with a page of their own beside each lot; `shipment_received` has one beside each shipment."""

DESK_KINDS: Final = tuple(
    kind
    for kind, spec in SPECS.items()
    if set(DESK) & {*spec.roles}
    if kind not in {Kind.MILESTONE_REACHED, Kind.SHIPMENT_RECEIVED, *OWN_PAGES}
)


@pages.get("/journeys/<coi>")
@allow(Action.WORK_AT_THE_DESK)
def journey(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    found, protocol = told.journey, told.protocol
    steps = duties.allowed_steps(told, access.actor(), clock())
    latest = milestones.latest(found, protocol)
    blind = blind_shipments(told)
    return render_template(
        "liaison/journey.html",
        told=told,
        journey=found,
        protocol=protocol,
        latest=latest.title if latest else "",
        blind=blind,
        containers=_shown(told, blind),
        kinds={step.kind.value for step in steps},
        milestones=[step for step in steps if step.milestone],
        more=_more(told),
        may_report=not found.closed,
        estimates={
            protocol.by_code[code].title: days for code, days in found.estimates.items()
        },
        reached=_reached(told),
    )


@pages.get("/journeys/<coi>/record/<kind>")
@allow(Action.WORK_AT_THE_DESK)
def record(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    asked = _kind(kind)
    if asked is Kind.SHIPMENT_RECEIVED:
        return redirect(url_for("liaison.journey", coi=coi, _anchor="shipments"))
    return _page(told, entries.form(told, asked))


@pages.post("/journeys/<coi>/record/<kind>")
@allow(Action.WORK_AT_THE_DESK)
def recorded(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    asked = _kind(kind)
    if asked is Kind.SHIPMENT_RECEIVED:
        return redirect(url_for("liaison.journey", coi=coi, _anchor="shipments"))
    try:
        entries.submit(told, asked)
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _page(told, entries.refused_form(told, asked, refused)), 409
    return redirect(url_for("liaison.journey", coi=coi))


def blind_shipments(told: journeys.Told, roles: frozenset[Role] = DESK) -> set[str]:
    """Return the shipments whose contents this person must scan before seeing them."""
    mine = {grant.place for grant in access.actor().grants if grant.role in roles}
    return {shipment.id for shipment in receipts.expected(told.journey, mine)}


def _page(told: journeys.Told, form: entries.EntryForm) -> str:
    """Show a form that does not tell what is in a shipper still to be received."""
    hidden = _travelling(told, blind_shipments(told))
    inputs = tuple(
        replace(
            item, choices=tuple(choice for choice in item.choices if choice[0] not in hidden)
        )
        for item in form.inputs
    )
    return render_template("liaison/record.html", form=replace(form, inputs=inputs), told=told)


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Refused("unknown_kind", field="kind", kind=name) from None


def _travelling(told: journeys.Told, shipments: set[str]) -> set[str]:
    return {
        name for shipment in shipments for name in told.journey.shipments[shipment].containers
    }


def _shown(told: journeys.Told, blind: set[str]) -> list[object]:
    hidden = _travelling(told, blind)
    return [item for item in told.journey.containers.values() if item.id not in hidden]


def _more(told: journeys.Told) -> list[object]:
    """Return every further kind this person's roles may record here, the plant's own ones first."""
    places = {told.journey.site, told.journey.maker, "*"}
    held = {grant.role for grant in access.actor().grants if grant.place in places} & {*DESK}
    return [
        SPECS[kind]
        for kind in DESK_KINDS
        if held & {*SPECS[kind].roles}
        if not told.journey.closed or kind in AFTER_CLOSING
    ]


def _reached(told: journeys.Told) -> list[tuple[str, object]]:
    by_code = told.protocol.by_code
    newest = sorted(told.journey.milestones.items(), key=lambda pair: -pair[1].seq)
    return [(by_code[code].title, reached) for code, reached in newest]
