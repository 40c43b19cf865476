"""Which stages does the demonstration show, and what is told to get from one to the next?

Each chapter is a day of somebody's work, told to a `Tale`. A journey of the demonstration is a list of
chapters; it stands where the last one left it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from tracker.demo import tale as cast
from tracker.demo.tale import Tale
from tracker.domain import symbols
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused

Chapter = Callable[[Tale], None]
OTHER_DIGITS: Final = 6


def opened(_tale: Tale) -> None:
    """Nothing but the opening, which every journey has."""


def approved(tale: Tale) -> None:
    tale.prepare()
    tale.authorize()
    tale.band()


def collecting(tale: Tale) -> None:
    tale.begin_collection()


def collected(tale: Tale) -> None:
    _rest_of_collection(tale, cd3_e6=2600)


def too_few(tale: Tale) -> None:
    """Collect less than the target, so that another day is needed."""
    tale.begin_collection()
    _rest_of_collection(tale, cd3_e6=520)
    tale.decide("repeat")


def collected_again(tale: Tale) -> None:
    tale.begin_collection()
    _rest_of_collection(tale, cd3_e6=1900)


def _rest_of_collection(tale: Tale, *, cd3_e6: int) -> None:
    bag = next(item.id for item in tale.look().present() if item.state == "collecting")
    tale.later(hours=4, minutes=40)
    tale.complete_collection(bag, cd3_e6=cd3_e6)


def frozen(tale: Tale) -> None:
    """Decide, and freeze where the product is frozen at the hospital."""
    tale.decide()
    if tale.protocol.material.freezes_at_site:
        tale.freeze()


def in_transit(tale: Tale) -> None:
    tale.ship_out()


def at_plant(tale: Tale) -> None:
    tale.receive(cast.PLANT, cast.SECOND_PLANT)


def being_made(tale: Tale) -> None:
    """Open the lot, pass the first milestones, and say when release is expected."""
    tale.begin_lot()
    tale.pass_milestones("SELECTED", "ACTIVATED", "TRANSDUCED")
    made, tested = tale.protocol.ranges_days["making"], tale.protocol.ranges_days["testing"]
    today = tale.clock.date()
    tale.do(
        cast.LIAISON,
        Kind.ESTIMATE_RECORDED,
        milestone="QA_RELEASED",
        earliest=(today + timedelta(days=made[0] + tested[0])).isoformat(),
        latest=(today + timedelta(days=made[1] + tested[1])).isoformat(),
        source="the manufacturer's portal",
    )


def tested(tale: Tale) -> None:
    tale.pass_milestones("EXPANDING", "HARVESTED")
    lot = tale.lot()
    tale.fill(lot)
    tale.test(lot)


def released(tale: Tale) -> None:
    tale.release(tale.lot())


def visit_confirmed(tale: Tale) -> None:
    tale.confirm_visit()


def shipped_back(tale: Tale) -> None:
    tale.ship_back()


def received(tale: Tale) -> None:
    tale.receive_back()
    tale.make_ready()


def chemotherapy(tale: Tale) -> None:
    tale.begin_chemotherapy()


def cleared(tale: Tale) -> None:
    tale.complete_chemotherapy()
    tale.clear()


def thawed(tale: Tale) -> None:
    tale.thaw(tale.bags("dose")[0])


def infused(tale: Tale) -> None:
    tale.give(tale.bags("dose", "thawed")[0])


def closed(tale: Tale) -> None:
    tale.finish()


# --- what goes wrong


def lot_lost(tale: Tale) -> None:
    """End the lot without product: the page waits until a clinician has spoken."""
    tale.do(
        cast.PLANT,
        Kind.LOT_TERMINATED,
        signed=(cast.PLANT,),
        lot=tale.lot(),
        reason="The cells did not multiply enough.",
    )


def not_going_on(tale: Tale) -> None:
    """Cancel the visit for good: the treatment does not go on."""
    tale.do(
        cast.DOCTOR,
        Kind.VISIT_CANCELLED,
        signed=(cast.DOCTOR,),
        for_good=True,
        reason="Another way was chosen.",
    )


def talked(tale: Tale) -> None:
    """Record that a clinician has spoken with the patient: the page waits no more."""
    tale.do(cast.DOCTOR, Kind.PATIENT_INFORMED, signed=(cast.DOCTOR,), about="what comes next")


def on_hold(tale: Tale) -> None:
    tale.do(
        cast.QUALITY,
        Kind.HOLD_PLACED,
        signed=(cast.QUALITY,),
        stops="manufacturing",
        reason="The manufacturer asks for one more document.",
    )


def too_warm(tale: Tale) -> None:
    """Attach readings outside the limits of the leg: an excursion follows by itself."""
    shipment = list(tale.look().shipments.values())[-1]
    warmest = tale.protocol.material.out_max_c_tenths
    tale.do(
        cast.TECH,
        Kind.READINGS_ATTACHED,
        shipment=shipment.id,
        file_digest="e" * 64,
        min_c_tenths=warmest - 40,
        max_c_tenths=warmest + 60,
        minutes_out=38,
        readings=240,
    )


def near_miss(tale: Tale) -> None:
    """Scan another patient's wristband before a collection: refused, and kept as evidence."""
    journey = tale.look()
    other = f"{journey.coi[:-OTHER_DIGITS]}{tale.serial:0{OTHER_DIGITS}d}"
    band = symbols.wristband_symbol(replace(journey, coi=other))
    with suppress(Refused):
        people = (cast.NURSE, cast.SECOND_NURSE)
        tale.verify(people, "pre_collection", band, stated=True)


ROAD: Final[tuple[Chapter, ...]] = (
    opened,
    approved,
    collecting,
    collected,
    frozen,
    in_transit,
    at_plant,
    being_made,
    tested,
    released,
    visit_confirmed,
    shipped_back,
    received,
    chemotherapy,
    cleared,
    thawed,
    infused,
    closed,
)
"""The straight road, from the opening to the closing."""

SAME_DAY: Final = frozenset({collected, frozen, visit_confirmed, thawed, infused, too_warm})
"""Chapters that follow the one before without a night between."""


def until(last: Chapter, *more: Chapter) -> tuple[Chapter, ...]:
    """Return the straight road until one chapter, and what happens after it."""
    return (*ROAD[: ROAD.index(last) + 1], *more)
