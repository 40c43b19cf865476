"""Does a person choose how we write to them, and only what can be kept to?"""

import re
from datetime import UTC, datetime

import pytest
from flask import g

from tracker.domain.channels import Channel, Choice
from tracker.store import message_choices, patients, tasks
from tracker.store.db import db, writing
from tracker.store.tasks import Task


@pytest.fixture
def kitchen(kitchen_of):
    return kitchen_of()


def known(kitchen, **contact: str) -> None:
    """Let the care team know how to reach the patient."""
    writing()
    patient = patients.of(kitchen.coi)
    patients.correct(patients.Patient(**{**vars(patient), **contact}))
    db.session.commit()


def send(kitchen, **typed: str):
    kitchen.page()
    g.pop("csrf_token", None)  # the context of the test outlives its requests
    form = kitchen.client.get("/my/messages").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form[form.index("<form method") :])
    assert token is not None
    return kitchen.client.post("/my/messages", data={"csrf_token": token[1], **typed})


def chosen(kitchen) -> Choice | None:
    patient = patients.of(kitchen.coi)
    assert patient is not None
    found = message_choices.of(patient.id)
    return found.choice if found else None


def test_only_the_ways_that_are_there_are_offered_and_the_rest_is_said(kitchen):
    known(kitchen, phone="507 555 0100", email="pia@example.org")
    kitchen.page("es")
    page = kitchen.client.get("/my/messages?lang=es").text
    assert re.search(r'id="channel-email"[^>]* checked', page)
    assert 'id="channel-sms"' not in page
    assert "Pida a su equipo" in page
    assert "hora central (Chicago)" in page
    assert "pia@example.org" not in page
    known(kitchen, phone="+1 507 555 0100")
    page = kitchen.client.get("/my/messages?lang=en").text
    assert 'id="channel-sms"' in page
    assert "Central Time (Chicago)" in page
    assert "Ask your care team to add" not in page


def test_a_choice_is_kept_and_nobody_need_call_about_lost_messages_any_more(kitchen):
    known(kitchen, phone="+1 507 555 0100")
    now = datetime(2026, 3, 2, tzinfo=UTC)
    tasks.raise_once(Task(kitchen.coi, "patient_not_reached", "step", now, now))
    db.session.commit()
    answer = send(kitchen, channel="sms", zone="America/Phoenix")
    assert answer.location == "/my/messages?saved=1"
    assert chosen(kitchen) == Choice(Channel.SMS, "America/Phoenix")
    (task,) = [each for each in tasks.of(kitchen.coi) if each.kind == "patient_not_reached"]
    assert task.done_at is not None
    assert 'role="status"' in kitchen.client.get("/my/messages?saved=1").text


def test_a_patient_abroad_finds_their_own_clock_by_country_and_town(kitchen):
    known(kitchen, email="pia@example.org")
    kitchen.page("es")
    page = kitchen.client.get("/my/messages?lang=es").text
    offered = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', page))
    assert offered["Europe/Madrid"] == "España: Madrid"
    assert offered["Asia/Kolkata"].startswith("India: ")
    countries = [name for name in offered.values() if ": " in name]
    assert countries.index("España: Madrid") < countries.index("Estonia: Tallin")
    assert not {zone for zone in offered if zone.startswith("Etc/")}
    assert len(offered) > 400
    answer = send(kitchen, channel="email", zone="Australia/Sydney")
    assert answer.location == "/my/messages?saved=1"
    assert chosen(kitchen) == Choice(Channel.EMAIL, "Australia/Sydney")
    again = kitchen.client.get("/my/messages?lang=en").text
    assert re.findall(r'value="([^"]+)" selected>([^<]+)', again) == [
        ("Australia/Sydney", "Australia: Sydney")
    ]


@pytest.mark.parametrize(
    "typed",
    [
        {"channel": "sms", "zone": ""},
        {"channel": "pigeon", "zone": ""},
        {"channel": "none", "zone": "Moon/Crater"},
        {},
    ],
)
def test_what_cannot_be_kept_to_changes_nothing(kitchen, typed):
    answer = send(kitchen, **typed)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert chosen(kitchen) is None
