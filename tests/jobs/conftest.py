"""A real mail server on this machine, and patients with messages waiting."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from tests.conftest import FIRST_MOMENT
from tests.store.entries import COI
from tracker.store import notices, patients
from tracker.store.db import db, writing

NOW = FIRST_MOMENT
MARIA = patients.Patient(
    "p-0001", "María Ñandú", date(1950, 1, 2), "MRN-1", email="maria@example.org", language="es"
)


@dataclass
class Mailbox:
    """Keeps what arrives; answers `refuse` instead while that is set."""

    letters: list[str] = field(default_factory=list)
    refuse: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        if self.refuse:
            return self.refuse
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content.decode())
        return "250 Kept"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def smtp_url(mailbox: Mailbox) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def wait() -> Callable[..., None]:
    """Put messages for one patient in the outbox, or for `people` of them in turn."""

    def put(count: int, kind: str = "step", *, people: int = 1) -> None:
        writing()
        known = [MARIA, *(replace(MARIA, id=f"p-{one:04}") for one in range(2, people + 1))]
        for patient in known:
            if patients.by_id(patient.id) is None:
                patients.add(patient)
        for number in range(count):
            to = known[number % people].id
            notices.enqueue(
                notices.Notice(f"{kind}:{number}", COI, kind, "patient", to, NOW), NOW
            )
        db.session.commit()

    return put


@pytest.fixture
def post(stored: Flask, smtp_url: str) -> Flask:
    """The service with a mail server, on both kinds of database."""
    stored.config["TRACKER_SMTP_URL"] = smtp_url
    return stored
