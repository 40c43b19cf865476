"""Does the jobs process do its work, and stop when it is told to?"""

import os
import signal
import time
from datetime import timedelta

import pytest

from tests.conftest import FIRST_MOMENT
from tests.processes import PATIENCE, command, settings_of
from tests.store.entries import COI, run
from tracker.demo import cast
from tracker.jobs.housekeeping import (
    CHALLENGES_KEPT,
    REPLAYS_KEPT,
    forget_replays,
    forget_unfinished,
    write_checkpoint,
)
from tracker.jobs.schedule import JOBS, warn_of_sites
from tracker.store import checkpoints, half_signed, log, notices, passkeys, replays, sites
from tracker.store.db import db
from tracker.store.replays import Replay

NOW = FIRST_MOMENT


@pytest.mark.usefixtures("stored")
def test_the_log_is_signed_and_signed_again_only_when_it_has_grown():
    log.append(run(COI, 2), request_id="r1")
    db.session.commit()
    note = write_checkpoint(NOW)
    assert checkpoints.latest() == note
    assert write_checkpoint(NOW + timedelta(days=1)) == note
    assert len(checkpoints.notes()) == 1


@pytest.mark.usefixtures("stored")
def test_old_answers_are_forgotten_and_fresh_ones_kept():
    replays.keep(
        "s-nora", "old", Replay("d", 201, "{}"), NOW - REPLAYS_KEPT - timedelta(hours=1)
    )
    replays.keep("s-nora", "new", Replay("d", 201, "{}"), NOW)
    db.session.commit()
    assert forget_replays(NOW) == 1
    assert replays.find("s-nora", "new") is not None


@pytest.mark.usefixtures("stored")
def test_what_nobody_finished_is_forgotten_and_what_still_may_be_is_kept():
    over = half_signed.keep(COI, "{}", NOW - timedelta(seconds=1))
    waits = half_signed.keep(COI, "{}", NOW + timedelta(minutes=5))
    assert passkeys.spend(b"old", NOW - CHALLENGES_KEPT - timedelta(hours=1))
    assert passkeys.spend(b"new", NOW)
    db.session.commit()
    assert forget_unfinished(NOW) == 2
    before = NOW - timedelta(minutes=1)
    assert half_signed.find(over, COI, before) is None
    assert half_signed.find(waits, COI, before) == "{}"
    assert not passkeys.spend(b"new", NOW)


@pytest.mark.usefixtures("stored")
def test_every_job_may_be_done_twice_in_a_row(wait):
    wait(1)
    for job, _ in (*JOBS, *JOBS):
        job(NOW)
    assert [fate.fate for fate in notices.of(COI)] == ["shown"]


def test_a_site_whose_patients_would_find_nobody_to_call_is_named_at_the_start(stored, caplog):
    for site, checked in zip(cast.SITES, (True, False, True), strict=True):
        sites.save(site, sites.Contact("507 555 0142", phone_verified=checked))
    db.session.commit()
    warn_of_sites(stored)
    assert [cast.SITES[1].name in line for line in caplog.messages] == [True]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_process_works_until_it_is_told_to_stop(stored, wait, secrets_of_tests, stop):
    wait(3)
    database = stored.config["SQLALCHEMY_DATABASE_URI"]
    process = command(
        settings_of(secrets_of_tests, database, stored.instance_path), "jobs", "run"
    )
    try:
        end = time.monotonic() + PATIENCE
        while {fate.fate for fate in notices.of(COI)} != {"shown"}:
            db.session.rollback()
            assert time.monotonic() < end, "nothing was done"
            process.join(0.05)  # the machine is the other's meanwhile
            assert process.is_alive(), "it stopped by itself"
        assert process.pid is not None
        os.kill(process.pid, stop)
        process.join(PATIENCE)
        assert process.exitcode == 0
    finally:
        process.kill()
