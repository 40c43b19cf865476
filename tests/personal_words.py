"""Does anything of a test's patients leave where it must not, in any test of the whole run?

Every answer to somebody who works by identifiers alone, every log line, every message sent and every
export is read as it passes, in every worker; the run fails at its end if one of them held a name, a
birth date or a record number of a patient that some test had kept.
"""

import logging
import smtplib
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from flask import Flask, Response, g, request_finished

from tracker.domain.authority_table import NAMELESS
from tracker.jobs.texting import TextService
from tracker.store import dossier, patients

SHORTEST = 6
"""Shorter words stand in many texts for other reasons."""

YOUNGEST = 2010
"""Patients of the tests are adults; a later day is one of a journey."""


class Watch:
    """What must not be said, and where it was said all the same."""

    def __init__(self) -> None:
        self.words: set[bytes] = set()
        self.said: list[str] = []

    def know(self, patient: patients.Patient) -> None:
        found = [patient.name if " " in patient.name else "", patient.record_number]
        if patient.birth_date.year < YOUNGEST:
            found.append(patient.birth_date.isoformat())
        self.words |= {word.encode() for word in found if len(word) >= SHORTEST}

    def read(self, where: str, text: bytes) -> None:
        self.said += [f"{where}: {word.decode()}" for word in self.words if word in text]


class Ear(logging.Handler):
    """Reads every log line as it is written."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self.watch.read(f"log {record.name}", self.format(record).encode())


@pytest.fixture(scope="session", autouse=True)
def personal_words() -> Iterator[Watch]:
    """Watch the whole run of this worker."""
    watch, patch = Watch(), pytest.MonkeyPatch()
    ear = Ear(watch)
    logging.getLogger().addHandler(ear)
    for name in ("add", "correct"):
        patch.setattr(patients, name, _heard(getattr(patients, name), watch))
    patch.setattr(dossier, "_zip", _packed(dossier._zip, watch))
    send = smtplib.SMTP.send_message

    def sent(self: smtplib.SMTP, msg: Message, *args: Any, **more: Any) -> Any:
        watch.read("message", msg.as_bytes())
        return send(self, msg, *args, **more)

    patch.setattr(smtplib.SMTP, "send_message", sent)

    text = TextService.send

    def texted(self: TextService, number: str, said: str, key: str) -> int:
        watch.read("text message", f"{said} {key}".encode())
        return text(self, number, said, key)

    patch.setattr(TextService, "send", texted)

    def answered(sender: Flask, response: Response, **_: Any) -> None:
        actor = g.get("actor")
        if response.is_streamed or response.direct_passthrough or not actor:
            return
        if actor.grants and all(each.role in NAMELESS for each in actor.grants):
            watch.read(f"{sender.name} to {actor.grants[0].role}", response.get_data())

    request_finished.connect(answered)
    yield watch
    request_finished.disconnect(answered)
    logging.getLogger().removeHandler(ear)
    patch.undo()
    assert watch.said == []


def _heard(call: Any, watch: Watch) -> Any:
    def heard(patient: patients.Patient) -> None:
        watch.know(patient)
        call(patient)

    return heard


def _packed(call: Any, watch: Watch) -> Any:
    def packed(files: dict[str, str]) -> Any:
        for name, text in files.items():
            watch.read(f"export {name}", text.encode())
        return call(files)

    return packed
