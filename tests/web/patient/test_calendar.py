"""Does the calendar file keep its names, count its moves, and say nothing of the illness?"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar

from tests.web.patient.conftest import Kitchen
from tracker.demo import cast
from tracker.demo.tale import DESK
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.store import sites
from tracker.store.db import db, writing


def events_of(kitchen: Kitchen, lang: str = "en", zone: str = "America/Chicago") -> list[Any]:
    kitchen.page(lang)
    answer = kitchen.client.get("/my/dates.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    assert calendar["X-WR-TIMEZONE"] == zone
    return list(calendar.walk("VEVENT"))


def move(kitchen: Kitchen) -> None:
    """Move the visit to the next day that the rules allow."""
    visit = kitchen.tale.look().visit
    assert visit is not None
    assert visit.day_zero is not None
    for days in range(1, 15):
        day = (visit.day_zero + timedelta(days=days)).isoformat()
        try:
            kitchen.tale.do(
                DESK, Kind.VISIT_MOVED, signed=(DESK,), day_zero=day, reason="A fever."
            )
        except Refused:
            continue
        return
    raise AssertionError("no day was possible")


def test_the_file_holds_the_appointments_of_the_visit(kitchen_of):
    kitchen = kitchen_of("confirmed")
    visit = kitchen.tale.look().visit
    assert visit is not None
    tests, chemotherapy, day_zero = sorted(
        events_of(kitchen), key=lambda event: event["DTSTART"].dt
    )
    assert tests["DTSTART"].dt < chemotherapy["DTSTART"].dt
    assert chemotherapy["DTSTART"].dt == visit.chemotherapy[0]
    assert chemotherapy["DTEND"].dt == visit.chemotherapy[-1] + timedelta(days=1)
    assert day_zero["DTSTART"].dt == visit.day_zero


def test_titles_say_nothing_of_the_illness(kitchen_of):
    kitchen = kitchen_of("confirmed")
    assert {str(event["SUMMARY"]) for event in events_of(kitchen)} == {"Appointment"}
    assert {str(event["SUMMARY"]) for event in events_of(kitchen, "es")} == {"Cita"}
    file = kitchen.client.get("/my/dates.ics").text
    unfolded = file.replace("\r\n ", "").lower()
    for word in ("cell", "célula", "chemo", "quimio", "infus", "pia", kitchen.coi.lower()):
        assert word not in unfolded


def test_a_moved_visit_keeps_its_names_and_counts_up(kitchen_of):
    kitchen = kitchen_of("confirmed")
    before = {str(event["UID"]): event for event in events_of(kitchen)}
    move(kitchen)
    after = {str(event["UID"]): event for event in events_of(kitchen)}
    assert before.keys() == after.keys()
    assert {event["SEQUENCE"] for event in before.values()} == {0}
    assert {event["SEQUENCE"] for event in after.values()} == {1}
    assert any(before[uid]["DTSTART"].dt != after[uid]["DTSTART"].dt for uid in after)
    assert "Your dates have changed." in kitchen.client.get("/my").text


def test_a_cancelled_visit_takes_its_appointments_back(kitchen_of):
    kitchen = kitchen_of("confirmed")
    before = {str(event["UID"]) for event in events_of(kitchen)}
    kitchen.tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="Not now.")
    after = events_of(kitchen)
    assert {str(event["UID"]) for event in after} == before
    assert {(str(event["STATUS"]), event["SEQUENCE"]) for event in after} == {("CANCELLED", 1)}


def test_two_patients_never_share_a_name(kitchen_of):
    first = {str(event["UID"]) for event in events_of(kitchen_of("confirmed"))}
    second = {str(event["UID"]) for event in events_of(kitchen_of("confirmed"))}
    assert not first & second


def test_across_a_change_of_the_clocks_each_day_is_the_days_of_the_site_and_moves_keep_count(
    kitchen_of,
):
    """Days, not moments: a telephone that travels, or changes its clock, shows the same day.

    Spain's clocks went on by an hour on 29 March 2026, between chemotherapy and day zero.
    """
    kitchen = kitchen_of("released")
    writing()
    contact = sites.contact("RST")
    assert contact is not None
    sites.save(replace(cast.SITES[0], zone="Europe/Madrid"), contact)
    db.session.commit()
    kitchen.tale.ship_back()
    kitchen.tale.confirm_visit()
    before = {str(each["UID"]): each for each in events_of(kitchen, zone="Europe/Madrid")}
    visit = kitchen.tale.look().visit
    assert visit is not None
    assert visit.day_zero is not None
    assert visit.chemotherapy[-1] < date(2026, 3, 29) < visit.day_zero
    days = {each["DTSTART"].dt for each in before.values()}
    assert {type(day) for day in days} == {date}
    assert {visit.chemotherapy[0], visit.day_zero} <= days
    assert all(each["DTSTART"].params["VALUE"] == "DATE" for each in before.values())
    for count in (1, 2):
        move(kitchen)
        after = {str(each["UID"]): each for each in events_of(kitchen, zone="Europe/Madrid")}
        assert after.keys() == before.keys()
        assert {each["SEQUENCE"] for each in after.values()} == {count}
        moved = kitchen.tale.look().visit
        assert moved is not None
        assert moved.day_zero in {each["DTSTART"].dt for each in after.values()}
