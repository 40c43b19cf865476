"""Can an administrator change the key of personal data with one command?"""

from datetime import date

import pytest
from cryptography.fernet import Fernet

from tests.conftest import FIRST_MOMENT, MakeApp
from tracker.store import identity_changes, patients
from tracker.store.db import db
from tracker.store.encryption import Unreadable
from tracker.store.patients import Patient

PIA = Patient("p-1", "Pia Ruiz", date(1961, 4, 9), "MRN-0042")


def test_rotate_leaves_nothing_that_needs_the_old_key(make_app: MakeApp, database: str):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with make_app(database, TRACKER_DATA_KEY=old).app_context():
        patients.add(PIA)
        identity_changes.keep_former(PIA, FIRST_MOMENT)
        db.session.commit()

    both = make_app(database, TRACKER_DATA_KEY=f"{new},{old}")
    ended = both.test_cli_runner().invoke(args=["keys", "rotate"])
    assert ended.output == "1 patients are now encrypted with the first key.\n"

    with make_app(database, TRACKER_DATA_KEY=new).app_context():
        assert patients.find(name="pia ruiz") == (PIA,)
        assert identity_changes.former(PIA.id)[0].record_number == PIA.record_number
    with make_app(database, TRACKER_DATA_KEY=old).app_context(), pytest.raises(Unreadable):
        patients.by_id(PIA.id)
