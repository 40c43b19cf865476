"""Does the second person answer for themselves, and does nothing happen where the two differ?"""

import html
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.web.conftest import House, password_of, refusal
from tracker.demo.tale import Tale
from tracker.store import log
from tracker.store.db import db

DIGEST = "c0ffee" * 10 + "beef"
FIRST = {
    "decision": "released_under_exception",
    "certificate_digest": DIGEST,
    "reason": "volume below its range",
    "note": "agreed by telephone",
}


def _wall() -> BytesIO:
    """A picture with nothing to read on it."""
    file = BytesIO()
    Image.new("L", (300, 300), 255).save(file, "PNG")
    return BytesIO(file.getvalue())


class Plant:
    """Two people of the plant who decide about one lot."""

    def __init__(self, house: House, tale: Tale) -> None:
        self.house, self.tale = house, tale
        journey = house.look(tale)
        self.coi, self.lot = journey.coi, list(journey.lots)[-1]
        self.max = house.client_of("max")

    def first(self, **said: str) -> str:
        """Let the first one decide; return the address of the second one's page."""
        signed = {"sign-0-username": "max", "sign-0-password": password_of("max")}
        address = f"/liaison/journeys/{self.coi}/lots/{self.lot}/disposition"
        form = {"lot": self.lot, **FIRST, **signed, **said}
        answer = self.max.post(address, data=form)
        assert answer.status_code == 302, refusal(answer)
        assert "/second/" in answer.location
        return answer.location

    def second(self, page: str, who: str = "mia", **said: Any):
        form: dict[str, Any] = {
            "decision": FIRST["decision"],
            "username": who,
            "password": password_of(who),
        }
        return self.max.post(page, data=form | said)

    def released(self) -> bool:
        return self.house.look(self.tale).released is not None


@pytest.fixture
def plant(house: House) -> Plant:
    return Plant(house, house.told_until("tested"))


def test_the_second_persons_page_holds_nothing_of_the_first_ones_answers(plant: Plant):
    page = plant.max.get(plant.first())
    plain = html.unescape(page.text)
    assert plant.lot in plain
    assert "Max" in plain
    assert not any(said in plain for said in (DIGEST, FIRST["reason"], FIRST["note"]))
    assert "checked" not in page.text
    assert "selected" not in page.text


def test_what_two_people_say_alike_is_recorded_once_with_both_their_times(plant: Plant):
    page = plant.first()
    assert not plant.released()
    began = plant.house.now
    plant.house.now += timedelta(minutes=4)
    assert plant.second(page).status_code == 302
    assert plant.released()
    with plant.house.app.app_context():
        told = [json.loads(body.body) for body in log.bodies(plant.coi)]
    (decided,) = [one for one in told if one["kind"] == "disposition_decided"]
    at = [one["signed_at"] for one in decided["signatures"]]
    assert at == sorted(at)
    assert at[0].startswith(began.strftime("%Y-%m-%dT%H:%M"))
    assert at[1].startswith(plant.house.now.strftime("%Y-%m-%dT%H:%M"))
    assert refusal(plant.second(page)) == "second_too_late"


def test_two_who_differ_begin_again_and_nobody_can_try_until_it_fits(plant: Plant):
    page = plant.first()
    answer = plant.second(page, decision="released")
    assert refusal(answer) == "second_differs"
    assert "Begin again" in answer.text
    assert FIRST["decision"] not in answer.text
    assert refusal(plant.second(page)) == "second_too_late"
    assert not plant.released()


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("max", {}, "second_person_is_first"),
        ("nora", {}, "signer_not_allowed"),
        ("mia", {"password": "a guess"}, "signature_invalid"),
        ("mia", {"decision": ""}, "field_missing"),
        ("mia", {"scans-photo": (_wall(), "wall.png")}, "photo_nothing_read"),
    ],
)
def test_whoever_may_not_or_mistypes_changes_nothing_and_the_right_one_goes_on(
    plant: Plant, who, said, code
):
    page = plant.first()
    assert refusal(plant.second(page, who, **said)) == code
    assert not plant.released()
    assert plant.second(page).status_code == 302
    assert plant.released()


def test_a_step_waits_ten_minutes(plant: Plant):
    page = plant.first()
    plant.house.now += timedelta(minutes=11)
    assert refusal(plant.second(page)) == "second_too_late"
    assert not plant.released()


def test_what_waits_is_encrypted_and_opens_for_its_own_journey_alone(plant: Plant):
    page = plant.first()
    with plant.house.app.app_context():
        kept = str(db.session.execute(db.text("SELECT * FROM half_signed")).all())
    assert "max" not in kept
    assert DIGEST not in kept
    other = plant.house.look(plant.house.told_until("")).coi
    elsewhere = page.replace(plant.coi, other)
    assert refusal(plant.max.get(elsewhere)) == "second_too_late"
    assert plant.house.client_of("ada").get(page).status_code == 403


def test_what_no_second_signature_would_save_is_refused_to_the_first(plant: Plant):
    with pytest.raises(AssertionError, match="reason_missing"):
        plant.first(reason="")


def test_a_second_person_who_holds_another_bag_is_refused_and_it_is_kept(house: House):
    tale = house.told_until("frozen")
    house.tell(tale, lambda told: told.take(told.bags("cryobag")))
    with house.app.app_context():
        labels = [tale.label(bag) for bag in tale.bags("cryobag")]
        coi, maker = tale.look().coi, tale.look().maker
    form = {
        "do": "pack",
        "scans": "\n".join(labels),
        "to_site": maker,
        "shipper": "DS-9",
        "shipper_qualified_until": "2027-01-01",
        "logger": "LOG-9",
        "logger_calibrated_until": "2027-01-01",
        "seal": "SEAL-9",
        "waybill": "WB-9",
        "papers": "order_sheet",
        "expected_arrival": (house.now + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M"),
        "sign-0-username": "theo",
        "sign-0-password": password_of("theo"),
        "sign-1-username": "tess",
        "sign-1-password": password_of("tess"),
        "sign-1-scans": labels[0],
    }
    answer = house.client_of("theo").post(f"/station/journeys/{coi}/packing", data=form)
    assert refusal(answer) == "second_differs"
    assert "what was scanned" in answer.text
    assert "SEAL-9" not in answer.text
    assert not house.look(tale).shipments
    with house.app.app_context():
        kept = json.loads(log.bodies(coi)[-1].body)
    assert (kept["kind"], kept["data"]["code"]) == ("scan_refused", "second_differs")
