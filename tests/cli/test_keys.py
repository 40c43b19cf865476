"""Can an administrator change the key of personal data with one command?"""

from datetime import date

import pytest
from cryptography.fernet import Fernet

from tests.conftest import FIRST_MOMENT, MakeApp
from tests.house import tree
from tracker.cli.keys import BESIDE_PATIENTS
from tracker.domain.preparation import Preparation, Stay
from tracker.store import (
    half_signed,
    identity_changes,
    invitations,
    mailed_codes,
    patients,
    preparations,
    second_factors,
    staff,
    viewers,
)
from tracker.store.db import db
from tracker.store.encryption import Unreadable
from tracker.store.patients import Patient

PIA = Patient("p-1", "Pia Ruiz", date(1961, 4, 9), "MRN-0042")
BESIDE_HER = Preparation(stays=(Stay("Rosa", date(2026, 3, 2), date(2026, 3, 9)),))
RUNS_OUT = (half_signed, invitations, mailed_codes)
"""Encrypted for minutes or days: docs/operating.md says how long the old key is kept for these."""


def test_rotate_leaves_nothing_that_needs_the_old_key(make_app: MakeApp, database: str):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with make_app(database, TRACKER_DATA_KEY=old).app_context():
        patients.add(PIA)
        patients.link("COI", PIA.id)
        identity_changes.keep_former(PIA, FIRST_MOMENT)
        preparations.save("COI", BESIDE_HER, FIRST_MOMENT)
        reader = viewers.patient_of("COI", FIRST_MOMENT)
        viewers.prove(reader.id, "pia@example.org", FIRST_MOMENT)
        nora = staff.add("nora", "Nora", now=FIRST_MOMENT)
        secret = second_factors.prepare(nora.id)
        db.session.commit()

    both = make_app(database, TRACKER_DATA_KEY=f"{new},{old}")
    ended = both.test_cli_runner().invoke(args=["keys", "rotate"])
    assert ended.output == "1 patients are now encrypted with the first key.\n"

    with make_app(database, TRACKER_DATA_KEY=new).app_context():
        assert patients.find(name="pia ruiz") == (PIA,)
        assert patients.of("COI") == PIA
        assert identity_changes.former(PIA.id)[0].record_number == PIA.record_number
        assert preparations.of("COI") == BESIDE_HER
        assert viewers.known(reader.id).email == "pia@example.org"
        assert second_factors.waiting_secret(nora.id) == secret
    with make_app(database, TRACKER_DATA_KEY=old).app_context(), pytest.raises(Unreadable):
        patients.by_id(PIA.id)


def test_whatever_is_encrypted_is_rotated_or_runs_out():
    encrypting = {
        module.path
        for module in tree.modules("tracker")
        if ".encrypt(" in module.text and module.path != "tracker/store/encryption.py"
    }
    covered = (patients, *BESIDE_PATIENTS, *RUNS_OUT)
    assert encrypting == {f"{each.__name__.replace('.', '/')}.py" for each in covered}
