"""Does the database itself refuse to change what is evidence, whoever asks?"""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import FIRST_MOMENT
from tests.store.entries import COI, run
from tracker.store import access, checkpoints, log, refused_scans
from tracker.store.access import Look
from tracker.store.db import db
from tracker.store.refused_scans import RefusedScan

EVIDENCE = {
    "entries": "body = 'forged'",
    "leaves": "digest = 'forged'",
    "checkpoints": "note = 'forged'",
    "access": "who = 'somebody else'",
    "refused_scans": "code = 'fine'",
    "sign_in_attempts": "address = '10.0.0.1'",
}


@pytest.fixture
def with_evidence(stored: Flask) -> Flask:
    """One or more rows in each table that must never change."""
    log.append(run(COI, 2), request_id="r1")
    checkpoints.write(FIRST_MOMENT)
    access.looked(Look(FIRST_MOMENT, "s-nora", "journey", COI, "r2"))
    access.tried_to_sign_in("nora", "127.0.0.1", FIRST_MOMENT, succeeded=False)
    refused_scans.keep(
        RefusedScan(FIRST_MOMENT, "s-nora", "ROC", "=A999", "wrong_length", "r3")
    )
    db.session.commit()
    return stored


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.usefixtures("with_evidence")
class TestEvidence:
    def test_cannot_be_updated(self, table):
        refused(table, f"UPDATE {table} SET {EVIDENCE[table]}")

    def test_cannot_be_deleted(self, table):
        refused(table, f"DELETE FROM {table}")

    def test_cannot_be_emptied_or_replaced_by_another_statement(self, table):
        if db.engine.dialect.name == "postgresql":
            refused(table, f"TRUNCATE {table}")
        else:
            refused(table, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.usefixtures("with_evidence")
def test_an_upsert_cannot_change_an_entry():
    refused(
        "entries",
        "INSERT INTO entries (coi, seq, body, prev, digest, signature, request_id, recorded_at)"
        " SELECT coi, seq, 'forged', prev, digest, signature, request_id, recorded_at"
        " FROM entries WHERE seq = 1 ON CONFLICT (coi, seq) DO UPDATE SET body = 'forged'",
    )


def refused(table: str, statement: str) -> None:
    """Try a statement; it must be refused by name, and every row must stay as it was."""
    before = rows(table)
    assert before
    with pytest.raises(IntegrityError, match=f"{table} is append-only"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert rows(table) == before


def rows(table: str) -> list[tuple]:
    return [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))]
