"""Are viewers kept apart, encrypted, and let in by what is theirs, on both databases?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.store.entries import COI
from tracker.domain.scopes import Scope
from tracker.store import mailed_codes, viewer_passkeys, viewer_sessions, viewers
from tracker.store.db import Clash, db
from tracker.store.viewer_passkeys import ViewerPasskey
from tracker.store.viewer_sessions import ViewerSession
from tracker.store.viewers import Known, Viewer

pytestmark = pytest.mark.usefixtures("stored")

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
OLGA = Viewer("v-olga", COI, viewers.CAREGIVER, "es", frozenset({Scope.DATES}), NOW)


def test_the_patient_of_a_journey_is_one_viewer_however_often_asked_for():
    assert viewers.patient_of(COI, NOW) == viewers.patient_of(COI, NOW + timedelta(days=1))
    assert viewers.patient_of(COI, NOW).scopes == frozenset(Scope)
    assert viewers.caregivers(COI) == ()


def test_a_caregiver_is_found_by_a_proved_address_alone_and_gone_once_let_go():
    viewers.add(OLGA, Known("Olga Overseer", "Olga@example.org"))
    assert viewers.caregivers(COI) == (OLGA,)
    assert viewers.with_address("olga@example.org") is None
    viewers.prove(OLGA.id, "Olga@example.org", NOW)
    found = viewers.with_address("olga@EXAMPLE.org")
    assert found is not None
    assert found.scopes == {Scope.COME_IN, Scope.DATES}
    assert "Olga" not in str(db.session.execute(text("SELECT * FROM viewers")).all())
    assert viewers.end(OLGA.id, NOW)
    assert not viewers.end(OLGA.id, NOW)
    assert (viewers.one(OLGA.id), viewers.with_address("olga@example.org")) == (None, None)
    assert viewers.known(OLGA.id).name == "Olga Overseer"
    viewers.forget(COI)
    assert viewers.known(OLGA.id) == Known("", "")


def test_sessions_and_passkeys_are_their_viewers_own():
    viewers.add(OLGA, Known("Olga", ""))
    patient = viewers.patient_of(COI, NOW)
    viewer_sessions.add(ViewerSession("k", OLGA.id, "mail", "Firefox", "", NOW, NOW))
    assert not viewer_sessions.end(patient.id, "k", NOW)
    assert viewer_sessions.end(OLGA.id, "k", NOW)
    assert viewer_sessions.open_one("k") is None
    passkey = ViewerPasskey("c", OLGA.id, "key", 0, "Firefox", NOW)
    viewer_passkeys.add(passkey)
    assert (viewer_passkeys.of(patient.id), viewer_passkeys.find("c")) == ((), passkey)
    assert not viewer_passkeys.end(patient.id, "c", NOW)
    assert viewer_passkeys.end(OLGA.id, "c", NOW)
    db.session.commit()
    with pytest.raises(Clash):
        viewer_passkeys.add(passkey)


def test_old_codes_and_their_addresses_are_forgotten():
    name = mailed_codes.issue("v-olga", "olga@example.org", NOW)
    assert mailed_codes.address_of(name) == "olga@example.org"
    assert mailed_codes.forget_before(NOW + timedelta(minutes=11)) == 1
    assert mailed_codes.address_of(name) == ""
