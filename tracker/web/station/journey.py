"""Where is everything of one journey, what may be done now, and what has happened so far?"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import looking, recording
from tracker.domain import custody, labelling
from tracker.domain.kinds import Role
from tracker.reads import history, journeys, places, steps_for
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import address, pages

WRITERS = frozenset(Role) - {Role.AUDITOR, Role.ADMIN}


@pages.get("/journeys/<coi>")
@allow()
def journey(coi: str) -> ResponseReturnValue:
    """Show one journey; what this person may record now comes first.

    The seal of a shipment under way stays hidden: whoever opens it reads it from the shipper.
    """
    now, who = clock(), access.actor()
    told = journeys.seen_by(who, coi)
    steps = steps_for.of(told, who, now)
    pressing = steps_for.pressing(steps)
    return render_template(
        "station/journey.html",
        told=told,
        journey=told.journey,
        zone=told.site.zone,
        patient=looking.at_patient(told, who, recording.request(now), "journey page"),
        maker=places.name_of(told.journey.maker),
        pressing=pressing,
        others=tuple(step for step in steps if step not in pressing),
        loose=labelling.unaccounted(told.journey),
        lines=history.of(coi, told.entries, told.protocol),
        unopened=any(each.state in custody.MOVING for each in told.journey.shipments.values()),
        found=request.args.get("found", ""),
        may_write=access.holds(who, WRITERS),
        address=address,
    )
