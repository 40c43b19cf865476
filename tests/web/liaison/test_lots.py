"""How does a lot go from opening to release, on the pages of the desk?"""

import pytest

from tests.web.conftest import password_of
from tracker.demo.tale import Tale


def signed(*people: str) -> dict[str, str]:
    return {
        f"sign-{number}-{part}": value
        for number, who in enumerate(people)
        for part, value in (("username", who), ("password", password_of(who)))
    }


@pytest.fixture
def made(house) -> Tale:
    """A lot is filled and not yet tested."""
    return house.told_until("made")


@pytest.fixture
def tested(house) -> Tale:
    return house.told_until("tested")


def _lot(house, tale: Tale) -> tuple[str, str]:
    journey = house.look(tale)
    return f"/liaison/journeys/{journey.coi}", list(journey.lots)[-1]


def test_a_lot_is_opened_and_filled_by_form(house):
    tale = house.told_until("at_plant")
    journey = house.look(tale)
    bags = [item.id for item in journey.present()]
    address, plant = f"/liaison/journeys/{journey.coi}", house.client_of("max")
    assert "Open a lot" in plant.get(address).text
    opened = {"lot": "990001", "containers": bags, **signed("max")}
    assert plant.post(f"{address}/record/lot_opened", data=opened).status_code == 302
    filled = {"lot": "990001", "bags-0-volume_ml": "68", "expires_on": "2027-03-01"}
    answer = plant.post(f"{address}/record/lot_filled", data={**filled, **signed("max")})
    assert answer.status_code == 302
    assert house.look(tale).lots["990001"].state == "filled"


def test_the_bags_of_a_split_dose_are_told_apart_by_colour_on_pages_and_labels(house):
    tale = house.told_until("begun")
    address, lot = _lot(house, tale)
    plant = house.client_of("max")
    part = {"bags-0-volume_ml": "10", "bags-0-colour": "blue", "bags-0-infusion": "1"}
    rest = {"bags-1-volume_ml": "30", "bags-1-colour": "orange", "bags-1-infusion": "2"}
    filled = {"lot": lot, **part, **rest, "expires_on": "2027-03-01", **signed("max")}
    green = plant.post(
        f"{address}/record/lot_filled", data={**filled, "bags-1-colour": "green"}
    )
    assert (green.status_code, "must be one of: blue, orange" in green.text) == (409, True)
    assert plant.post(f"{address}/record/lot_filled", data=filled).status_code == 302

    station = address.replace("liaison", "station")
    asked = {"label_kind": "container"}
    for name, said in zip(
        house.look(tale).lots[lot].bags, ("blue, infusion 1", "orange, infusion 2"), strict=True
    ):
        for page in (address, station, f"{station}/bedside?dose={name}"):
            assert said in house.client_of("theo" if page != address else "max").get(page).text
        plant.post(f"{station}/record/label_printed", data={**asked, "container": name})
        label = list(house.look(tale).labels)[-1]
        assert said in plant.get(f"{station}/labels/{label}.svg").text


def test_a_lot_ends_without_product_only_with_a_reason(house, made):
    address, lot = _lot(house, made)
    plant, form = house.client_of("max"), {"lot": lot, **signed("max")}
    refused = plant.post(f"{address}/record/lot_terminated", data=form)
    assert (refused.status_code, "reason is needed" in refused.text.lower()) == (409, True)
    form["reason"] = "no growth"
    assert plant.post(f"{address}/record/lot_terminated", data=form).status_code == 302
    assert house.look(made).lots[lot].state == "terminated"


def test_several_results_are_recorded_with_one_signature(house, made):
    address, lot = _lot(house, made)
    given = {"test-sterility": "pass", "test-dose": "fail", "test-purity": "", **signed("max")}
    answer = house.client_of("max").post(f"{address}/lots/{lot}/tests", data=given)
    assert answer.status_code == 200
    assert dict(house.look(made).lots[lot].tests) == {"sterility": "pass", "dose": "fail"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "no result was chosen"),
        ({"test-dose": "pass", "sign-0-password": "guess"}, "of a signature is wrong"),
        ({"test-dose": "pass", "happened_at": "soon"}, "a day and a time"),
        ({"test-dose": "perhaps"}, "must be one of: pass, fail, pending"),
    ],
)
def test_results_are_refused_with_a_sentence(house, made, given, sentence):
    address, lot = _lot(house, made)
    form = {**signed("max"), **given}
    answer = house.client_of("max").post(f"{address}/lots/{lot}/tests", data=form)
    assert (answer.status_code, sentence in answer.text) == (409, True)
    assert dict(house.look(made).lots[lot].tests) == {}


def test_the_page_says_what_follows_from_a_release(house, tested):
    address, lot = _lot(house, tested)
    page = house.client_of("max").get(f"{address}/lots/{lot}/disposition")
    assert "A return visit is proposed at once" in page.text


def test_two_people_release_and_the_visit_is_proposed(house, tested):
    address, lot = _lot(house, tested)
    decided = {"lot": lot, "decision": "released", "certificate_digest": "c" * 64}
    answer = house.client_of("max").post(
        f"{address}/lots/{lot}/disposition",
        data={**decided, **signed("max", "mia")},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "A return visit is proposed with day zero on" in " ".join(answer.text.split())
    assert house.look(tested).visit.state == "proposed"


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (("max", "max"), "The second signature must come from a different person."),
        (("max", "nora"), "Nora Berg may not sign this step."),
    ],
)
def test_the_second_person_must_be_another_and_may_sign(house, tested, people, sentence):
    address, lot = _lot(house, tested)
    decided = {"lot": lot, "decision": "released", "certificate_digest": "c" * 64}
    form = {**decided, **signed(*people)}
    answer = house.client_of("max").post(f"{address}/lots/{lot}/disposition", data=form)
    assert (answer.status_code, sentence in answer.text) == (409, True)
    assert house.look(tested).released is None


def test_a_lot_that_misses_a_test_is_released_only_under_exception(house, made):
    address, lot = _lot(house, made)
    plant, page = house.client_of("max"), f"{address}/lots/{lot}/disposition"
    decided = {"lot": lot, "decision": "released", "certificate_digest": "c" * 64}
    form = {**decided, **signed("max", "mia")}
    refused = plant.post(page, data=form)
    assert (refused.status_code, "Release under exception" in refused.text) == (409, True)
    form |= {"decision": "released_under_exception", "reason": "below range; agreed in writing"}
    assert plant.post(page, data=form).status_code == 302
    assert house.look(made).released.state == "released_under_exception"


def test_a_rejection_says_that_a_person_speaks_with_the_patient(house, tested):
    address, lot = _lot(house, tested)
    decided = {"lot": lot, "decision": "rejected", "reason": "contaminated"}
    answer = house.client_of("max").post(
        f"{address}/lots/{lot}/disposition",
        data={**decided, **signed("max", "mia")},
        follow_redirects=True,
    )
    assert "speaks with the patient" in answer.text
    assert house.look(tested).review_since is not None


def test_a_nurse_does_not_reach_the_disposition(house, tested):
    address, lot = _lot(house, tested)
    page = house.client_of("nora").get(f"{address}/lots/{lot}/disposition")
    assert page.status_code == 403
