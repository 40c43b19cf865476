"""Which settings does the service run with, and is one missing that it cannot do without?"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet

from tracker.jobs import post, texting
from tracker.store import encryption, signing
from tracker.store.encryption import DataKeys
from tracker.store.signing import KeyUnusable, Signer

ROOT: Final = Path(__file__).resolve().parent.parent
MODES: Final = ("demo", "production")
SECRET_LENGTH: Final = 32
SECRET_VARIETY: Final = 10
LARGEST_BODY: Final = 256 * 1024
COUNTER_PATIENCE: Final = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": None}
"""How long Redis may take to count a request, in seconds; then this process counts for itself."""

OWN_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
"""Where the machine asks itself whether it is well; nobody else reaches these names."""

SENDERS: Final = (
    "TRACKER_SMTP_URL",
    "TRACKER_MAIL_FROM",
    "TRACKER_SMS_URL",
    "TRACKER_SMS_FORMAT",
    "TRACKER_SMS_FIELDS",
    "TRACKER_SMS_AUTHORIZATION",
)
"""By what messages leave the house: e-mail, and a service for text messages."""


class Unfit(Exception):
    """The service must not start like this; the text names each setting that is at fault."""


@dataclass(frozen=True)
class Settings:
    """Everything read from the environment, checked. `flask` is what Flask itself is given."""

    mode: str
    instance: Path
    protocol_folder: Path | None
    language_folder: Path | None
    card_folder: Path | None
    flask: dict[str, Any]
    data_keys: DataKeys
    signer: Signer


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings. Raises Unfit with every fault there is, one a line.

    In demonstration mode missing secrets are made once and kept under `instance/`, readable by
    the service's own user alone. In production nothing is made and nothing has a default.
    """
    mode = environ.get("TRACKER_MODE") or "demo"
    instance = Path(environ.get("TRACKER_INSTANCE") or ROOT / "instance").resolve()
    if mode not in MODES:
        raise Unfit(f"TRACKER_MODE is {mode!r}; it must be one of: {', '.join(MODES)}.")
    if mode == "demo":
        environ = {**environ, **_made_for_demo(instance, environ)}
    faults = [
        *_faults_of_secrets(environ),
        *_faults_of_addresses(environ),
        *_faults_of_senders(environ, mode),
    ]
    keys = _data_keys(environ, faults)
    signer = _signer(environ, faults)
    if faults or keys is None or signer is None:
        raise Unfit("\n".join(faults))
    return Settings(
        mode=mode,
        instance=instance,
        protocol_folder=_folder(environ, "TRACKER_PROTOCOL_DIR"),
        language_folder=_folder(environ, "TRACKER_LANGUAGE_DIR"),
        card_folder=_folder(environ, "TRACKER_CARD_DIR"),
        flask=_flask(mode, instance, environ),
        data_keys=keys,
        signer=signer,
    )


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    folder = environ.get(name)
    return Path(folder) if folder else None


def _flask(mode: str, instance: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    default = f"sqlite:///{instance / 'tracker.sqlite'}"
    return {
        "TRACKER_MODE": mode,
        **{name: environ.get(name, "") for name in SENDERS},
        "SECRET_KEY": environ["TRACKER_SECRET_KEY"],
        "SQLALCHEMY_DATABASE_URI": environ.get("TRACKER_DATABASE_URL") or default,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": mode == "production",
        "TRUSTED_HOSTS": _hosts(environ, mode),
        "TRACKER_PROXIES": _proxies(environ),
        "RATELIMIT_STORAGE_URI": environ.get("TRACKER_LIMITER_URL") or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": COUNTER_PATIENCE if _counts_in_redis(environ) else {},
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
    }


def _hosts(environ: Mapping[str, str], mode: str) -> list[str] | None:
    """Return the names this service is reached under.

    Where none is given a demonstration answers to any (None), and production to its own machine.
    """
    named = [name.strip() for name in environ.get("TRACKER_HOSTS", "").split(",")]
    hosts = [name for name in named if name]
    return [*hosts, *OWN_HOSTS] if hosts or mode == "production" else None


def _counts_in_redis(environ: Mapping[str, str]) -> bool:
    return (environ.get("TRACKER_LIMITER_URL") or "").startswith("redis")


def _proxies(environ: Mapping[str, str]) -> int:
    text = environ.get("TRACKER_PROXIES") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _made_for_demo(instance: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return secrets of this machine's own for what was not given, made at the first start."""
    made = {}
    for name, file, fresh in (
        ("TRACKER_SECRET_KEY", "secret.key", secrets.token_urlsafe(48)),
        ("TRACKER_DATA_KEY", "data.key", Fernet.generate_key().decode()),
    ):
        if not environ.get(name):
            path = instance / file
            if not path.exists():
                signing.create_secret_file(path, fresh.encode())
            made[name] = path.read_text().strip()
    if not environ.get("TRACKER_SIGNING_KEY_FILE"):
        path = instance / "signing.pem"
        if not path.exists():
            signing.create(path)
        made["TRACKER_SIGNING_KEY_FILE"] = str(path)
    return made


def _faults_of_secrets(environ: Mapping[str, str]) -> Iterator[str]:
    for name in ("TRACKER_SECRET_KEY", "TRACKER_DATA_KEY", "TRACKER_SIGNING_KEY_FILE"):
        if not environ.get(name):
            yield f"{name} is missing."
    secret = environ.get("TRACKER_SECRET_KEY") or ""
    if secret and (len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_VARIETY):
        yield (
            f"TRACKER_SECRET_KEY is a default or too easy to guess: give it at least "
            f"{SECRET_LENGTH} random characters."
        )


def _faults_of_addresses(environ: Mapping[str, str]) -> Iterator[str]:
    proxies = environ.get("TRACKER_PROXIES") or "0"
    if not (proxies.isascii() and proxies.isdigit()):
        yield "TRACKER_PROXIES must be how many proxies stand in front: 0, 1 or 2."


def _faults_of_senders(environ: Mapping[str, str], mode: str) -> Iterator[str]:
    """Yield what would only show when the first message fails, perhaps days from now."""
    mail, sender = environ.get("TRACKER_SMTP_URL", ""), environ.get("TRACKER_MAIL_FROM", "")
    if mail:
        try:
            post.post_office(mail, sender)
        except ValueError as fault:
            yield f"E-mail cannot be sent: {fault}."
    if mail and not sender and mode == "production":
        yield "TRACKER_MAIL_FROM is missing: messages need an address they come from."
    if environ.get("TRACKER_SMS_URL"):
        try:
            texting.text_service(environ)
        except ValueError as fault:
            yield f"Text messages cannot be sent: {fault}."


def _data_keys(environ: Mapping[str, str], faults: list[str]) -> DataKeys | None:
    text = environ.get("TRACKER_DATA_KEY")
    if not text:
        return None
    try:
        return encryption.parse(text)
    except ValueError:
        faults.append(
            "TRACKER_DATA_KEY is a default or no key: each must be 32 random bytes in URL-safe "
            "base64 (cryptography.fernet.Fernet.generate_key() makes one)."
        )
    return None


def _signer(environ: Mapping[str, str], faults: list[str]) -> Signer | None:
    path = environ.get("TRACKER_SIGNING_KEY_FILE")
    if not path:
        return None
    try:
        return signing.load(Path(path))
    except KeyUnusable as fault:
        faults.append(f"TRACKER_SIGNING_KEY_FILE cannot be used: {fault}.")
    return None
