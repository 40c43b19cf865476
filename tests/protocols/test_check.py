"""Does `flask protocol check FILE` say what is wrong, and end as a script expects?"""

import hashlib

import pytest
from click.testing import CliRunner

from tracker.cli.protocol import protocol
from tracker.protocols import HERE, read_text

FRESH = HERE / "example-fresh-v1.toml"


@pytest.fixture
def check(tmp_path):
    def run(text: bytes):
        file = tmp_path / "mine-v1.toml"
        file.write_bytes(text)
        return CliRunner().invoke(protocol, ["check", str(file)])

    return run


def test_a_good_file_is_answered_with_its_digest(check):
    answer = check(FRESH.read_bytes())
    assert answer.exit_code == 0
    digest = hashlib.sha256(FRESH.read_bytes()).hexdigest()
    assert answer.output == f"example-fresh version 1: no faults. SHA-256 {digest}\n"


def test_every_fault_has_its_line(check):
    text = (
        read_text(FRESH).replace('maker = "HARBOR"', "").replace("version = 1", "version = 0")
    )
    answer = check(text.encode())
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "version must be between 1 and 10000000, not 0.",
        "maker is missing: it must be text.",
        "Error: mine-v1.toml: 2 fault(s).",
    ]


def test_a_file_that_is_no_text_is_a_fault(check):
    answer = check(b"\xff\xfe")
    assert answer.exit_code == 1
    assert "this is not UTF-8 text" in answer.output
