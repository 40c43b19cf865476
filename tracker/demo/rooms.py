"""What do the rooms around the journeys hold: devices, readings, deviations, a kept place, an audit?

All of it comes in by the actions that people use, at the time at which the journeys stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from math import sin
from typing import Final

from tracker.actions import devices, freezers, logger_profiles, readings, recording
from tracker.demo.attempts import QUALITY, SECOND_TECH, TECH
from tracker.demo.hospital import TANK
from tracker.demo.people import Account
from tracker.demo.tale import MEANING
from tracker.domain import symbols
from tracker.domain.devices import CHECK_OF, Line
from tracker.domain.events import Signing
from tracker.domain.journey import Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.loggers import Profile
from tracker.reads import freezers as known
from tracker.reads import journeys
from tracker.store.walks import Made

Staff = Mapping[str, Account]

SITE: Final = "RST"
MODEL: Final = "Example logger, every 10 minutes"
INTERVAL: Final = timedelta(minutes=10)
DEVICES: Final = (
    ("shipper", "DS-0061", 340, "qualified after cleaning"),
    ("shipper", "DS-SPARE", 12, "qualified; due again soon"),
    ("logger", "LOG-0061", 200, "calibrated against the reference"),
    ("logger", "LOG-OLD", -9, "calibrated by its maker"),
)
"""Synthetic serial numbers, and for how many days from now each was found fit."""


def fill(stages: Mapping[str, str], accounts: Staff, now: datetime) -> None:
    """Fill the rooms; `stages` says which journey stands where."""
    _devices(accounts[TECH].actor.name, now)
    profile = Profile(MODEL, interval_seconds=int(INTERVAL.total_seconds()))
    logger_profiles.save(SITE, profile, accounts["ada"].actor, now)
    for stage, warm in (("at_plant", False), ("on_hold", True)):
        _attach(journeys.tell(stages[stage]).journey, accounts, warm=warm)
    _deviation(journeys.tell(stages["on_hold"]).journey, accounts)
    _keep_a_place(next(_of_the_site(stages)), accounts, now)
    _walks(accounts, now)


def _devices(who: str, now: datetime) -> None:
    for kind, serial, days, note in DEVICES:
        day, until = now.date() - timedelta(days=25), now.date() + timedelta(days=days)
        checked = Line(kind, serial, CHECK_OF[kind], who, now, min(day, until), until, note)
        devices.write(checked)
    devices.write(
        Line("shipper", "DS-DENTED", "damaged", who, now, note="the lid does not close")
    )


def _attach(journey: Journey, accounts: Staff, *, warm: bool) -> None:
    """Attach the file of the logger in the latest shipment, up to where the journey stands."""
    shipment = list(journey.shipments.values())[-1]
    assert journey.last_at is not None, "the journey has begun"
    told = journeys.tell(journey.coi)
    if told.site.code != SITE:
        profile = Profile(MODEL, interval_seconds=int(INTERVAL.total_seconds()))
        logger_profiles.save(told.site.code, profile, accounts["ada"].actor, journey.last_at)
    material = told.protocol.material
    middle = (material.out_min_c_tenths + material.out_max_c_tenths) / 20
    top = material.out_max_c_tenths / 10
    file = "".join(_lines(shipment, journey.last_at, middle, top if warm else middle))
    who = accounts[TECH].actor
    delivery = readings.Delivery(journey.coi, shipment.id, who, f"{shipment.logger}.csv")
    asked = recording.request(journey.last_at + timedelta(minutes=1))
    readings.attach_file(BytesIO(file.encode()), MODEL, delivery, asked)


def _lines(shipment: Shipment, until: datetime, middle: float, peak: float) -> Iterator[str]:
    """Yield a logger's lines: a slow wave about the middle, and one hour above the peak, if any."""
    yield "time,celsius\n"
    count = max(6, int(((shipment.received_at or until) - shipment.packed_at) / INTERVAL))
    for number in range(count):
        at = shipment.packed_at + number * INTERVAL
        celsius = middle + 1.5 * sin(number / 9)
        if peak > middle and abs(number - count // 2) < 3:
            celsius = peak + 6 - 2 * abs(number - count // 2)
        yield f"{at:%Y-%m-%dT%H:%M:%SZ},{celsius:.1f}\n"


def _deviation(journey: Journey, accounts: Staff) -> None:
    """Open a deviation that a named person owns and that is due on a day."""
    assert journey.last_at is not None, "the journey has begun"
    at, tech = journey.last_at + timedelta(minutes=2), accounts[TECH].actor
    opened = {
        "about": "The level alarm of the tank rang for ten minutes; it was filled up.",
        "owner": accounts[QUALITY].actor.id,
        "due_on": (at + timedelta(days=9)).date().isoformat(),
    }
    signed = (Signing(tech, MEANING),)
    kind = Kind.DEVIATION_OPENED.value
    claim = recording.Claim(journey.coi, kind, at, opened, tech, (), signed)
    recording.record(claim, recording.request(at))


def _of_the_site(stages: Mapping[str, str]) -> Iterator[str]:
    """Yield the journeys of one hospital that are open."""
    for coi in stages.values():
        journey = journeys.tell(coi).journey
        if journey.site == SITE and journey.open:
            yield coi


def _keep_a_place(coi: str, accounts: Staff, now: datetime) -> None:
    """Keep a position for cells that are to come."""
    place = symbols.place_symbol(f"{SITE}-{TANK}-R4-B08-P01")
    scans = (place, symbols.order_symbol(journeys.tell(coi).journey))
    freezers.keep(accounts[TECH].actor, SITE, scans, recording.request(now))


def _walks(accounts: Staff, now: datetime) -> None:
    """Finish one walk through the tank, and leave another where somebody was called away."""
    room, scans = (SITE, TANK), tuple(Made(text) for text in _scans())
    first, second = accounts[SECOND_TECH].actor, accounts[TECH].actor
    freezers.save(first, room, scans, recording.request(now))
    freezers.audit(first, room, recording.request(now))
    freezers.save(second, room, scans[:4], recording.request(now))


def _scans() -> Iterator[str]:
    """Yield the label of each position of every box in use, and of what stands there."""
    for shelf in known.tank(SITE, TANK).shelves:
        for place in shelf.places if shelf.used else ():
            yield symbols.place_symbol(place.name)
            if place.container:
                journey = journeys.tell(place.coi).journey
                yield symbols.container_symbol(journey, journey.containers[place.container])
