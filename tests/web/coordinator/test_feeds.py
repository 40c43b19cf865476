"""What does a calendar program of the unit read, by which address, and until when?"""

import re

from icalendar import Calendar

from tests.web.conftest import WANDA, refusal
from tracker.store import staff
from tracker.store.db import db

PAGE = "/coordinator/feeds?at=RST"


def made(desk, label: str = "Ward") -> str:
    page = desk.post(PAGE, data={"label": label}).text
    (address,) = re.findall(r"/coordinator/feeds/[\w-]+\.ics", page)
    return address


def test_a_feed_names_days_and_references_and_nobody(house):
    journey = house.look(house.told_until("confirmed"))
    desk, program = house.client_of("cora"), house.app.test_client()
    address = made(desk)
    answer = program.get(address)
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    days = [journey.visit.day_zero, *journey.visit.chemotherapy]
    assert sorted(event.decoded("dtstart") for event in events) == sorted(days)
    known = (WANDA.name, WANDA.record_number, journey.coi, journey.donor)
    assert not [word for word in known if word in answer.text]
    (title,) = [str(e["summary"]) for e in events if str(e["summary"]).startswith("Day zero")]
    (reference,) = re.findall(r"\((\w{6})\)", title)
    assert reference in desk.get(f"/coordinator/journeys/{journey.coi}/visit").text
    again = program.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    elsewhere = desk.post("/coordinator/feeds?at=PHX", data={"label": "Phoenix"}).text
    (other,) = re.findall(r"/coordinator/feeds/[\w-]+\.ics", elsewhere)
    assert Calendar.from_ical(program.get(other).data).walk("VEVENT") == []


def test_an_address_is_shown_once_listed_and_ended(house):
    desk, program = house.client_of("cora"), house.app.test_client()
    address = made(desk)
    page = desk.get(PAGE).text
    assert "Ward" in page
    assert address not in page
    (key,) = re.findall(r'name="end" value="(\w+)"', page)
    elsewhere = desk.post("/coordinator/feeds?at=PHX", data={"end": key})
    assert refusal(elsewhere) == "nothing_to_do"
    assert program.get(address).status_code == 200
    desk.post(PAGE, data={"end": key})
    assert program.get(address).status_code == 404
    assert program.get("/coordinator/feeds/guessed.ics").status_code == 404
    assert refusal(desk.post(PAGE, data={"label": " "})) == "field_missing"
    assert house.client_of("fay").get(PAGE).status_code == 403


def test_an_address_ends_with_the_account_that_made_it(house):
    address = made(house.client_of("cora"))
    with house.app.app_context():
        staff.end(house.people["cora"].id, house.now)
        db.session.commit()
    assert house.app.test_client().get(address).status_code == 404
