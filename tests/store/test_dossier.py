"""Can somebody who has only the file and Python tell whether a dossier is whole?"""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from tests.conftest import FIRST_MOMENT
from tests.store.entries import COI, OTHER, entry, run
from tracker.domain.events import Entry
from tracker.store import checkpoints, dossier, log
from tracker.store.db import db
from tracker.store.signing import Signer, key_id, signer, verifier_key

PROTOCOL = "# Example - not approved for clinical use\nid = 'example'\n"
OPENING = {
    "protocol": "example",
    "protocol_version": 1,
    "protocol_digest": hashlib.sha256(PROTOCOL.encode()).hexdigest(),
}
NOTICE = "Example - not approved for clinical use"


def opened(coi: str) -> Entry:
    first = entry(coi, 1)
    return Entry(**{**vars(first), "data": OPENING})


@pytest.fixture
def packed(stored: Flask) -> bytes:
    """The dossier of one of two journeys; its last entry is under no checkpoint yet."""
    del stored
    log.append((opened(OTHER), *run(OTHER, 6, first=2)), request_id="r1")
    log.append((opened(COI), *run(COI, 4, first=2)), request_id="r2")
    checkpoints.write(FIRST_MOMENT)
    log.append((entry(COI, 6, note="<script>alert('5 < 6')</script>"),), request_id="r3")
    db.session.commit()
    return dossier.pack(COI, protocol_text=PROTOCOL, notice=NOTICE)


@pytest.fixture
def folder(packed: bytes, tmp_path: Path) -> Path:
    """The dossier, unpacked."""
    unpacked = tmp_path / "dossier"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(unpacked)
    return unpacked


def verify(*arguments: str | Path, cwd: Path) -> tuple[int, str]:
    """Run the dossier's own verifier where no code of ours can be imported."""
    ended = subprocess.run(
        [sys.executable, "-I", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def test_a_whole_dossier_is_said_to_be_whole(folder):
    code, said = verify("verify.py", cwd=folder)
    assert code == 0
    assert f"Journey {COI}: 6 entries, 5 of them under a checkpoint." in said
    assert said.endswith("Everything holds.\n")


def test_the_zip_can_be_checked_without_unpacking_it(folder, packed):
    (folder.parent / "d.zip").write_bytes(packed)
    assert verify("verify.py", "../d.zip", cwd=folder)[0] == 0


def test_the_verifier_uses_no_code_of_ours(folder):
    source = (folder / "verify.py").read_text()
    imported = set(re.findall(r"^(?:from|import) ([a-z_0-9]+)", source, re.MULTILINE))
    assert imported - {"cryptography"} <= set(sys.stdlib_module_names)


def test_the_key_can_be_named(folder):
    key = verifier_key(signer().public)
    assert verify("verify.py", "--key", key, cwd=folder)[0] == 0
    code, said = verify("verify.py", "--key", key.replace("+", "-", 1), cwd=folder)
    assert code == 1
    assert "not the one that signed" in said


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestAnyEdit:
    """Every file, at its beginning, in its middle and at its end; it knows no database any more."""

    FILES = (
        "README.txt",
        "journey.html",
        "entries.jsonl",
        "chain.jsonl",
        "checkpoint.txt",
        "proofs.json",
        "protocol.toml",
        "keys.txt",
        "manifest.txt",
    )

    def test_of_any_byte_anywhere_is_seen(self, folder):
        assert {each.name for each in folder.iterdir()} == {*self.FILES, "verify.py"}
        for name in self.FILES:
            whole = (folder / name).read_bytes()
            for place in (0, len(whole) // 2, len(whole) - 2):
                other = bytes([whole[place] ^ 1])
                (folder / name).write_bytes(whole[:place] + other + whole[place + 1 :])
                code, said = verify("verify.py", cwd=folder)
                assert code == 1, f"{name} at {place}: {said}"
                assert said.endswith("DO NOT TRUST THIS DOSSIER.\n")
            (folder / name).write_bytes(whole)

    def test_that_takes_a_file_out_or_puts_one_in_is_seen(self, folder):
        for name in self.FILES:
            whole = (folder / name).read_bytes()
            (folder / name).unlink()
            assert verify("verify.py", cwd=folder)[0] == 1, name
            (folder / name).write_bytes(whole)
        (folder / "more.txt").write_text("trust me")
        code, said = verify("verify.py", cwd=folder)
        assert (code, "more.txt does not belong to this dossier." in said) == (1, True)

    def test_of_the_verifier_itself_is_seen_by_another_copy_of_it(self, folder):
        honest = folder.parent / "honest.py"
        honest.write_bytes((folder / "verify.py").read_bytes())
        (folder / "verify.py").write_text("raise SystemExit(0)")
        code, said = verify(honest, folder, cwd=folder)
        assert (code, "verify.py was changed after it was signed." in said) == (1, True)

    def test_that_cuts_off_the_last_entry_is_seen(self, folder):
        for name in ("entries.jsonl", "chain.jsonl"):
            lines = (folder / name).read_text().splitlines(keepends=True)
            (folder / name).write_text("".join(lines[:-1]))
        code, said = verify("verify.py", cwd=folder)
        assert code == 1
        assert "entries.jsonl was changed after it was signed." in said

    def test_by_somebody_with_a_key_of_their_own_is_seen_by_who_names_the_true_key(
        self, folder
    ):
        """A forger signs everything anew: only the key itself can tell."""
        true_key = verifier_key(signer().public)
        forged = resign(folder)
        assert verify("verify.py", cwd=forged)[0] == 0
        assert verify("verify.py", "--key", true_key, cwd=forged)[0] == 1


def resign(folder: Path) -> Path:
    """Put another key into a dossier and sign everything with it, leaving out the checkpoint."""
    private = Ed25519PrivateKey.generate()
    forger = Signer(private, {key_id(private.public_key()): private.public_key()})
    (folder / "keys.txt").write_text(verifier_key(forger.public) + "\n")
    (folder / "checkpoint.txt").unlink()
    (folder / "proofs.json").unlink()
    links = [json.loads(line) for line in (folder / "chain.jsonl").read_text().splitlines()]
    for link in links:
        link["signature"] = forger.sign_digest(link["digest"])
    (folder / "chain.jsonl").write_text("".join(json.dumps(link) + "\n" for link in links))
    listed = "".join(
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n"
        for each in sorted(folder.iterdir())
        if each.name != "manifest.txt"
    )
    note = forger.sign_note(f"{dossier.TITLE}\n{COI}\n{listed}")
    (folder / "manifest.txt").write_text(note)
    return folder


def test_entries_are_carried_byte_for_byte(folder):
    bodies = (folder / "entries.jsonl").read_text().splitlines()
    assert bodies == [line.body for line in log.bodies(COI)]


def test_the_same_log_gives_the_same_file(packed):
    assert dossier.pack(COI, protocol_text=PROTOCOL, notice=NOTICE) == packed


def test_nothing_of_another_journey_is_told(folder):
    assert not any(OTHER.encode() in each.read_bytes() for each in folder.iterdir())


def test_the_page_shows_people_what_was_entered_and_nothing_runs_in_it(folder):
    page = (folder / "journey.html").read_text()
    assert NOTICE in page
    assert "Nora Lind, apheresis nurse, ROC" in page
    assert log.bodies(COI)[2].digest[:8] in page
    assert "<script" not in page
    assert "5 &lt; 6" in page


@pytest.mark.usefixtures("stored")
def test_a_journey_that_does_not_exist_has_no_dossier():
    with pytest.raises(KeyError):
        dossier.pack("CHX", protocol_text=PROTOCOL, notice=NOTICE)
