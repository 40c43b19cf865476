"""After the cells: which day is it, what holds until when, which check-ups come, and what goes home?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pypdfium2
import pytest

from tests.vein_to_vein.planning import Story
from tests.web.conftest import WANDA, password_of
from tracker import protocols
from tracker.demo import cast
from tracker.demo.tale import Tale
from tracker.domain import after_day_zero
from tracker.jobs.lateness import raise_overdue
from tracker.protocols import HERE, read_text
from tracker.store import sites, tasks
from tracker.store.db import db, writing


@pytest.fixture
def infused(house) -> Tale:
    return house.told_until("infused")


def address(house, tale: Tale) -> str:
    return f"/coordinator/journeys/{house.look(tale).coi}"


def given_on(house, tale: Tale):
    with house.app.app_context():
        return after_day_zero.given_on(tale.look(), cast.SITES[0])[0]


def test_staff_see_the_day_three_clocks_with_their_sources_and_the_check_ups(house, infused):
    house.now += timedelta(days=12)
    zero = given_on(house, infused)
    page = " ".join(house.client_of("cora").get(address(house, infused)).text.split())
    assert "D+12 today" in page
    until = zero + timedelta(days=14)
    for rule in ("Stay near until", "No driving until", "Caregiver until"):
        assert f'{rule}</dt><dd><time datetime="{until}">' in page
    assert page.count("14 days, product label of") == 3
    for day in (28, 90, 180, 365):
        assert f'Day {day}: about <time datetime="{zero + timedelta(days=day)}">' in page
    station = house.client_of("ines").get(f"/station/journeys/{house.look(infused).coi}").text
    assert "D+12, counted from day zero in the time of Rochester" in station


def test_a_check_up_nobody_wrote_down_is_a_task_until_somebody_does(house, infused):
    coi = house.look(infused).coi
    with house.app.app_context():
        raise_overdue(house.now + timedelta(days=32))
        assert [each.about for each in tasks.of(coi) if each.kind == "follow_up_late"] == [
            "day 28"
        ]
    house.now += timedelta(days=32)
    desk = house.client_of("cora")
    assert "Write the check-up of day 28 down" in desk.get("/coordinator/").text
    assert "not written down" in desk.get(address(house, infused)).text
    seen = {"day_after": "31", "seen": "by_phone"}
    desk.post(f"{address(house, infused)}/record/follow_up_recorded", data=seen)
    closing = desk.get(f"{address(house, infused)}/record/journey_closed").text
    assert "not written down yet:</strong> day 90, 180, 365." in closing
    with house.app.app_context():
        raise_overdue(house.now)
        late = [each for each in tasks.of(coi) if each.kind == "follow_up_late"]
        assert all(each.done_at for each in late)

    closed = {"outcome": "completed"} | {
        "sign-0-username": "cora",
        "sign-0-password": password_of("cora"),
    }
    assert "They stay owed after closing" in closing
    assert desk.post(f"{address(house, infused)}/record/journey_closed", data=closed).location
    house.now += timedelta(days=62)
    with house.app.app_context():
        raise_overdue(house.now)
    desk = house.client_of("cora")
    assert "Write the check-up of day 90 down" in desk.get("/coordinator/").text
    found = desk.post("/coordinator/journeys", data={"closed": "1"}).text
    assert "Next: Check-up" in found
    assert "Write a check-up down" in desk.get(address(house, infused)).text


def test_a_newer_file_of_the_product_is_told_to_staff_and_changes_no_journey(
    house, infused, tmp_path
):
    text = read_text(HERE / "example-frozen-v1.toml")
    for old, new in (
        ("version = 1", "version = 2"),
        ("no_driving_days = 14", "no_driving_days = 56"),
        ('label_date = "2025-06-26"', 'label_date = "2027-01-04"'),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "example-frozen-v2.toml").write_text(text)
    known = house.app.extensions[protocols.EXTENSION]
    house.app.extensions[protocols.EXTENSION] = protocols.load(tmp_path)
    try:
        page = " ".join(house.client_of("cora").get(address(house, infused)).text.split())
    finally:
        house.app.extensions[protocols.EXTENSION] = known
    assert "14 days, product label of" in page
    assert "56 days" not in page
    later = given_on(house, infused) + timedelta(days=56)
    assert f'no driving until <time datetime="{later}">' in page


def test_the_document_for_the_provider_at_home_says_what_was_given_and_whom_to_call(
    house, infused
):
    house.now += timedelta(days=13)
    desk, here = house.client_of("cora"), f"{address(house, infused)}/going-home"
    assert "Not handed over yet." in desk.get(here).text
    file = desk.get(f"{here}.pdf")
    assert file.mimetype == "application/pdf"
    said = read(file)
    journey = house.look(infused)
    dose = next(item for item in journey.containers.values() if item.state == "infused")
    until = given_on(house, infused) + timedelta(days=14)
    for words in (
        "not approved for clinical use",
        WANDA.name,
        WANDA.record_number,
        f"day +13, {house.now.day} {house.now:%B %Y}, entry {journey.last_seq}",
        dose.id,
        dose.lot,
        f"{dose.given_ml} of {dose.volume_ml} mL",
        "wallet card",
        "Call 911",
        "changed handwriting",
        "507-284-8707",
        f"{until.day} {until:%B %Y}",
        "Day 365",
    ):
        assert words in said, words
    handed = {"day": house.now.date().isoformat(), "handed_to": "Practice at the river"}
    posted = f"{address(house, infused)}/record/going_home_planned"
    assert desk.post(posted, data=handed).status_code == 302
    assert "to Practice at the river" in desk.get(here).text


def test_beyond_the_date_line_every_day_is_the_hospital_s_over_its_change_of_clocks(
    house, infused
):
    """Auckland is thirteen hours ahead of UTC, and twelve from 5 April 2026 on."""
    with house.app.app_context():
        writing()
        office = sites.Contact("507-284-8707", phone_verified=True)
        sites.save(replace(cast.SITES[0], zone="Pacific/Auckland"), office)
        db.session.commit()
    (begun,) = {
        item.infusion_started_at.astimezone(UTC)
        for item in house.look(infused).containers.values()
        if item.infusion_started_at
    }
    zero = (begun + timedelta(hours=13)).date()
    assert zero == begun.date() + timedelta(days=1), (
        "given in the morning of the next day there"
    )
    assert zero < date(2026, 4, 5) < zero + timedelta(days=14)

    last = zero + timedelta(days=14)
    midnight = datetime.combine(last, time(), UTC) - timedelta(hours=12)
    for moment, day in ((midnight - timedelta(minutes=1), 13), (midnight, 14)):
        house.now = moment
        page = " ".join(house.client_of("cora").get(address(house, infused)).text.split())
        assert f"D+{day} today" in page
        for rule in ("Stay near until", "No driving until", "Caregiver until"):
            assert f'{rule}</dt><dd><time datetime="{last}">' in page
        assert f'Day 28: about <time datetime="{zero + timedelta(days=28)}">' in page
        mine = Story(house, infused).patient().get("/my").text
        assert f"Today is day {day}. We count from the day you got your cells." in mine
        assert f"{last:%B} {last.day}, {last.year}" in mine
        said = read(house.client_of("cora").get(f"{address(house, infused)}/going-home.pdf"))
        today = zero + timedelta(days=day)
        for words in (
            f"day +{day}, {today.day} {today:%B %Y}",
            f"{zero.day} {zero:%B %Y}",
            f"{last.day} {last:%B %Y}",
        ):
            assert words in said, words
    house.now = midnight + timedelta(days=1)
    page = " ".join(house.client_of("cora").get(address(house, infused)).text.split())
    assert page.count("(over)") == 3


def read(file) -> str:
    """Return what stands in a PDF."""
    pages = pypdfium2.PdfDocument(BytesIO(file.data))
    return " ".join(" ".join(each.get_textpage().get_text_range() for each in pages).split())


def test_before_the_cells_there_is_nothing_to_hand_over(house):
    tale = house.told_until()
    desk, here = house.client_of("cora"), f"{address(house, tale)}/going-home"
    assert "Nothing has been given yet" in desk.get(here).text
    assert desk.get(f"{here}.pdf").status_code == 404
