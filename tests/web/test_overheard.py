"""Would a patient's name on a maker's page, in a stream, a file or a command's words really be heard?"""

import io
import subprocess
import sys
from urllib.parse import quote_plus

import click
import pytest
from click.testing import CliRunner
from flask import Response
from reportlab.pdfgen.canvas import Canvas

from tests.personal_words import Watch
from tests.web.conftest import WANDA, House, password_of
from tracker.demo.tale import QUALITY
from tracker.domain.kinds import Kind
from tracker.store import tokens
from tracker.store.db import db


@pytest.fixture
def overheard(personal_words: Watch):
    """What is heard in this test alone; the run itself does not fail by it."""
    before = list(personal_words.said)
    yield lambda: personal_words.said[len(before) :]
    personal_words.said[:] = before


def test_a_name_on_a_makers_own_page_is_heard_and_on_the_hospitals_it_is_not(
    house: House, overheard
):
    """Somebody typed it into a reason, where no rule can know a name from a word."""
    tale = house.told_until("at_plant")
    reason = f"call {WANDA.name} first"
    held = {"stops": "shipping", "reason": reason}
    house.tell(tale, lambda told: told.do(QUALITY, Kind.HOLD_PLACED, signed=(QUALITY,), **held))
    coi = house.look(tale).coi
    assert WANDA.name in house.client_of("cora").get(f"/coordinator/journeys/{coi}").text
    assert overheard() == []
    assert WANDA.name in house.client_of("max").get(f"/liaison/journeys/{coi}").text
    assert overheard()[0].endswith(f"to manufacturer_qa: {WANDA.name}")
    heard = len(overheard())
    with house.app.app_context():
        raw = tokens.issue(house.people["cora"].id, "a test", house.now)
        db.session.commit()
    key = {"Authorization": f"Bearer {raw}"}
    house.app.test_client().get(f"/api/v1/journeys/{coi}", headers=key)
    assert overheard()[heard:] == [f"a program: {WANDA.name}"]


def test_a_name_in_an_address_or_where_an_answer_leads_is_heard(house: House, overheard):
    """Addresses stay in histories, in logs of proxies and on the way to other sites."""
    house.told_until("")
    wanted = f"/station/?x={quote_plus(WANDA.name)}"
    house.client_of("nora").get(wanted)
    form = {"username": "nora", "password": password_of("nora"), "next": wanted}
    house.app.test_client().post("/sign-in", data=form)
    assert overheard() == [f"an address or a head line: {WANDA.name}"] * 2


def test_a_name_in_a_stream_or_a_printed_page_is_heard():
    watch = Watch()
    watch.know(WANDA)
    streamed = Response(iter([b"Wanda ", b"Example"]))
    watch.answer("a stream", streamed)
    assert watch.said == []
    assert b"".join(streamed.iter_encoded()) == b"Wanda Example"
    streamed.close()
    file = io.BytesIO()
    paper = Canvas(file)
    paper.drawString(100, 100, f"for {WANDA.name}")
    paper.save()
    watch.answer("a paper", Response(file.getvalue(), mimetype="application/pdf"))
    assert watch.said == [f"a stream: {WANDA.name}", f"a paper: {WANDA.name}"]


def test_a_name_that_a_command_or_another_process_prints_is_heard(house: House, overheard):
    house.told_until("")
    CliRunner().invoke(click.Command("say", callback=lambda: click.echo(WANDA.record_number)))
    words = f"print({WANDA.birth_date.isoformat()!r})"
    subprocess.run([sys.executable, "-c", words], capture_output=True, check=True)
    assert overheard() == [
        f"a command: {WANDA.record_number}",
        f"another process: {WANDA.birth_date.isoformat()}",
    ]
