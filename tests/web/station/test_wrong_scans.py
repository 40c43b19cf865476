"""Does each wrong scan get its own sentence in red, and is each kept with what was scanned?"""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.web.conftest import WALTER, House, refusal
from tests.web.station.forms import signed
from tracker.demo.tale import QUALITY, TECH, Tale
from tracker.domain.isbt128 import StaffMember
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.symbols import shipper_symbol
from tracker.store import log, scanned
from tracker.store.db import db


@pytest.fixture
def ours(house: House) -> Tale:
    return house.told_until("cleared")


def dose_of(tale: Tale) -> str:
    return tale.bags("dose")[0]


def used(_house: House, tale: Tale) -> str:
    return next(item.id for item in tale.look().containers.values() if item.final)


def expired(house: House, tale: Tale) -> str:
    house.now += timedelta(days=800)
    return dose_of(tale)


def quarantined(_house: House, tale: Tale) -> str:
    dose = dose_of(tale)
    about = {"stops": "infusion", "container": dose, "reason": "alarm in the night"}
    tale.do(QUALITY, Kind.HOLD_PLACED, signed=(QUALITY,), **about)
    return dose


def damaged(_house: House, tale: Tale) -> str:
    dose = dose_of(tale)
    tale.take([dose])
    tale.verify((TECH, "tess"), "pre_thaw", tale.order(), tale.label(dose))
    scans = (tale.label(dose),)
    tale.do(TECH, Kind.THAW_STARTED, scans=scans, signed=(TECH,))
    tale.do(TECH, Kind.THAW_ENDED, scans=scans, signed=(TECH,), integrity="damaged")
    return dose


def last(house: House, coi: str):
    with house.app.app_context():
        return log.load(coi)[-1]


def _history(page) -> str:
    """Return the part of a journey's page that says what has happened."""
    return page.text.split('id="history"')[1].split('id="milestones"')[0]


def _sentence(page) -> str:
    """Return the sentence in red at the head of a page."""
    return html.unescape(re.findall(r'class="refused-sentence">([^<]+)<', page.text)[0])


def counted(house: House) -> tuple[str, ...]:
    with house.app.app_context():
        row = scanned.ScannedRow
        query = select(row.coi, row.code, row.raw).order_by(row.id.desc()).limit(1)
        return tuple(*db.session.execute(query))


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (used, "container_final", "consumed already and has left the journey"),
        (expired, "expired", "expired on"),
        (quarantined, "quarantined", "is quarantined: alarm in the night"),
        (damaged, "damaged", "Do not give it; discard it"),
    ],
)
def test_what_nobody_may_use_gets_a_red_answer_at_look_up(house, ours, wrong, code, said):
    with house.app.app_context():
        container = wrong(house, ours)
        coi, raw = ours.look().coi, ours.label(container)
    house.now = max(house.now, ours.clock)
    nora = house.client_of("nora")
    page = nora.get(nora.post("/station/scan", data={"raw": raw}).location)
    assert refusal(page) == code
    assert said in page.text.split('id="history"')[0]
    assert said in _history(page)
    assert "Wanda Example" in page.text
    assert 'class="answer"' not in page.text
    entry = last(house, coi)
    assert entry.kind is Kind.SCAN_REFUSED
    assert (entry.scans, entry.data["code"]) == ((raw,), code)
    assert counted(house) == (coi, code, raw)


def test_another_patients_bag_fills_the_screen_and_is_kept(house: House, ours: Tale):
    theirs = house.told_until("collected", patient=WALTER)
    with house.app.app_context():
        coi, raw = ours.look().coi, theirs.label(theirs.bags("collection")[0])
    page = house.client_of("nora").post("/station/scan", data={"raw": raw, "expect": coi})
    assert page.status_code == 409
    assert "stop-word" in page.text
    entry = last(house, coi)
    assert (entry.kind, entry.scans) == (Kind.IDENTITY_MISMATCH, (raw,))
    assert counted(house) == (coi, "identity_mismatch", raw)


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        ("]C10112345678901231", "not_isbt128", "read a GS1 label"),
        ("%Q", "identifier_unknown", "This is not a label we know: it begins with %Q."),
        ("=W00002612345600", "identifier_unknown", "not a label we know: it begins with =W."),
        ("SH:CHA999926000042-S14", "unknown_shipment", "There is no shipment S14"),
        (StaffMember("A9990", "000001").encode(), "badge_scanned", "This is a staff badge."),
    ],
)
def test_a_foreign_label_is_refused_and_kept(house: House, ours: Tale, raw, code, said):
    coi, nora = house.look(ours).coi, house.client_of("nora")
    page = nora.post("/station/scan", data={"raw": raw})
    assert refusal(page) == code
    assert said in _sentence(page)
    assert counted(house) == ("", code, raw)
    register = house.client_of("olga").get("/admin/refused-scans").text
    assert raw in html.unescape(register.split('id="latest"')[1])
    nora.post("/station/scan", data={"raw": raw, "expect": coi})
    assert last(house, coi).scans == (raw,)


def test_the_label_of_a_shipper_opens_its_shipment_and_proves_nothing_of_its_inside(
    house: House, ours: Tale
):
    journey = house.look(ours)
    *_, name = journey.shipments
    raw = shipper_symbol(journey, journey.shipments[name])
    answer = house.client_of("theo").post("/station/scan", data={"raw": raw})
    assert answer.location.endswith(f"{journey.coi}/shipments/{name}")
    assert counted(house) == (journey.coi, "", raw)
    with house.app.app_context(), pytest.raises(Refused) as caught:
        ours.do(TECH, Kind.THAW_STARTED, scans=(raw,), signed=(TECH,))
    assert caught.value.code == "shipper_scanned"


def test_the_right_bag_at_the_wrong_step_is_refused_and_kept(house: House, ours: Tale):
    with house.app.app_context():
        dose = dose_of(ours)
        raw = ours.label(dose)
    here, theo = f"/station/journeys/{house.look(ours).coi}", house.client_of("theo")
    page = theo.post(f"{here}/record/thaw_started", data={"scans": raw, **signed("theo")})
    assert (page.status_code, refusal(page)) == (409, "container_not_here")
    said = f"{dose} is in storage at"
    assert said in page.text
    assert said in _history(theo.get(here))
    entry = last(house, house.look(ours).coi)
    assert (entry.kind, entry.scans) == (Kind.SCAN_REFUSED, (raw,))
    assert (entry.data["code"], entry.data["attempted"]) == (
        "container_not_here",
        "thaw_started",
    )
    assert counted(house)[1:] == ("container_not_here", raw)
