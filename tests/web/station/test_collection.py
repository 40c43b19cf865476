"""Does the chair lead from the wristband to a labelled bag, one step after the other?"""

from flask.testing import FlaskClient

from tests.web.conftest import WALTER, WANDA, House, refusal
from tests.web.station.forms import signed
from tracker.demo.tale import Tale
from tracker.domain import isbt128
from tracker.domain.kinds import Kind

START = {
    "device": "Example separator",
    "device_serial": "SEP-1",
    "kit_lot": "9912-K",
    "anticoagulant_lot": "ACD-771",
    "access": "two_peripheral",
}
END = {
    "whole_blood_ml": "11800",
    "product_volume_ml": "190",
    "anticoagulant_ml": "860",
    "symptoms": "none",
}


class Chair:
    """The collection page of one journey, as the nurse at the chair uses it."""

    def __init__(self, house: House, tale: Tale) -> None:
        self.house = house
        self.tale = tale
        self.coi = house.look(tale).coi
        self.address = f"/station/journeys/{self.coi}/collection"
        self.client: FlaskClient = house.client_of("nora")

    def do(self, step: str, people: tuple[str, ...] = (), **form: str):
        self.house.now = self.house.now.replace(second=0)
        own = form.pop("own", "")
        sent = {"step": step, **form, **signed(*people, own_scans=own)}
        return self.client.post(self.address, data=sent)

    def wristband(self) -> str:
        with self.house.app.app_context():
            return self.tale.wristband()

    def bag_label(self) -> str:
        with self.house.app.app_context():
            return self.tale.label(next(iter(self.tale.look().containers)))

    def verify(self, step="verify", point="pre_collection"):
        band = self.wristband()
        return self.do(
            step,
            ("nora", "noel"),
            scans=band,
            own=band,
            stated="yes",
            point=point,
            container="",
        )

    def start(self):
        with self.house.app.app_context():
            din = self.tale.next_din()
        scan = isbt128.DonationNumber.of(din).encode()
        return self.do("start", ("nora",), scans=scan, **START)

    def print(self):
        bag = next(iter(self.house.look(self.tale).containers))
        return self.do("print", label_kind="container", container=bag)

    def bind(self):
        journey = self.house.look(self.tale)
        bag = next(iter(journey.containers))
        label = [each.id for each in journey.labels.values() if each.container == bag][-1]
        scan = self.bag_label()
        return self.do("bind", ("nora", "noel"), scans=scan, label=label, container=bag)


def test_a_collection_goes_from_wristband_to_a_bag_ready_for_the_laboratory(house: House):
    tale = house.told_until("authorized")
    house.tell(tale, Tale.put_band_on)
    chair = Chair(house, tale)
    page = chair.client.get(chair.address).text
    assert "1. Verify identity at enrolment, two people" in page
    assert WANDA.name in page
    assert chair.verify("enrol", "enrolment").status_code == 302
    assert "2. Verify the patient, two people" in chair.client.get(chair.address).text
    assert chair.verify().status_code == 302
    assert "3. Start the collection" in chair.client.get(chair.address).text
    assert chair.start().status_code == 302
    answer = chair.print()
    assert "/labels/L" in answer.location
    assert chair.bind().status_code == 302
    assert "6. End the collection" in chair.client.get(chair.address).text
    assert chair.do("end", ("nora",), scans=chair.bag_label(), **END).status_code == 302
    both = f"{chair.wristband()}\n{chair.bag_label()}"
    bag = next(iter(house.look(tale).containers))
    fixed = {"point": "end_of_collection", "container": bag}
    answer = chair.do("compare", ("nora", "noel"), scans=both, own=both, **fixed)
    assert answer.status_code == 302
    assert "Offer the bag to the laboratory" in chair.client.get(chair.address).text
    kept = house.look(tale)
    assert kept.containers[bag].state == "open"
    assert kept.has_verified("end_of_collection", bag)


def test_one_person_cannot_verify_alone(house: House):
    chair = Chair(house, house.told_until("banded"))
    band = chair.wristband()
    form = {"scans": band, "stated": "yes", "point": "pre_collection"}
    answer = chair.do("verify", ("nora", "nora"), own=band, **form)
    assert answer.status_code == 409
    assert "second_person_is_first" in answer.text


def test_a_wrong_password_records_nothing_and_is_never_sent_back(house: House):
    tale = house.told_until("banded")
    chair = Chair(house, tale)
    before = house.look(tale).last_seq
    form = {**signed("nora", "noel"), "sign-1-password": "not this one"}
    answer = chair.client.post(
        chair.address,
        data={
            "step": "verify",
            "scans": chair.wristband(),
            "stated": "yes",
            "point": "pre_collection",
            **form,
        },
    )
    assert answer.status_code == 409
    assert "signature_invalid" in answer.text
    assert "not this one" not in answer.text
    assert house.look(tale).last_seq == before


def test_without_insurance_no_needle(house: House):
    chair = Chair(house, house.told_until("prepared"))
    chair.verify("enrol", "enrolment")
    chair.verify()
    answer = chair.start()
    assert answer.status_code == 409
    assert refusal(answer) == "insurance_not_approved"


def test_with_an_approval_taken_back_no_needle_either(house: House):
    tale = house.told_until("banded")
    house.tell(tale, _denied)
    chair = Chair(house, tale)
    chair.verify()
    answer = chair.start()
    assert answer.status_code == 409
    assert refusal(answer) == "insurance_not_approved"


def test_the_second_persons_wrong_wristband_stops_them(house: House):
    tale = house.told_until("banded")
    other = house.told_until("banded", patient=WALTER)
    chair = Chair(house, tale)
    with house.app.app_context():
        wrong = other.wristband()
    form = {"scans": chair.wristband(), "stated": "yes", "point": "pre_collection"}
    answer = chair.do("verify", ("nora", "noel"), own=wrong, **form)
    assert answer.status_code == 409
    assert "stop-word" in answer.text
    assert f"/station/journeys/{chair.coi}" in answer.text
    assert house.look(tale).near_misses == 1


def test_a_page_left_open_leads_to_where_the_collection_is_now(house: House):
    tale = house.told_until("banded")
    chair = Chair(house, tale)
    chair.verify()
    seq = house.look(tale).last_seq
    assert chair.verify().location == chair.address
    assert house.look(tale).last_seq == seq


def test_an_unlikely_figure_is_asked_about_before_it_is_recorded(house: House):
    tale = house.told_until("banded")
    chair = Chair(house, tale)
    chair.verify(), chair.start(), chair.print(), chair.bind()
    odd = {**END, "product_volume_ml": "700", "scans": chair.bag_label()}
    answer = chair.do("end", ("nora",), **odd)
    assert answer.status_code == 409
    assert "outside the usual 30 to 450" in answer.text
    assert 'name="confirmed" value="product_volume_ml"' in answer.text
    sure = {"confirmed": "product_volume_ml", "reason": "Two bags were run into one"}
    assert chair.do("end", ("nora",), **odd, **sure).status_code == 302


def test_a_typed_donation_number_asks_for_a_reason(house: House):
    tale = house.told_until("banded")
    chair = Chair(house, tale)
    chair.verify()
    with house.app.app_context():
        din = tale.next_din()
    typed = {**START, "scans": din + isbt128.check_character(din)}
    answer = chair.do("start", ("nora",), **typed)
    assert answer.status_code == 409
    assert "reason_missing" in answer.text
    assert chair.do("start", ("nora",), **typed, reason="The barcode is wet").status_code == 302


def test_a_technologist_may_look_at_the_chair_and_not_start_a_collection(house: House):
    tale = house.told_until("banded")
    chair = Chair(house, tale)
    chair.verify()
    chair.client = house.client_of("theo")
    assert chair.client.get(chair.address).status_code == 200
    with house.app.app_context():
        scan = isbt128.DonationNumber.of(tale.next_din()).encode()
    answer = chair.do("start", ("theo",), scans=scan, **START)
    assert answer.status_code == 409
    assert "may be recorded here by: apheresis nurse" in answer.text


def _denied(tale: Tale) -> None:
    tale.do(
        "fay",
        Kind.AUTHORIZATION_RECORDED,
        signed=("fay",),
        status="denied",
        covered=False,
        preauthorized=False,
    )
