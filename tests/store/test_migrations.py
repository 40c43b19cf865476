"""Do the migrations make the tables the program expects, whole, and only once?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.processes import settings_of, together
from tests.store import migrator
from tests.store.entries import COI, NORA, OPENED, entry
from tests.store.test_append_only import EVIDENCE
from tracker import create_app
from tracker.domain.kinds import Kind
from tracker.store import log, refused_scans, scanned
from tracker.store.db import db

ALONE = {"alembic_version"}


@pytest.fixture
def empty(database: str, tmp_path) -> str:
    """The address of a database in which there is nothing."""
    if database.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/empty.sqlite"
    with create_engine(database, poolclass=NullPool).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return database


@pytest.mark.usefixtures("stored")
def test_tables_and_models_agree():
    check()  # ends the program when they do not


@pytest.mark.usefixtures("stored")
def test_a_table_that_differs_from_its_model_is_noticed():
    db.session.execute(text("DROP TABLE makers"))
    db.session.commit()
    with pytest.raises(SystemExit):
        check()


@pytest.mark.usefixtures("stored")
def test_every_table_of_evidence_has_its_triggers():
    if db.engine.dialect.name == "postgresql":
        query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        expected = sorted(EVIDENCE)
    else:
        query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        expected = sorted([*EVIDENCE] * 3)
    assert sorted(db.session.scalars(text(query))) == expected


@pytest.mark.usefixtures("stored")
def test_they_can_be_undone_and_done_again():
    before = set(inspect(db.engine).get_table_names())
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == ALONE
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == before


@pytest.mark.usefixtures("stored")
def test_what_was_refused_before_scans_were_counted_is_carried_over():
    stopped = replace(entry(COI, 2), kind=Kind.IDENTITY_MISMATCH, data={"expected": "ours"})
    refused = replace(entry(COI, 3), kind=Kind.SCAN_REFUSED, data={"code": "expired"})
    log.append((entry(COI, 1), stopped, refused), request_id="r1")
    later = OPENED + timedelta(days=1)
    stray = refused_scans.RefusedScan(later, NORA.id, "ROC", "4711", "identifier_unknown", "r2")
    refused_scans.keep(stray)
    db.session.commit()
    db.session.remove()
    downgrade(revision="0006")
    upgrade()
    found = scanned.refused(scanned.Wanted(site="ROC"), limit=9)
    assert [(each.at, each.coi, each.code, each.raw) for each in found] == [
        (later, "", "identifier_unknown", "4711"),
        (refused.recorded_at, COI, "expired", refused.scans[0]),
        (stopped.recorded_at, COI, "identity_mismatch", stopped.scans[0]),
    ]
    assert {(each.source, each.staff_id) for each in found} == {("unknown", NORA.id)}


def test_a_step_that_fails_undoes_every_step_before_it(empty, secrets_of_tests, tmp_path):
    in_the_way = "codes"  # made by the fourth step
    with create_engine(empty, poolclass=NullPool).begin() as connection:
        connection.execute(text(f"CREATE TABLE {in_the_way} (id INTEGER)"))
    settings = settings_of(secrets_of_tests, empty, tmp_path / "instance")
    with create_app(settings).app_context(), pytest.raises(DBAPIError, match="already exists"):
        upgrade()
    assert inspect(create_engine(empty, poolclass=NullPool)).get_table_names() == [in_the_way]


def test_two_processes_that_migrate_at_once_make_one_database(
    empty, secrets_of_tests, tmp_path
):
    settings = settings_of(secrets_of_tests, empty, tmp_path / "instance")
    assert together(migrator.run, settings, "12") == ["migrated"] * 2
