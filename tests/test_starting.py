"""Does the service start with what it needs, refuse to start without, and say which it was?"""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tracker import config, create_app
from tracker.config import Unfit
from tracker.store import signing

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def production(tmp_path) -> dict[str, str]:
    """Everything a production service must be given."""
    signing.create(tmp_path / "signing.pem")
    return {
        "TRACKER_MODE": "production",
        "TRACKER_SECRET_KEY": "V7s2Qk9dLw3xZp8rTn5bYc1mGh6jFu4e",
        "TRACKER_DATA_KEY": Fernet.generate_key().decode(),
        "TRACKER_SIGNING_KEY_FILE": str(tmp_path / "signing.pem"),
        "TRACKER_DATABASE_URL": "postgresql+psycopg://tracker@db/tracker",
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "TRACKER_HOSTS": "cells.example.org",
    }


def test_production_starts_with_everything_it_needs(production):
    settings = config.read(production)
    assert settings.flask["SQLALCHEMY_DATABASE_URI"] == production["TRACKER_DATABASE_URL"]
    assert settings.flask["SESSION_COOKIE_SECURE"] is True
    assert not settings.instance.exists()


@pytest.mark.parametrize(
    "name", ["TRACKER_SECRET_KEY", "TRACKER_DATA_KEY", "TRACKER_SIGNING_KEY_FILE"]
)
@pytest.mark.parametrize("value", ["", "secret", "change-me-change-me-change-me-change-me"])
def test_production_refuses_a_missing_or_default_secret_and_names_it(production, name, value):
    with pytest.raises(Unfit, match=name) as refusal:
        config.read({**production, name: value})
    assert len(str(refusal.value).splitlines()) == 1


def test_production_names_every_fault_at_once():
    with pytest.raises(Unfit) as refusal:
        config.read({"TRACKER_MODE": "production"})
    assert len(str(refusal.value).splitlines()) == 3


def test_production_without_names_answers_to_its_own_machine_alone(production):
    named = config.read(production).flask["TRUSTED_HOSTS"]
    del production["TRACKER_HOSTS"]
    unnamed = config.read(production).flask["TRUSTED_HOSTS"]
    assert set(named) - set(unnamed) == {"cells.example.org"}
    assert "127.0.0.1" in unnamed


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"TRACKER_SMTP_URL": "mail.example.org"}, "TRACKER_SMTP_URL"),
        ({"TRACKER_SMTP_URL": "smtp://mail.example.org:x"}, "E-mail cannot be sent"),
        ({"TRACKER_SMTP_URL": "smtp://mail.example.org"}, "TRACKER_MAIL_FROM is missing"),
        ({"TRACKER_SMS_URL": "http://sms.example.org/send"}, "TRACKER_SMS_URL"),
        ({"TRACKER_SMS_URL": "https://x", "TRACKER_SMS_FORMAT": "xml"}, "TRACKER_SMS_FORMAT"),
        ({"TRACKER_SMS_URL": "https://x", "TRACKER_SMS_FIELDS": "to={to}"}, "_SMS_FIELDS"),
    ],
)
def test_a_sender_that_cannot_work_is_named_at_the_start_not_at_the_first_message(
    production, settings, named
):
    with pytest.raises(Unfit, match=named):
        config.read({**production, **settings})


def test_an_address_of_ours_that_is_none_is_named(production):
    mail = {"TRACKER_SMTP_URL": "smtp://mail.example.org", "TRACKER_MAIL_FROM": "hospital"}
    with pytest.raises(Unfit, match="TRACKER_MAIL_FROM"):
        config.read({**production, **mail})
    config.read({**production, **mail, "TRACKER_MAIL_FROM": "Care team <a@example.org>"})


def test_an_unknown_mode_is_refused():
    with pytest.raises(Unfit, match="TRACKER_MODE is 'staging'"):
        config.read({"TRACKER_MODE": "staging"})


def test_a_demonstration_makes_its_own_secrets_once_and_keeps_them_to_itself(tmp_path):
    first = config.read({"TRACKER_INSTANCE": str(tmp_path)})
    second = config.read({"TRACKER_INSTANCE": str(tmp_path)})
    assert first.flask == second.flask
    assert first.signer.trusted.keys() == second.signer.trusted.keys()
    made = sorted(tmp_path.iterdir())
    assert [file.name for file in made] == ["data.key", "secret.key", "signing.pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}


def test_two_machines_never_share_a_secret(tmp_path):
    here = config.read({"TRACKER_INSTANCE": str(tmp_path / "here")})
    there = config.read({"TRACKER_INSTANCE": str(tmp_path / "there")})
    assert here.flask["SECRET_KEY"] != there.flask["SECRET_KEY"]


def test_a_replaced_signing_key_is_still_trusted_for_what_it_signed(tmp_path):
    old, new = tmp_path / "old.pem", tmp_path / "new.pem"
    signing.create(old)
    signing.create(new)
    signature = signing.load(old).sign_digest("d" * 64)
    assert not signing.load(new).signed("d" * 64, signature)
    new.write_bytes(new.read_bytes() + old.read_bytes())
    assert signing.load(new).signed("d" * 64, signature)
    assert not signing.load(new).signed("e" * 64, signature)


def test_a_signed_note_is_laid_out_as_c2sp_says(tmp_path):
    signing.create(tmp_path / "key.pem")
    signer = signing.load(tmp_path / "key.pem")
    note = signer.sign_note("samevein\n1\nAAAA\n")
    text, signature = note.split("\n\n")
    assert text == "samevein\n1\nAAAA"
    assert signature.startswith("\N{EM DASH} samevein ")
    assert signer.open_note(note) == "samevein\n1\nAAAA\n"
    assert signer.open_note(note.replace("1", "2", 1)) is None
    assert signer.open_note("samevein\n1\nAAAA\n") is None


def test_an_unfit_service_says_so_in_one_sentence_and_no_traceback(tmp_path):
    environ = {**os.environ, "TRACKER_MODE": "production", "TRACKER_INSTANCE": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "routes"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "TRACKER_SECRET_KEY is missing." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_given_to_create_app_win(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", "sqlite:////nowhere/at/all")
    url = f"sqlite:///{tmp_path / 'mine.sqlite'}"
    app = create_app({"TRACKER_DATABASE_URL": url, "TRACKER_INSTANCE": str(tmp_path)})
    assert app.config["SQLALCHEMY_DATABASE_URI"] == url
