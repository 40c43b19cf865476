"""Do members of staff get their link, and administrators word of an alert, by e-mail?"""

import re
from email import message_from_string
from email.policy import default

import pytest

from tests.jobs.conftest import NOW
from tracker.actions import people, sign_in, staff_letters
from tracker.domain.events import Actor, Grant
from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.jobs.sending import send_due
from tracker.store import attempts, notices, staff
from tracker.store.db import db, writing

LINK = "https://cells.example.org/invitation/abc-def"


@pytest.fixture
def ada(stored, smtp_url) -> Actor:
    """An administrator with an address, beside one who has left."""
    stored.config["TRACKER_SMTP_URL"] = smtp_url
    writing()
    for name in ("ada", "gone"):
        account = staff.add(name, name.title(), now=NOW, email=f"{name}@example.org")
        staff.grant(account.id, (Grant(Role.ADMIN, "*"),))
        if name == "gone":
            staff.end(account.id, NOW)
    db.session.commit()
    found = staff.by_username("ada")
    assert found is not None
    return Actor(found.id, found.name, staff.grants(found.id))


def read(letter: str) -> tuple[str, str]:
    found = message_from_string(letter, policy=default)
    return found["To"], found.get_content()


def test_a_link_goes_to_its_person_and_stands_in_no_table(ada, mailbox):
    una, _ = people.add(ada, people.Newcomer("una", "Una New", (Grant(Role.QA, "RST"),)), NOW)
    assert not staff_letters.send_link(una.id, LINK, NOW), "there is no address yet"
    with pytest.raises(Refused) as caught:
        people.write_to(ada, una.id, "una at example", NOW)
    assert caught.value.code == "field_type"
    people.write_to(ada, una.id, "una@example.org", NOW)
    assert staff_letters.send_link(una.id, LINK, NOW)
    kept = str(db.session.execute(db.text("SELECT words FROM notices")).all())
    assert "abc-def" not in kept
    assert send_due(NOW) == 1
    to, text = read(mailbox.letters[0])
    assert to == "una@example.org"
    assert LINK in text


@pytest.mark.usefixtures("ada")
def test_administrators_hear_once_that_somebody_keeps_guessing_and_not_who(mailbox):
    for _ in range(sign_in.FREE_TRIES + 1):
        tried = attempts.Try("nora", "203.0.113.9")
        sign_in.keep(tried, NOW, succeeded=False)
    assert send_due(NOW) == 1
    to, text = read(mailbox.letters[0])
    assert to == "ada@example.org"
    assert "At the door" in text
    assert not re.search(r"nora|203\.0", text)
    assert [fate.fate for fate in notices.recent()] == ["sent"]
