"""Do staff see what became of each message, and choose for a patient who asks them to?"""

from tests.web.conftest import WANDA
from tracker.domain.channels import Channel
from tracker.jobs.sending import send_due
from tracker.store import message_choices, patients
from tracker.store.message_choices import Chosen


def wanda(house) -> tuple[Chosen | None, patients.Patient]:
    """Return what was chosen for her, and how she is reached."""
    with house.app.app_context():
        patient = patients.by_id(WANDA.id)
        assert patient is not None
        return message_choices.of(WANDA.id), patient


def address(house, tale) -> str:
    return f"/coordinator/journeys/{house.look(tale).coi}/messages"


def test_the_fate_of_each_message_stands_on_the_patients_page_of_messages(house):
    tale = house.told_until("at_plant")
    with house.app.app_context():
        send_due(house.now)
    coordinator = house.client_of("cora")
    page = coordinator.get(address(house, tale)).text
    assert "A step was reached" in page
    assert "shown here instead of being sent" in page
    journey = coordinator.get(f"/coordinator/journeys/{house.look(tale).coi}").text
    assert address(house, tale) in journey


def test_a_member_of_staff_chooses_for_the_patient_and_it_is_kept_who_did(house):
    tale = house.told_until("prepared")
    coordinator = house.client_of("cora")
    typed = {"channel": "sms", "phone": "+1 507 555 0199", "email": "", "zone": ""}
    assert coordinator.post(address(house, tale), data=typed).status_code == 302
    kept, patient = wanda(house)
    assert kept is not None
    assert kept.choice.channel is Channel.SMS
    assert kept.by == house.people["cora"].id
    assert patient.phone == "+1 507 555 0199"
    assert "for them, by staff" in coordinator.get(address(house, tale)).text
    looks = coordinator.get(f"/journeys/{house.look(tale).coi}/looks").text
    assert "messages chosen sms" in looks
    assert looks.count("contact data changed") == 1
    again = coordinator.post(address(house, tale), data=typed)
    assert again.status_code == 302
    looks = coordinator.get(f"/journeys/{house.look(tale).coi}/looks").text
    assert looks.count("messages chosen sms") == 2
    assert looks.count("contact data changed") == 1, "an address that stays is no change"


def test_a_channel_without_an_address_and_a_zone_that_is_none_are_refused(house):
    tale = house.told_until("prepared")
    coordinator = house.client_of("cora")
    whole = {"channel": "email", "phone": "507 555 0100", "email": "w@example.org", "zone": ""}
    for wrong in (
        {"channel": "sms"},
        {"email": ""},
        {"email": "nowhere"},
        {"zone": "Rochester"},
        {"channel": ""},
    ):
        answer = coordinator.post(address(house, tale), data={**whole, **wrong})
        assert answer.status_code == 409, wrong
        assert "Nothing was changed." in answer.text
    assert wanda(house) == (None, WANDA)


def test_erased_contact_data_means_no_more_messages_and_no_calls_about_them(house):
    tale = house.told_until("prepared")
    coi = house.look(tale).coi
    coordinator = house.client_of("cora")
    assert coordinator.post(f"/coordinator/journeys/{coi}/patient/erase").status_code == 302
    kept, _ = wanda(house)
    assert kept is not None
    assert kept.choice.channel is Channel.NONE


def test_when_nobody_knows_an_address_the_journey_page_says_so(house):
    tale = house.told_until(
        "prepared", patient=patients.Patient(**{**vars(WANDA), "email": ""})
    )
    page = house.client_of("cora").get(f"/coordinator/journeys/{house.look(tale).coi}").text
    assert "Nobody can write to this patient" in page
