"""Do probes learn whether the process lives, and whether people may be sent to it?"""

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.conftest import MakeApp
from tests.store.entries import COI, run
from tracker.store import checkpoints, log, readiness
from tracker.store.db import db


def test_a_living_process_says_so_even_without_a_database(make_app: MakeApp, tmp_path):
    app = make_app(f"sqlite:///{tmp_path}/no/such/folder/db.sqlite")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_a_migrated_database_is_ready(either_app: Flask):
    answer = either_app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "faults": []})


def test_a_database_without_tables_is_not_ready(make_app: MakeApp, tmp_path):
    answer = make_app(f"sqlite:///{tmp_path}/empty.sqlite").test_client().get("/readyz")
    assert answer.status_code == 503
    assert "db upgrade" in answer.text


def test_a_database_out_of_reach_is_not_ready(make_app: MakeApp, tmp_path):
    app = make_app(f"sqlite:///{tmp_path}/no/such/folder/db.sqlite")
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "faults": ["the database cannot be reached"]}


def test_a_log_without_a_recent_checkpoint_is_not_ready(app: Flask):
    with app.app_context():
        recorded = log.append(run(COI, 1), request_id="r1")[0].entry.recorded_at
        db.session.commit()
        fresh = recorded + readiness.STALE_AFTER
        assert readiness.faults(fresh) == ()
        assert "log checkpoint" in readiness.faults(fresh + timedelta(seconds=1))[0]
        checkpoints.write(datetime.now(UTC))
        db.session.commit()
        assert readiness.faults(fresh + timedelta(days=365)) == ()
