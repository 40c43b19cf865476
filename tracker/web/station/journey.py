"""Where is everything of one journey, what may be done now, and what has happened so far?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from flask import render_template, session
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain import custody, family, labelling, next_steps
from tracker.domain.authority_table import Action, recorders
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step
from tracker.domain.refused import Refused
from tracker.reads import (
    aftercare,
    code_tables,
    genealogy,
    history,
    journeys,
    personal,
    places,
    steps_for,
    travels,
)
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import address, pages

WRITERS = frozenset(Role) - {Role.AUDITOR, Role.ADMIN}


@pages.get("/journeys/<coi>")
@allow(Action.SEE_JOURNEYS)
def journey(coi: str) -> ResponseReturnValue:
    """Show one journey; what this person may record now comes first.

    The seal of a shipment under way stays hidden, and its waybill from the side that opens it: whoever
    opens it reads them from the shipper.
    """
    now, who, found = clock(), access.actor(), _just_scanned(coi)
    told = journeys.seen_by(who, coi)
    steps = steps_for.of(told, who, now)
    pressing = steps_for.pressing(steps)
    unscanned = travels.hidden(told.journey, who)
    kin = {
        name: item for name, item in told.journey.containers.items() if name not in unscanned
    }
    known = replace(told.journey, containers=kin)
    return render_template(
        "station/journey.html",
        told=told,
        journey=told.journey,
        zone=told.site.zone,
        patient=naming.patient(told.journey.coi, who, recording.request(now), "journey page"),
        maker=places.name_of(told.journey.maker),
        pressing=pressing,
        with_it=_with(told.journey, found, pressing),
        others=tuple(step for step in steps if step not in pressing),
        loose=labelling.unaccounted(told.journey),
        outdated=lambda item: labelling.outdated(told.journey, item),
        sheets=_sheets(told.journey),
        product_of=lambda item: code_tables.product(told.site.code, item.product),
        facility_of=lambda item: code_tables.facility(told.site.code, item.din),
        lines=history.of(coi, told.entries, told.protocol),
        unopened=any(each.state in custody.MOVING for each in told.journey.shipments.values()),
        unscanned=unscanned,
        blind=travels.blind(told.journey, who),
        cells=genealogy.counts(told),
        family=family.picture(known),
        ends=genealogy.ends(known),
        found=found,
        after=aftercare.of(told, now),
        unfit=_unfit(told.journey, found, now.date()),
        may_look=personal.may_look(told.journey, who),
        may_write=access.holds(who, WRITERS),
        may_report_findings=access.holds(who, recorders(Kind.DONOR_TESTED).roles),
        address=address,
    )


def _just_scanned(coi: str) -> str:
    """Return what this browser has just scanned of this journey, once."""
    scanned = session.pop("scanned", {})
    return str(scanned.get("what", "")) if scanned.get("coi") == coi else ""


def _with(journey: Journey, found: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps for what was scanned: of a container its own, of a wristband every one."""
    return next_steps.with_container(steps, found) if found in journey.containers else steps


def _unfit(journey: Journey, found: str, day: date) -> Refused | None:
    """Return why what was scanned may not be used, though it is of this journey."""
    container = journey.containers.get(found)
    return custody.unfit(container, day) if container else None


def _sheets(journey: Journey) -> tuple[str, ...]:
    """Return the uses of which several labels wait, so that one sheet can hold them."""
    loose = [label.container for label in labelling.unaccounted(journey) if label.container]
    uses = Counter(journey.containers[name].use for name in loose)
    return tuple(use for use, count in uses.items() if count > 1)
