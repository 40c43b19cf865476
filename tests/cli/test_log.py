"""What does an administrator see of `flask log ...`, when all is well and when it is not?"""

import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from tests.store.entries import COI, entry
from tests.store.journeys import opening, record
from tracker.domain.kinds import Kind
from tracker.store.db import db


@pytest.fixture
def flask(either_app: Flask) -> FlaskCliRunner:
    """The `flask` command on a database with one journey of two entries."""
    with either_app.app_context():
        linked = {"system": "maker", "value": "ORDER-7"}
        record(opening(COI), replace(entry(COI, 2), kind=Kind.IDENTIFIER_LINKED, data=linked))
    return either_app.test_cli_runner()


def test_verify_counts_the_entries_of_a_sound_log(flask):
    ended = flask.invoke(args=["log", "verify"])
    assert (ended.exit_code, ended.output) == (
        0,
        "2 entries hold: chains, signatures, board and checkpoints.\n",
    )


def test_verify_names_the_first_break(flask, either_app):
    with either_app.app_context():
        db.session.execute(text("UPDATE board SET holds = 7"))
        db.session.commit()
    ended = flask.invoke(args=["log", "verify"])
    assert ended.exit_code == 1
    assert f"journey {COI}, entry 2: the board shows something else" in ended.output


@pytest.mark.parametrize("command", [["board", "rebuild"], ["log", "rebuild"]])
def test_rebuild_mends_the_board_and_then_finds_nothing_to_do(flask, either_app, command):
    with either_app.app_context():
        db.session.execute(text("DELETE FROM board"))
        db.session.commit()
    outputs = [flask.invoke(args=command).output for _ in range(2)]
    assert outputs == [
        "1 journeys were not as the log says, and now are.\n",
        "0 journeys were not as the log says, and now are.\n",
    ]
    assert flask.invoke(args=["log", "verify"]).exit_code == 0


def test_a_checkpoint_that_was_kept_outside_is_compared(flask, tmp_path):
    kept = tmp_path / "checkpoint.txt"
    printed = flask.invoke(args=["log", "checkpoint", "-o", str(kept)]).output
    assert kept.read_text() == printed
    assert flask.invoke(args=["log", "checkpoint"]).output == printed
    assert flask.invoke(args=["log", "verify", "--checkpoint", str(kept)]).exit_code == 0

    kept.write_text(printed.replace("\n2\n", "\n3\n"))
    ended = flask.invoke(args=["log", "verify", "--checkpoint", str(kept)])
    assert (ended.exit_code, "signature" in ended.output) == (1, True)


def test_an_exported_journey_verifies_without_the_service(flask, tmp_path):
    file = tmp_path / "journey.zip"
    ended = flask.invoke(args=["log", "export", COI, "-o", str(file)])
    assert ended.exit_code == 0, ended.output
    zipfile.ZipFile(file).extract("verify.py", tmp_path)
    verifier = [sys.executable, "-I", "verify.py", file.name]
    checked = subprocess.run(
        verifier, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert f"Journey {COI}: 2 entries, 2 of them under a checkpoint." in checked.stdout


def test_a_journey_that_does_not_exist_cannot_be_exported(flask, tmp_path):
    ended = flask.invoke(args=["log", "export", "CHX", "-o", str(tmp_path / "x.zip")])
    assert (ended.exit_code, ended.output) == (1, "Error: There is no journey CHX.\n")
    assert not (tmp_path / "x.zip").exists()


def test_a_journey_whose_protocol_file_is_gone_is_named(flask, either_app):
    with either_app.app_context():
        other = "CHA999926000009"
        lost = replace(opening(other), data={"protocol_digest": "0" * 64})
        with pytest.raises(Exception, match="no protocol"):
            record(lost)
        db.session.commit()
    ended = flask.invoke(args=["log", "verify"])
    assert ended.exit_code == 1
    assert f"journey {other}, entry 1: There is no protocol" in ended.output
