"""Does the calendar file keep its names, count its moves, and say nothing of the illness?"""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from tests.web.patient.conftest import Kitchen
from tracker.demo.tale import DESK
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused


def events_of(kitchen: Kitchen, lang: str = "en") -> list[Any]:
    kitchen.page(lang)
    answer = kitchen.client.get("/my/dates.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    assert calendar["X-WR-TIMEZONE"] == "America/Chicago"
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
