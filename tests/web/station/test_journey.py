"""Does a journey's page show where everything is, and to each person what is theirs to see and do?"""

import re
from datetime import UTC, datetime

import pytest

from tests.web.conftest import WANDA, House, refusal
from tests.web.station.forms import signed
from tracker.domain.kinds import Kind
from tracker.domain.specs import SPECS
from tracker.reads import journeys
from tracker.store import access


def test_the_page_shows_containers_labels_milestones_and_history(house: House):
    tale = house.told_until("home")
    journey = house.look(tale)
    page = house.client_of("theo").get(f"/station/journeys/{journey.coi}").text
    for item in journey.containers:
        assert item in page
    assert "Theo Lindqvist" in page
    assert "all accounted for" in page
    assert "confirmed by scan" in page
    assert f"({journey.last_seq} entries)" in page
    assert "seal " in page


def test_each_place_leads_back_to_the_vein_and_each_vein_to_every_place(house: House):
    """What a recall asks, from either end; and a long page leads to each of its parts."""
    tale = house.told_until("infused")
    journey = house.look(tale)
    page = house.client_of("theo").get(f"/station/journeys/{journey.coi}").text
    (din,) = journey.collections
    _, _, after = page.partition(
        f'Collection <span class="code">{din}</span> ended in 1 place<'
    )
    ended = " ".join(re.sub(r"<[^>]+>", " ", after.partition("</ul>")[0]).split())
    dose = next(item for item in journey.containers.values() if item.lot)
    assert ended.endswith(f"{dose.id} dose infused")
    _, _, bag = page.partition(f'id="{dose.id}"')
    facts = dict(re.findall(r"<dt>([^<]*)</dt><dd[^>]*>(.*?)</dd>", bag.partition("</dl>")[0]))
    assert facts["From"] == ", ".join(journey.lots[dose.lot].consumed)
    assert facts["Collections"] == din
    parts = re.findall(
        r'<a href="#([a-z]+)">', page.partition("on-this-page")[2].partition("</nav>")[0]
    )
    assert (
        {"where", "family", "history"} <= {*parts} <= {*re.findall(r'<h2 id="([a-z]+)"', page)}
    )


def test_care_teams_see_the_name_and_that_they_looked_is_kept(house: House):
    coi = house.look(house.told_until("banded")).coi
    assert WANDA.name in house.client_of("nora").get(f"/station/journeys/{coi}").text
    with house.app.app_context():
        looks = access.looks(coi)
    assert [(look.who, look.what) for look in looks] == [
        (house.people["nora"].id, "journey page")
    ]


@pytest.mark.parametrize("who", ["max", "cal"])
def test_makers_and_couriers_see_the_journey_and_no_name(house: House, who):
    coi = house.look(house.told_until("shipped")).coi
    answer = house.client_of(who).get(f"/station/journeys/{coi}")
    assert answer.status_code == 200
    for secret in (WANDA.name, "1961-04-17", WANDA.record_number):
        assert secret not in answer.text


def test_an_administrator_hears_the_same_of_any_journey(house: House):
    coi = house.look(house.told_until("banded")).coi
    answer = house.client_of("ada").get(f"/station/journeys/{coi}")
    nobodys = "CHA999026999999"
    unknown = house.client_of("ada").get(f"/station/journeys/{nobodys}")
    assert (answer.status_code, unknown.status_code) == (403, 403)
    assert _without_token(answer.text).replace(coi, nobodys) == _without_token(unknown.text)


def _without_token(page: str) -> str:
    return re.sub(r'name="csrf[-_]token" (content|value)="[^"]*"', "", page)


def test_an_auditor_reads_everything_and_is_offered_nothing(house: House):
    coi = house.look(house.told_until("banded")).coi
    page = house.client_of("olga").get(f"/station/journeys/{coi}").text
    assert "The journey does not wait for you now." in page
    assert "Strike entry" not in page


def test_a_struck_entry_stays_readable_and_shows_who_struck_it(house: House):
    tale = house.told_until("authorized")
    coi = house.look(tale).coi
    client = house.client_of("cora")
    linked = {"system": "maker's order", "value": "ORD-1"}
    client.post(f"/station/journeys/{coi}/record/identifier_linked", data=linked)
    number = house.look(tale).last_seq
    form = {"struck": str(number), "reason": "Typed on the wrong journey", **signed("cora")}
    answer = client.post(f"/station/journeys/{coi}/record/entry_struck", data=form)
    assert answer.status_code == 302, answer.text
    page = client.get(f"/station/journeys/{coi}").text
    assert f"struck by entry {number + 1}" in page
    assert "ORD-1" in page


def test_every_kind_of_entry_has_a_page(house: House):
    coi = house.look(house.told_until("banded")).coi
    client = house.client_of("cora")
    pages = {kind: client.get(f"/station/journeys/{coi}/record/{kind.value}") for kind in Kind}
    receipt = pages.pop(Kind.SHIPMENT_RECEIVED)
    assert receipt.location.endswith("#shipments"), (
        "a receipt is blind: it has a page of its own"
    )
    assert pages.pop(Kind.SHIPMENT_PACKED).location.endswith("/packing"), (
        "the bench asks for what the general form does not"
    )
    assert {answer.status_code for answer in pages.values()} == {200}
    missing = [k for k, a in pages.items() if f"<h1>{SPECS[k].title}</h1>" not in a.text]
    assert missing == []


def test_an_unknown_kind_has_none(house: House):
    coi = house.look(house.told_until("banded")).coi
    answer = house.client_of("cora").get(f"/station/journeys/{coi}/record/wishful_thinking")
    assert answer.status_code == 409
    assert "unknown_kind" in answer.text


def test_a_form_keeps_what_was_typed_when_it_is_refused(house: House):
    tale = house.told_until("collected")
    coi = house.look(tale).coi
    bag = next(iter(house.look(tale).containers))
    form = {"container": bag, "parts-0-volume_ml": "90", "parts-1-volume_ml": "70"}
    answer = house.client_of("theo").post(
        f"/station/journeys/{coi}/record/container_split", data={**form, **signed("theo")}
    )
    assert answer.status_code == 409
    assert "volume_mismatch" in answer.text
    assert 'value="90"' in answer.text
    assert 'value="70"' in answer.text


def test_a_bag_is_split_into_parts_named_on_the_page(house: House):
    tale = house.told_until("collected")
    coi = house.look(tale).coi
    bag = next(iter(house.look(tale).containers))
    form = {"container": bag, "parts-0-volume_ml": "95", "parts-2-volume_ml": "95"}
    answer = house.client_of("theo").post(
        f"/station/journeys/{coi}/record/container_split", data={**form, **signed("theo")}
    )
    assert answer.status_code == 302, answer.text
    parts = [item for item in house.look(tale).present() if item.use == "cryobag"]
    assert [part.volume_ml for part in parts] == [95, 95]


def test_a_form_sent_twice_is_recorded_once(house: House):
    tale = house.told_until("authorized")
    coi = house.look(tale).coi
    client = house.client_of("nora")
    form = {"about": "The phone was broken", "request_id": "r-1", **signed("nora")}
    address = f"/station/journeys/{coi}/record/deviation_opened"
    assert [client.post(address, data=form).status_code for _ in range(2)] == [302, 302]
    assert len(house.look(tale).deviations) == 1


def test_the_owner_of_a_deviation_is_chosen_from_those_who_work_here(house: House):
    tale = house.told_until("authorized")
    coi, tess = house.look(tale).coi, house.people["tess"]
    address = f"/station/journeys/{coi}/record/deviation_opened"
    client = house.client_of("nora")
    page = client.get(address).text
    assert f'<option value="{tess.id}">{tess.name}, cell lab tech, RST</option>' in page
    form = {"about": "The alarm rang", "owner": tess.id, **signed("nora")}
    assert client.post(address, data=form).status_code == 302
    (opened,) = house.look(tale).open_deviations()
    assert (opened.owner.id, opened.owner.name) == (tess.id, tess.name)
    assert tess.name in client.get("/station/deviations").text
    wrong = {**form, "owner": "somebody", "request_id": "r-2"}
    assert "Choose an owner who works" in client.post(address, data=wrong).text


def test_the_time_given_is_the_sites_own(house: House):
    tale = house.told_until("authorized")
    journey = house.look(tale)
    there = journey.last_at
    form = {"system": "order", "value": "ORD-2", "happened_at": "2026-03-05T09:30"}
    client = house.client_of("cora")
    address = f"/station/journeys/{journey.coi}/record/identifier_linked"
    assert client.post(address, data=form).status_code == 302
    page = client.get(f"/station/journeys/{journey.coi}").text
    assert there is not None
    assert "5 Mar 2026, 09:30 CST" in page


def test_an_hour_that_never_was_is_refused_and_one_that_came_twice_is_asked_about(house: House):
    """Rochester's clocks went forward on 8 March and back on 1 November 2026, each at two."""
    tale = house.told_until("authorized")
    coi = house.look(tale).coi
    before = house.look(tale).last_seq
    house.now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    client = house.client_of("cora")
    address = f"/station/journeys/{coi}/record/identifier_linked"
    form = {"system": "order", "value": "ORD-2", "happened_at": "2026-03-08T02:30"}
    assert refusal(client.post(address, data=form)) == "time_never_was"
    form["happened_at"] = "2026-11-01T01:30"
    asked = client.post(address, data=form)
    assert refusal(asked) == "time_twice"
    assert house.look(tale).last_seq == before
    either = re.findall(r'<option value="(2026-11-01T01:30:00-[^"]*)">', asked.text)
    assert either == ["2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-06:00"]
    form["happened_at"] = either[1]
    assert client.post(address, data=form).status_code == 302
    with house.app.app_context():
        told = journeys.tell(coi)
    assert told.entries[-1].happened_at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_the_seal_of_a_shipment_under_way_stays_hidden_until_it_is_opened(house: House):
    tale = house.told_until("shipped")
    journey = house.look(tale)
    seal = next(iter(journey.shipments.values())).seal
    address = f"/station/journeys/{journey.coi}"
    assert seal not in house.client_of("max").get(address).text
    house.tell(tale, lambda told: told.receive("max", "mia"))
    assert seal in house.client_of("max").get(address).text
