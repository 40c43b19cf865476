"""Does `log verify` name what somebody did to the database file behind our back?"""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import text

from tests.conftest import FIRST_MOMENT
from tests.store.derivation import derive
from tests.store.entries import COI, OTHER, entry, run
from tracker.domain import chain
from tracker.domain.visits.places import INFUSION
from tracker.store import checkpoints, derived, log, signing, verify
from tracker.store.db import db
from tracker.store.signing import signer

GUARDED = ("entries", "leaves", "checkpoints")


def record(coi: str, length: int, *, first: int = 1) -> None:
    log.append(run(coi, length, first=first), request_id="r1")
    derived.refresh(derive(log.load(coi)), log.head(coi), limits={INFUSION: 9})
    db.session.commit()


@pytest.fixture
def journeys(stored: Flask) -> Flask:
    """Two journeys of five entries each, all of them under a checkpoint."""
    record(COI, 5)
    record(OTHER, 5)
    checkpoints.write(FIRST_MOMENT)
    db.session.commit()
    return stored


@pytest.fixture
def unguarded(journeys: Flask) -> Flask:
    """The same, after an administrator of the database has dropped every trigger."""
    for table in GUARDED:
        if db.engine.dialect.name == "postgresql":
            statements = [f"ALTER TABLE {table} DISABLE TRIGGER USER"]
        else:
            statements = [
                f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete", "replace")
            ]
        for statement in statements:
            db.session.execute(text(statement))
    db.session.commit()
    return journeys


def tamper(statement: str, **values: object) -> None:
    result: Any = db.session.execute(text(statement), values)
    assert result.rowcount > 0
    db.session.commit()


def forget_on_board(coi: str, seq: int, digest: str) -> None:
    """Do what a careful forger does: make the board agree."""
    tamper(
        "UPDATE board SET head_seq = :s, head_digest = :d WHERE coi = :c",
        s=seq,
        d=digest,
        c=coi,
    )


def named() -> str:
    verdict = verify.whole_log(derive)
    assert verdict.fault is not None
    return str(verdict.fault)


@pytest.mark.usefixtures("journeys")
class TestASoundLog:
    def test_holds_and_is_counted(self):
        assert verify.whole_log(derive) == verify.Verdict(10, None)

    def test_holds_with_entries_that_are_under_no_checkpoint_yet(self):
        record(COI, 1, first=6)
        assert verify.whole_log(derive) == verify.Verdict(11, None)

    def test_holds_against_every_checkpoint_somebody_kept(self):
        kept = checkpoints.latest()
        record(COI, 3, first=6)
        checkpoints.write(FIRST_MOMENT + timedelta(days=1))
        assert verify.whole_log(derive, outside=kept).fault is None


@pytest.mark.usefixtures("unguarded")
class TestTampering:
    def test_an_edited_byte_is_named(self):
        tamper(
            "UPDATE entries SET body = replace(body, '9003', '9004') WHERE coi = :c AND seq = 3",
            c=COI,
        )
        assert named() == f"journey {COI}, entry 3: its text does not give its digest"
        with pytest.raises(log.Broken, match="entry 3"):
            log.load(COI)

    def test_a_deleted_middle_entry_is_named(self):
        tamper("DELETE FROM entries WHERE coi = :c AND seq = 3", c=COI)
        assert named() == f"journey {COI}, entry 3: entry 3 is missing; entry 4 follows"
        with pytest.raises(log.Broken, match="entry 3"):
            log.load(COI)

    def test_a_truncated_tail_is_named_by_the_board(self):
        tamper("DELETE FROM entries WHERE coi = :c AND seq > 3", c=COI)
        assert named() == (
            f"journey {COI}, entry 3: the board was made from entry 5, but the log ends at 3"
        )

    def test_a_truncated_tail_is_named_by_the_checkpoint_when_the_board_was_made_to_agree(self):
        tamper("DELETE FROM entries WHERE coi = :c AND seq = 5", c=COI)
        derived.rebuild(derive)
        db.session.commit()
        assert named() == (
            f"journey {COI}, entry 5: it is under a checkpoint, but no longer in the log"
        )

    def test_a_whole_journey_taken_out_is_named(self):
        tamper("DELETE FROM entries WHERE coi = :c", c=COI)
        assert named() == (
            f"journey {COI}, entry 1: the board shows it, but the log has no entry of it"
        )
        derived.rebuild(derive)
        db.session.commit()
        assert "under a checkpoint, but no longer in the log" in named()

    def test_a_foreign_entry_is_named_although_its_chain_is_right(self):
        write_foreign(COI, 6)
        assert named() == f"journey {COI}, entry 6: it does not carry our signature"
        with pytest.raises(log.Broken, match="signature"):
            log.load(COI)

    def test_a_foreign_journey_is_named(self):
        write_foreign("CHA999926000003", 1)
        assert named() == "journey CHA999926000003, entry 1: it does not carry our signature"

    def test_a_signature_moved_from_another_entry_is_no_signature(self):
        tamper(
            "UPDATE entries SET signature = (SELECT signature FROM entries"
            " WHERE coi = :c AND seq = 1) WHERE coi = :c AND seq = 2",
            c=COI,
        )
        assert named() == f"journey {COI}, entry 2: it does not carry our signature"

    def test_a_rewritten_journey_is_named_by_the_checkpoint_even_with_our_own_key(self):
        """The thief has the signing key too; the checkpoint somebody kept still tells."""
        kept = checkpoints.latest()
        tamper("DELETE FROM entries WHERE coi = :c", c=COI)
        log.append((entry(COI, 1, note="another story"),), request_id="r9")
        derived.rebuild(derive)
        db.session.commit()
        assert f"{COI}, entry 1: it is not the entry that is under a checkpoint" in named()

        tamper("DELETE FROM leaves")
        tamper("DELETE FROM checkpoints")
        checkpoints.write(FIRST_MOMENT)
        db.session.commit()
        assert verify.whole_log(derive).fault is None
        fault = verify.whole_log(derive, outside=kept).fault
        assert fault is not None
        assert "a checkpoint stands for 10 entries, the tree has only 6" in fault.why

    def test_an_entry_moved_to_another_journey_is_named(self):
        tamper("UPDATE entries SET coi = 'CHX' WHERE coi = :c", c=COI)
        assert named() == f"journey CHX, entry 1: its text belongs to {COI}, entry 1"

    def test_a_changed_time_column_is_named(self):
        tamper(
            "UPDATE entries SET recorded_at = :t WHERE coi = :c AND seq = 2",
            t="2026-01-01 00:00:00.000000+00:00"
            if db.engine.dialect.name == "postgresql"
            else "2026-01-01 00:00:00.000000",
            c=COI,
        )
        assert named() == f"journey {COI}, entry 2: its time is not the one in its text"

    def test_a_changed_checkpoint_is_named(self):
        tamper("UPDATE checkpoints SET note = replace(note, '10', '11')")
        assert named() == "a checkpoint does not carry our signature"

    def test_a_missing_leaf_is_named(self):
        tamper("DELETE FROM leaves WHERE position = 4")
        assert named() == "leaf 4 of the tree over all journeys is missing"

    def test_a_changed_board_row_is_named(self):
        tamper("UPDATE board SET latest = 'infused' WHERE coi = :c", c=OTHER)
        assert named() == f"journey {OTHER}, entry 5: the board shows something else"


def write_foreign(coi: str, seq: int) -> None:
    """Write an entry straight into the database: right chain, signed with somebody's key."""
    head, prev = log.head(coi)
    assert head == seq - 1
    body = chain.body(entry(coi, seq))
    digest = chain.digest(prev, body)
    stranger = Ed25519PrivateKey.generate()
    theirs = signing.Signer(stranger, {}).sign_digest(digest)
    assert signing.key_id(stranger.public_key()) not in signer().trusted
    tamper(
        "INSERT INTO entries"
        " (coi, seq, body, prev, digest, signature, request_id, recorded_at)"
        " VALUES (:c, :s, :b, :p, :d, :g, 'r', :t)",
        c=coi,
        s=seq,
        b=body,
        p=prev,
        d=digest,
        g=theirs,
        t=entry(coi, seq).recorded_at.strftime(
            "%Y-%m-%d %H:%M:%S.000000+00:00"
            if db.engine.dialect.name == "postgresql"
            else "%Y-%m-%d %H:%M:%S.000000"
        ),
    )
