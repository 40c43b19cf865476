"""Does the database itself refuse to change what is evidence, whoever asks?"""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import FIRST_MOMENT
from tests.store.entries import COI, run
from tracker.domain.channels import Channel, Choice
from tracker.domain.devices import Line
from tracker.domain.kinds import Role
from tracker.store import (
    access,
    attempts,
    badges,
    checkpoints,
    code_tables,
    devices,
    freezers,
    identity_changes,
    log,
    message_choices,
    patients,
    readings,
    refused_requests,
    refused_scans,
    scanned,
    staff,
    standing,
)
from tracker.store.access import Look
from tracker.store.badges import Badge
from tracker.store.code_tables import Load
from tracker.store.db import db
from tracker.store.identity_changes import Change
from tracker.store.message_choices import Chosen
from tracker.store.refused_requests import RefusedRequest
from tracker.store.refused_scans import RefusedScan
from tracker.store.scanned import Scanned

EVIDENCE = {
    "entries": "body = 'forged'",
    "leaves": "digest = 'forged'",
    "checkpoints": "note = 'forged'",
    "access": "who = 'somebody else'",
    "refused_scans": "code = 'fine'",
    "trainings": "role = 'qa'",
    "policy_acceptances": "version = '9'",
    "identity_changes": "second = 'somebody else'",
    "scanned": "code = ''",
    "message_choices": "channel = 'sms'",
    "storage_audits": "staff_name = 'somebody else'",
    "sign_in_attempts": "address = '10.0.0.1'",
    "code_tables": "edition = 'forged'",
    "codes": "text = 'forged'",
    "badges": "member = '000099'",
    "reading_files": "digest = 'forged'",
    "device_events": "note = 'never damaged'",
    "refused_requests": "code = 'fine'",
}


@pytest.fixture
def with_evidence(stored: Flask) -> Flask:
    """One or more rows in each table that must never change."""
    log.append(run(COI, 2), request_id="r1")
    checkpoints.write(FIRST_MOMENT)
    access.looked(Look(FIRST_MOMENT, "s-nora", "journey", COI, "r2"))
    attempts.keep(attempts.Try("nora", "127.0.0.1"), FIRST_MOMENT, succeeded=False)
    refused_requests.keep(RefusedRequest(FIRST_MOMENT, "form_expired", "entrance", "", "::1"))
    refused_scans.keep(
        RefusedScan(FIRST_MOMENT, "s-nora", "ROC", "=A999", "wrong_length", "r3")
    )
    nora = staff.add("nora", "Nora Berg", password="x" * 12, now=FIRST_MOMENT)
    badges.add(Badge(nora.id, "RST", "A9990", "000001", nora.id, FIRST_MOMENT))
    load = Load(
        site="RST",
        kind="places",
        edition="2026",
        digest="0" * 64,
        loaded_by=nora.id,
        loaded_at=FIRST_MOMENT,
    )
    code_tables.add(load, {"T1": "Tank 1"})
    standing.train(nora.id, (Role.APHERESIS_NURSE,), FIRST_MOMENT.date(), FIRST_MOMENT)
    standing.accept(nora.id, "1", FIRST_MOMENT)
    patient = patients.Patient("p-1", "Vera Teststrom", FIRST_MOMENT.date(), "SYNTHETIC-1")
    patients.add(patient)
    identity_changes.keep(
        Change(FIRST_MOMENT, "corrected", "mistyped", "p-1", "", nora.id, "s-2", "r4")
    )
    readings.add(readings.Kept(COI, "S9", "d", 10, "a.csv", 9, {}, ((0, 1, 2),), FIRST_MOMENT))
    devices.add(Line("shipper", "DS-1", "damaged", "Theo", FIRST_MOMENT))
    parts = ("ROC", COI, "wedge", "=A999", "wrong_length", "", "r3")
    scanned.keep((Scanned(FIRST_MOMENT, "s-nora", *parts),))
    walk = freezers.Walk(0, FIRST_MOMENT, "ROC", "T1", "s-theo", "Theo", {"missing": []})
    freezers.record(walk, "r4")
    message_choices.keep("p-1", Chosen(Choice(Channel.NONE), FIRST_MOMENT, "patient"))
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
            refused(table, f"TRUNCATE {table} CASCADE")
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
