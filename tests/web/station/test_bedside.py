"""Does the bedside let the right bag through, and stop every other?"""

import html
import re
from datetime import timedelta
from functools import partial

import pytest

from tests.web.conftest import WALTER, House
from tests.web.station.forms import signed
from tracker.demo.tale import Tale
from tracker.domain.kinds import Kind
from tracker.reads.bedside import Timer


@pytest.fixture
def thawed(house: House) -> Tale:
    """A journey whose dose is thawed and in the nurse's hands."""
    tale = house.told_until("cleared")
    house.tell(tale, _thaw)
    return tale


def test_two_people_check_and_give_the_right_bag(house: House, thawed: Tale):
    bed = _address(house, thawed)
    client = house.client_of("ines")
    both = _both(house, thawed, thawed)
    page = client.get(bed).text
    assert "minutes left" in page
    assert "First person: scan the wristband, then the bag" in page
    dose = _dose(house, thawed)
    check = _form(dose, "identity_verified", both, own=both, stated="yes", point="bedside")
    assert client.post(bed, data=check).status_code == 302
    given = _form(dose, "infusion_started", both, own=both)
    assert client.post(bed, data=given).status_code == 302
    end = _form(dose, "infusion_ended", both, volume_ml="68", reaction="none")
    answer = client.post(bed, data=end)
    assert answer.status_code == 302
    assert house.look(thawed).containers[dose].state == "infused"
    assert "This dose was given" in client.get(answer.location).text


def test_the_rest_of_a_bag_given_in_part_is_asked_for_where_it_was_given(
    house: House, thawed: Tale
):
    dose = _dose(house, thawed)
    house.tell(thawed, partial(_give_in_part, dose=dose))
    client, bed = house.client_of("ines"), _address(house, thawed)
    assert "Say what became of the rest of the bag" in client.get("/station/").text
    page = client.get(bed).text
    assert "What became of the rest?" in page
    assert "of which 30 mL were given" in page
    assert "transferred" not in page
    assert "Give the rest its final place" in page
    fate = _form(dose, "container_discarded", "", fate="destroyed", reason="left in the bag")
    answer = client.post(bed, data=fate)
    assert answer.status_code == 302
    assert "The rest was destroyed." in client.get(answer.location).text


def test_another_patients_bag_stops_both_nurses_and_nothing_can_override_it(
    house: House, thawed: Tale
):
    other = house.told_until("cleared", patient=WALTER)
    house.now = thawed.clock
    with house.app.app_context():
        wrong = other.label(other.bags("dose")[0])
        band = thawed.wristband()
    bed, dose = _address(house, thawed), _dose(house, thawed)
    client = house.client_of("ines")
    scans = f"{band}\n{wrong}"
    check = _form(dose, "identity_verified", scans, own=scans, stated="yes", point="bedside")
    sure = {"reason": "We are sure", "confirmed": "container"}
    for attempt in (check, {**check, **sure}):
        answer = client.post(bed, data=attempt)
        assert answer.status_code == 409
        assert '<h1 class="stop-word">STOP</h1>' in answer.text
    kept = house.look(thawed)
    assert kept.near_misses == 2
    assert not kept.has_verified("bedside")
    page = client.get(f"/station/journeys/{kept.coi}").text
    assert page.count("Stopped: not this patient") == 2
    assert "2 near misses" in page


def test_the_second_nurse_must_scan_with_her_own_hands(house: House, thawed: Tale):
    both = _both(house, thawed, thawed)
    form = _form(_dose(house, thawed), "identity_verified", both, stated="yes", point="bedside")
    answer = house.client_of("ines").post(
        _address(house, thawed), data={**form, "sign-1-scans": ""}
    )
    assert answer.status_code == 409
    assert "The second person must make their own scans" in answer.text


def test_nothing_one_nurse_answered_is_shown_where_the_other_does(house: House, thawed: Tale):
    bed, both = _address(house, thawed), _both(house, thawed, thawed)
    band, label = both.splitlines()
    client, dose = house.client_of("ines"), _dose(house, thawed)
    check = _form(dose, "identity_verified", both, own=both, stated="yes", point="bedside")
    wrong = {**check, "sign-1-password": "not hers"}
    pages = [client.post(bed, data=wrong), client.get(f"{bed}?scans={band}&stated=yes")]
    client.post(bed, data=check)
    given = _form(dose, "infusion_started", both, own=both)
    pages.append(client.post(bed, data={**given, "sign-1-password": "not hers"}))
    assert [page.status_code for page in pages] == [409, 200, 409]
    for page in pages:
        answers = re.findall(
            r"<textarea[^>]*data-scan-lines[^>]*>([^<]*)</textarea>", page.text
        )
        assert answers == [""]
        assert not re.search(r'name="stated"[^>]*checked|checked[^>]*name="stated"', page.text)
        assert band not in page.text
        assert label not in html.unescape(page.text)


def test_a_running_clock_keeps_a_page_open_for_an_hour_at_most():
    limits = {180: 60, 60: 55, 25: 20, 5: 0, 2: 0, None: 30}
    timers = {limit: Timer(minutes=5, limit=limit, until="") for limit in limits}
    assert {limit: timer.watch_minutes for limit, timer in timers.items()} == limits


def test_the_timer_says_when_the_time_is_over_and_the_infusion_is_refused(
    house: House, thawed: Tale
):
    bed, both = _address(house, thawed), _both(house, thawed, thawed)
    client = house.client_of("ines")
    dose = _dose(house, thawed)
    check = _form(dose, "identity_verified", both, own=both, stated="yes", point="bedside")
    assert client.post(bed, data=check).status_code == 302
    house.now += timedelta(minutes=12)
    page = client.get(bed).text
    assert "has passed" not in page
    assert 'name="watch-minutes" content="' in page, "nobody is locked out while the clock runs"
    house.now += timedelta(minutes=13)
    page = client.get(bed).text
    assert "has passed. Do not infuse." in page
    assert "watch-minutes" not in page
    answer = client.post(bed, data=_form(dose, "infusion_started", both, own=both))
    assert answer.status_code == 409
    assert "thaw_expired" in answer.text


def test_without_the_bedside_check_the_page_offers_no_infusion(house: House, thawed: Tale):
    page = house.client_of("ines").get(_address(house, thawed)).text
    assert "Start the infusion" not in page


def test_a_dose_still_in_the_freezer_is_taken_out_first(house: House):
    tale = house.told_until("cleared")
    page = house.client_of("theo").get(_address(house, tale)).text
    assert "/record/removed_from_storage" in page


def test_the_maker_sees_no_name_at_the_bedside(house: House, thawed: Tale):
    assert "Wanda" not in house.client_of("max").get(_address(house, thawed)).text


def test_before_there_is_a_dose_the_page_says_so(house: House):
    tale = house.told_until("banded")
    page = house.client_of("ines").get(_address(house, tale)).text
    assert "There is no dose for this patient yet." in page


def _thaw(tale: Tale) -> None:
    dose = tale.bags("dose")[0]
    tale.take([dose])
    tale.verify(("theo", "tess"), "pre_thaw", tale.order(), tale.label(dose))
    scans = (tale.label(dose),)
    tale.do("theo", Kind.THAW_STARTED, scans=scans, signed=("theo",))
    tale.do("theo", Kind.THAW_ENDED, scans=scans, signed=("theo",), integrity="intact")
    tale.hand_over("theo", "ines", [dose])


def _give_in_part(tale: Tale, *, dose: str) -> None:
    people, scans = ("ines", "ivan"), (tale.wristband(), tale.label(dose))
    tale.verify(people, "bedside", *scans, stated=True)
    tale.do("ines", Kind.INFUSION_STARTED, scans=scans, signed=people)
    tale.do(
        "ines",
        Kind.INFUSION_ENDED,
        signed=people,
        container=dose,
        volume_ml=30,
        reaction="mild",
    )


def _address(house: House, tale: Tale) -> str:
    return f"/station/journeys/{house.look(tale).coi}/bedside"


def _dose(house: House, tale: Tale) -> str:
    containers = house.look(tale).containers.values()
    return next(item.id for item in containers if item.use == "dose")


def _both(house: House, patient: Tale, bag: Tale) -> str:
    with house.app.app_context():
        dose = next(item for item in bag.look().containers.values() if item.use == "dose")
        return f"{patient.wristband()}\n{bag.label(dose.id)}"


def _form(dose: str, step: str, scans: str, *, own: str = "", **more: str) -> dict[str, str]:
    about = {"dose": dose, "container": dose, "step": step, "scans": scans}
    return {**about, **more, **signed("ines", "ivan", own_scans=own)}
