"""Do text messages go out once, by whatever the service is, and does nobody miss one in silence?"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from tests.jobs.conftest import MARIA, NOW
from tests.store.entries import COI
from tracker.actions import caregiver_phone, consequences, reaching
from tracker.domain.channels import NOT_REACHED, Channel, Choice, by, international
from tracker.domain.scopes import Scope
from tracker.jobs import texting
from tracker.jobs.sending import send_due
from tracker.store import mailed_codes, message_choices, notices, patients, tasks, viewers
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen
from tracker.store.viewers import Known, Viewer

# What is kept of a message is kept alike on both databases: tests/store and test_sending show it.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PHONE = "+15075550142"


@dataclass
class Network:
    """A service for text messages: keeps what it is sent, and answers as it is told."""

    answer: int = 202
    slow: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[dict[str, str], str]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [headers["idempotency-key"] for headers, _ in self.asked]


@pytest.fixture
def network() -> Iterator[tuple[Network, str]]:
    """A real server on this machine."""
    found = Network()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            head = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append((head, body))
            if found.answer == 0:
                found.slow.wait(10)
                return
            self.send_response(found.answer)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found, f"http://127.0.0.1:{server.server_port}/send"
    found.slow.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sms(stored, network, wait) -> Network:
    """The service with somebody who asked for text messages, and one message for them."""
    found, url = network
    stored.config["TRACKER_SMS_URL"] = url
    stored.config["TRACKER_SMS_AUTHORIZATION"] = "Bearer of-the-hospital"
    wait(1)
    writing()
    patients.correct(patients.Patient(**{**vars(MARIA), "phone": "+1 (507) 555-0142"}))
    choose(Channel.SMS)
    return found


def choose(channel: Channel, zone: str = "") -> None:
    writing()
    message_choices.keep(MARIA.id, Chosen(Choice(channel, zone), NOW, "patient"))
    db.session.commit()


def fate() -> notices.Fate:
    return notices.of(COI)[-1]


def calls() -> list[bool]:
    """Return whether each task to call this patient is done."""
    found = [task for task in tasks.of(COI) if task.kind == NOT_REACHED]
    return [task.done_at is not None for task in found]


def enqueue(kind: str, at=NOW) -> None:
    writing()
    notices.enqueue(notices.Notice(f"{kind}:{at}", COI, kind, "patient", MARIA.id, at), at)
    db.session.commit()


def test_a_text_says_only_that_there_is_something_to_read(sms):
    assert send_due(NOW) == 1
    ((head, body),) = sms.asked
    assert head["authorization"] == "Bearer of-the-hospital"
    assert head["content-type"] == "application/json"
    said = json.loads(body)
    assert said.keys() == {"to", "text"}
    assert said["to"] == PHONE
    assert "Hay algo nuevo de su equipo" in said["text"]
    assert "Maria" not in said["text"]
    assert (fate().fate, fate().channel) == ("sent", "sms")


def test_another_service_is_asked_by_other_fields_in_a_form(sms, stored):
    stored.config["TRACKER_SMS_FORMAT"] = "form"
    stored.config["TRACKER_SMS_FIELDS"] = "To={to}&Body={text}&From=5550100&Ref={key}"
    send_due(NOW)
    ((head, body),) = sms.asked
    assert head["content-type"] == "application/x-www-form-urlencoded"
    filled = {name: values[0] for name, values in parse_qs(body).items()}
    assert filled["To"] == PHONE
    assert filled["From"] == "5550100"
    assert filled["Ref"] == head["idempotency-key"]


@pytest.mark.parametrize("answer", [400, 404, 422])
def test_what_the_service_will_never_take_is_given_up_and_somebody_calls(sms, answer):
    sms.answer = answer
    assert send_due(NOW) == 1
    assert (fate().fate, fate().last_error) == ("given_up", f"HTTP {answer}")
    assert calls() == [False]
    assert send_due(NOW + timedelta(days=1)) == 0
    assert len(sms.asked) == 1


@pytest.mark.parametrize("answer", [500, 503, 429, 401, 302])
def test_what_may_work_later_is_asked_again_under_the_same_key(sms, answer):
    sms.answer = answer
    assert send_due(NOW) == 0
    assert send_due(NOW + timedelta(seconds=59)) == 0
    assert send_due(NOW + timedelta(seconds=61)) == 0
    assert send_due(NOW + timedelta(seconds=120)) == 0, "the second wait is twice as long"
    sms.answer = 200
    assert send_due(NOW + timedelta(seconds=182)) == 1
    assert len(sms.keys) == 3
    assert len(set(sms.keys)) == 1
    assert calls() == []


def test_a_service_that_does_not_answer_is_left_and_asked_again(sms, monkeypatch):
    monkeypatch.setattr(texting, "PATIENCE_SECONDS", 0.2)
    sms.answer = 0
    assert send_due(NOW) == 0
    assert (fate().fate, fate().last_error) == ("waiting", "TimeoutError")


def test_who_could_not_be_reached_at_last_is_called_and_a_later_message_ends_that(sms):
    sms.answer, now = 500, NOW
    while fate().fate == "waiting":
        send_due(now)
        now += timedelta(days=1)
    assert len(sms.asked) == notices.MOST_ATTEMPTS
    assert calls() == [False]
    sms.answer = 200
    enqueue("step", now)
    assert send_due(now) == 1
    assert calls() == [True]


def test_who_wants_no_messages_gets_none_and_that_is_kept(sms):
    choose(Channel.NONE)
    assert send_due(NOW) == 1
    assert (fate().fate, sms.asked, calls()) == ("not_wanted", [], [])


@pytest.mark.usefixtures("sms")
def test_night_and_day_are_those_of_the_person():
    """It is eight in the morning at the hospital, and four where this patient lives."""
    choose(Channel.SMS, "Pacific/Honolulu")
    enqueue("visit")
    assert send_due(NOW) == 0
    enqueue("visit_changed")
    assert send_due(NOW) == 1, "a change of dates wakes people"
    assert fate().fate == "sent"
    assert send_due(NOW + timedelta(hours=4)) == 2
    fates = [each.fate for each in notices.of(COI)]
    assert fates == ["merged", "sent", "sent"], "the change had told of the step as well"


def test_new_dates_do_not_wait_for_the_next_day(sms):
    assert send_due(NOW) == 1
    enqueue("visit", NOW + timedelta(hours=1))
    assert send_due(NOW + timedelta(hours=1)) == 1
    enqueue("step", NOW + timedelta(hours=2))
    assert send_due(NOW + timedelta(hours=2)) == 0
    assert len(sms.asked) == 2


def test_without_a_service_for_texts_a_message_waits_and_says_why(sms, stored):
    stored.config |= {"TRACKER_MODE": "production", "TRACKER_SMS_URL": ""}
    stored.config["TRACKER_SMTP_URL"] = "smtp://127.0.0.1:1"
    assert send_due(NOW) == 0
    assert (fate().fate, fate().attempts) == ("waiting", 0)
    assert "not set up" in fate().last_error
    assert sms.asked == []


def test_a_caregiver_is_texted_at_the_number_they_proved_and_gets_the_code_there_first(sms):
    olga = Viewer("v-olga", COI, viewers.CAREGIVER, "en", frozenset({Scope.MESSAGES}), NOW)
    writing()
    viewers.add(olga, Known("Olga Overseer", ""))
    db.session.commit()
    name = caregiver_phone.ask_to_prove(olga, "+1 507 555 0177", NOW)
    code = mailed_codes.code_of(name)
    send_due(NOW)
    caregiver_phone.prove(olga, name, code, NOW)
    proved = viewers.one(olga.id)
    assert proved is not None
    reaching.choose(proved, Choice(Channel.SMS), NOW)
    writing()
    consequences.tell_caregivers("news", COI, "step", NOW)
    db.session.commit()
    send_due(NOW + timedelta(days=1))
    said = [json.loads(body) for _, body in sms.asked]
    first, second = (each["text"] for each in said if each["to"] == "+15075550177")
    assert f"{code[:4]} {code[4:]}" in first
    assert "You have an update from your care team." in second


def test_a_text_goes_to_nobody_who_did_not_ask_for_it(database):
    del database
    assert by(None, "a@example.org") is Channel.EMAIL
    assert by(None, "") is None
    assert by(Choice(Channel.SMS), "a@example.org") is Channel.SMS
    assert international("507 555 0142") == ""
    assert international("+1 507-555.0142") == PHONE
