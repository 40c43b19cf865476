"""Is every hand-off that does not happen said on a page, with a reason, and the courier's word kept?"""

import html
import re

import pytest

from tests.web.conftest import House, refusal
from tests.web.station.forms import signed
from tracker.demo.tale import COURIER, NURSE, TECH, Tale
from tracker.domain.kinds import Kind


@pytest.fixture
def offered(house: House) -> tuple[Tale, str]:
    """A technologist offers the collected bag back to the nurses."""
    tale = house.told_until("decided")
    house.tell(tale, _offer)
    (bag,) = (item.id for item in house.look(tale).present() if item.offer)
    return tale, bag


def _offer(tale: Tale) -> None:
    bags = tale.bags("collection")
    to = {"to_role": "apheresis_nurse", "to_site": tale.look().site}
    tale.do(TECH, Kind.CUSTODY_OFFERED, signed=(TECH,), containers=bags, **to)


@pytest.mark.parametrize(
    ("who", "kind", "title"),
    [
        (NURSE, "custody_declined", "Decline custody"),
        (TECH, "custody_withdrawn", "Withdraw an offer"),
    ],
)
def test_an_offer_is_declined_or_withdrawn_with_a_reason_and_nothing_moves(
    house: House, offered: tuple[Tale, str], who: str, kind: str, title: str
):
    tale, bag = offered
    client, path = house.client_of(who), f"/station/journeys/{house.look(tale).coi}"
    link = _link(client.get(path).text, kind)
    assert title in client.get(link).text
    form = {"containers": bag, **signed(who)}
    assert refusal(client.post(link, data=form)) == "field_missing"
    assert house.look(tale).containers[bag].offer is not None
    assert client.post(link, data={**form, "reason": "No free place."}).status_code == 302
    after = house.look(tale).containers[bag]
    assert after.offer is None
    assert after.custodian is not None
    assert after.custodian.role == "cell_lab_tech"
    assert "No free place." in client.get(path).text
    late = house.client_of(NURSE).post(
        f"{path}/record/custody_accepted",
        data={"containers": bag, "scans": _label(house, tale, bag), **signed(NURSE)},
    )
    assert refusal(late) == "not_offered"


def _link(page: str, kind: str) -> str:
    """Return where the page leads whoever may record this kind now."""
    found = re.search(rf'href="([^"]+/record/{kind}[^"]*)"', page)
    assert found, kind
    return html.unescape(found[1])


def _label(house: House, tale: Tale, bag: str) -> str:
    with house.app.app_context():
        return tale.label(bag)


def test_the_couriers_step_is_written_down_by_hand_with_a_time_nobody_guesses(house: House):
    tale = house.told_until("shipped")
    shipment = list(house.look(tale).shipments.values())[-1]
    path = f"/station/journeys/{house.look(tale).coi}"
    cal = house.client_of(COURIER)
    page = cal.get(f"{path}/shipments/{shipment.id}").text
    link = _link(page, "courier_updated")
    form = {
        "shipment": shipment.id,
        "status": "customs",
        "place": "Chicago",
        "source": "telephone",
        "said_at": "05/03 04:10",
        "zone": "unknown",
    }
    assert refusal(cal.post(link, data={**form, "status": "lost"})) == "field_choice"
    assert refusal(cal.post(link, data={**form, "place": ""})) == "field_missing"
    assert cal.post(link, data=form).status_code == 302
    page = cal.get(f"{path}/shipments/{shipment.id}").text
    assert "05/03 04:10, time zone unknown; written down" in page
    assert "Customs, Chicago" in page
    assert house.look(tale).shipments[shipment.id].courier == "customs"
    assert "customs" in cal.get(path).text
