"""Does every message go out, once, in words that give nothing away?"""

import email
import email.policy
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from tests.jobs.conftest import MARIA, NOW
from tests.processes import PATIENCE, command, settings_of
from tests.store.entries import COI
from tracker.domain.channels import VISIT_CHANGED
from tracker.domain.quiet_hours import may_go
from tracker.jobs.post import post_office
from tracker.jobs.sending import send_due
from tracker.store import notices, patients
from tracker.store.db import db, writing


def fates() -> list[str]:
    return [fate.fate for fate in notices.of(COI)]


@pytest.mark.usefixtures("post")
def test_a_message_goes_out_in_the_patients_language(mailbox, wait):
    wait(1)
    assert send_due(NOW) == 1
    letter = email.message_from_string(mailbox.letters[0], policy=email.policy.default)
    assert letter["To"] == MARIA.email
    assert letter["Subject"] == "Hay algo nuevo para usted"
    assert fates() == ["sent"]


@pytest.mark.usefixtures("post")
def test_what_is_sent_is_not_sent_again(mailbox, wait):
    wait(3, "visit")
    send_due(NOW)
    assert send_due(NOW + timedelta(days=1)) == 0
    assert len(mailbox.letters) == 3


@pytest.mark.usefixtures("post")
def test_a_server_that_says_no_is_asked_again_later_and_not_sooner(mailbox, wait):
    wait(1)
    mailbox.refuse = "451 Not now, maria@example.org"
    assert send_due(NOW) == 0
    (fate,) = notices.of(COI)
    assert (fate.fate, fate.attempts) == ("waiting", 1)
    assert fate.last_error == "SMTPDataError 451"
    mailbox.refuse = ""
    assert send_due(NOW + timedelta(seconds=59)) == 0
    assert send_due(NOW + timedelta(seconds=61)) == 1
    assert len(mailbox.letters) == 1


def test_a_server_that_is_gone_is_no_disaster(stored, wait):
    stored.config["TRACKER_SMTP_URL"] = "smtp://127.0.0.1:1"
    wait(1)
    now, attempts = NOW, 0
    while fates() == ["waiting"]:
        send_due(now)
        attempts += 1
        now += timedelta(days=1)
    assert fates() == ["given_up"]
    assert attempts == notices.MOST_ATTEMPTS


@pytest.mark.usefixtures("post")
def test_a_patient_without_an_address_costs_no_attempts(mailbox, wait):
    wait(1)
    writing()
    patients.erase_contact(MARIA.id)
    db.session.commit()
    send_due(NOW)
    assert (fates(), mailbox.letters) == (["given_up"], [])


@pytest.mark.usefixtures("post")
def test_of_several_pieces_of_news_one_message_tells(mailbox, wait):
    wait(5)
    send_due(NOW)
    assert sorted(fates()) == ["merged"] * 4 + ["sent"]
    assert len(mailbox.letters) == 1


@pytest.mark.usefixtures("post")
def test_routine_news_comes_once_a_day_and_by_day(mailbox, wait):
    wait(1)
    send_due(NOW)
    later = NOW + timedelta(hours=3)
    writing()
    again = notices.Notice("again", COI, "step", "patient", MARIA.id, later)
    notices.enqueue(again, later)
    db.session.commit()
    for hours in (3, 10, 23):
        assert send_due(NOW + timedelta(hours=hours)) == 0
    assert send_due(NOW + timedelta(hours=24)) == 1
    assert len(mailbox.letters) == 2


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-11-02T14:00", "2026-11-02T14:00"),
        ("2026-11-02T13:59", "2026-11-02T14:00"),
        ("2026-11-03T01:59", "2026-11-03T01:59"),
        ("2026-11-03T02:00", "2026-11-03T14:00"),
        ("2026-11-03T07:00", "2026-11-03T14:00"),
        ("2026-10-31T12:00", "2026-10-31T13:00"),
    ],
)
def test_nobody_is_woken(now, allowed):
    moment, expected = (datetime.fromisoformat(f"{text}+00:00") for text in (now, allowed))
    assert may_go(moment, "America/Chicago", None) == expected


@pytest.mark.usefixtures("stored")
def test_a_demonstration_shows_its_messages_instead(wait):
    wait(2)
    assert send_due(NOW) == 2
    assert fates() == ["shown", "shown"]


def test_in_production_messages_wait_until_there_is_a_server(stored, wait):
    stored.config["TRACKER_MODE"] = "production"
    wait(1)
    assert send_due(NOW) == 0
    assert fates() == ["waiting"]


def test_competing_threads_send_each_message_once(post, mailbox, wait):
    wait(40, "visit", people=20)
    send_together(post)
    assert set(fates()) == {"sent"}
    names = [email.message_from_string(letter)["Message-ID"] for letter in mailbox.letters]
    assert len(names) == len(set(names)) == 40


def test_competing_threads_tell_one_person_routine_news_once_a_day(post, mailbox, wait):
    wait(20)
    send_together(post)
    assert sorted(set(fates())) == ["merged", "sent"]
    assert len(mailbox.letters) == 1


def send_together(post) -> None:
    """Let four threads send what is due, all beginning in the same moment."""
    together = Barrier(4)

    def send() -> None:
        with post.app_context():
            together.wait()
            send_due(NOW)

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_competing_processes_send_each_message_once(post, mailbox, wait, secrets_of_tests):
    wait(40, VISIT_CHANGED, people=20)  # goes out at whatever hour these processes find it is
    database = post.config["SQLALCHEMY_DATABASE_URI"]
    settings = settings_of(secrets_of_tests, database, post.instance_path)
    settings["TRACKER_SMTP_URL"] = post.config["TRACKER_SMTP_URL"]
    senders = [command(settings, "jobs", "once") for _ in range(2)]
    for sender in senders:
        sender.join(PATIENCE)
    assert [sender.exitcode for sender in senders] == [0, 0]
    assert set(fates()) == {"sent"}
    assert len(mailbox.letters) == 40


@pytest.mark.parametrize("address", ["http://mail.example.org", "smtp://", "mail.example.org"])
def test_an_address_that_is_no_mail_server_is_named(address):
    with pytest.raises(ValueError, match="TRACKER_SMTP_URL"):
        post_office(address, "")
