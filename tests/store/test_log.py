"""Does the log keep exactly what was written, once and in order?"""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.store.entries import COI, OTHER, entry, run
from tracker.domain import chain
from tracker.store import log
from tracker.store.db import db

on_both = pytest.mark.usefixtures("stored")


@on_both
def test_what_is_appended_is_read_back_as_it_was():
    entries = run(COI, 3)
    sealed = log.append(entries, request_id="r1")
    db.session.commit()

    assert log.load(COI) == entries
    assert [line.entry for line in sealed] == list(entries)
    assert sealed[-1].seal == sealed[-1].digest[:8]
    assert log.head(COI) == (3, sealed[-1].digest)


@on_both
def test_a_journey_that_was_never_opened_has_no_entries():
    assert log.load(COI) == ()
    assert log.head(COI) == (0, chain.START)
    assert log.append((), request_id="r1") == ()


@on_both
def test_rows_hold_the_exact_text_that_was_hashed():
    log.append(run(COI, 2), request_id="r1")
    first, second = log.bodies(COI)

    assert first.body == chain.body(entry(COI, 1))
    assert first.prev == chain.START
    assert second.prev == first.digest == chain.digest(chain.START, first.body)
    assert (second.request_id, second.recorded_at) == ("r1", entry(COI, 2).recorded_at)


@on_both
def test_each_journey_is_a_chain_of_its_own():
    log.append(run(OTHER, 2), request_id="r1")
    log.append(run(COI, 1), request_id="r2")

    assert log.journeys() == (COI, OTHER)
    assert log.bodies(COI)[0].prev == chain.START


@on_both
def test_an_entry_whose_place_is_taken_is_a_clash():
    log.append(run(COI, 2), request_id="r1")
    with pytest.raises(log.Clash):
        log.append((entry(COI, 2),), request_id="r2")


@on_both
def test_an_entry_that_leaves_a_gap_is_a_clash():
    log.append(run(COI, 2), request_id="r1")
    with pytest.raises(log.Clash):
        log.append((entry(COI, 4),), request_id="r2")


@on_both
def test_a_clash_that_only_the_database_sees_is_a_clash_too(monkeypatch):
    log.append(run(COI, 1), request_id="r1")
    db.session.commit()
    monkeypatch.setattr(log, "head", lambda _coi: (0, chain.START))
    with pytest.raises(log.Clash):
        log.append((entry(COI, 1),), request_id="r2")
    db.session.rollback()
    assert len(log.bodies(COI)) == 1


@on_both
def test_entries_of_two_journeys_are_never_appended_together():
    with pytest.raises(AssertionError, match="one journey"):
        log.append((entry(COI, 1), entry(OTHER, 2)), request_id="r1")


@on_both
def test_what_is_rolled_back_was_never_there():
    log.append(run(COI, 2), request_id="r1")
    db.session.rollback()
    assert log.load(COI) == ()


def test_reading_does_not_wait_for_a_writer(app: Flask):
    with app.app_context():
        log.append(run(COI, 1), request_id="r1")
        db.session.commit()
        log.writing()
        log.append((entry(COI, 2),), request_id="r2")
        with app.app_context():
            assert len(log.load(COI)) == 1
        db.session.rollback()


def test_sqlite_keeps_what_was_committed_when_the_power_fails(app: Flask):
    with app.app_context():
        connection = db.session.connection()
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@on_both
def test_a_write_must_not_be_prepared_before_the_lock_is_taken():
    log.writing()
    assert db.session().in_transaction()
    log.append(run(COI, 1), request_id="r1")
    db.session.commit()
    assert log.load(COI) == run(COI, 1)
