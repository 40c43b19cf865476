"""Does anything of a test's patients leave where it must not, in any test of the whole run?

Every address that is asked for and every head line of an answer, every answer to somebody who works by
identifiers alone and to any program, every error page for nobody, every file anybody takes away, every
log line, every message, every dossier, and what other processes print is read as it passes, in every
worker. The run fails at its end if one of them held a name, a birth date or a record number of a
patient, or the name of a caregiver, that some test had kept.
"""

import gzip
import logging
import smtplib
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote_plus

import pypdfium2
import pytest
from babel.dates import format_date
from click.testing import CliRunner, Result
from flask import Flask, Response, g, request, request_finished

from tracker.domain.authority_table import NAMELESS
from tracker.jobs.texting import TextService
from tracker.store import dossier, patients, viewers

SHORTEST = 6
"""Shorter words stand in many texts for other reasons."""

YOUNGEST = 2010
"""Patients of the tests are adults; a later day is one of a journey."""

EXPORTS = frozenset({"text/csv", "text/calendar", "application/zip"})
"""Files for programs and partners; nobody takes a name away in one, whoever asks."""


class Watch:
    """What must not be said, and where it was said all the same."""

    def __init__(self) -> None:
        self.words: set[bytes] = set()
        self.days: dict[bytes, set[bytes]] = {}  # by year: most texts hold no year that old
        self.said: list[str] = []

    def know(self, patient: patients.Patient) -> None:
        found = [patient.name if " " in patient.name else "", patient.record_number]
        if patient.birth_date.year < YOUNGEST:
            year = str(patient.birth_date.year).encode()
            self.days.setdefault(year, set()).update(_as_said(patient.birth_date))
        self.words |= {word.encode() for word in found if len(word) >= SHORTEST}

    def read(self, where: str, text: bytes) -> None:
        days = (self.days[year] for year in self.days if year in text)
        for words in (self.words, *days):
            self.said += [f"{where}: {word.decode()}" for word in words if word in text]

    def message(self, msg: EmailMessage) -> None:
        """Read a message as its reader would: its headers and every part, decoded."""
        for value in msg.values():
            self.read("message", str(value).encode())
        for part in msg.walk():
            if not part.is_multipart():
                said = part.get_content()
                self.read("message", said.encode() if isinstance(said, str) else said)

    def head(self, response: Response) -> None:
        """Read the address that was asked for, and what an answer says before its body."""
        for line in (request.full_path, *response.headers.values()):
            self.read("an address or a head line", unquote_plus(line).encode())

    def answer(self, where: str, response: Response) -> None:
        """Read an answer as its reader would: unpacked, as text, and to the end of a stream."""
        if response.is_streamed:
            whole: list[bytes] = []
            parts: Iterable[bytes] = response.iter_encoded()
            response.response = _kept(parts, whole)
            response.call_on_close(lambda: self.read(where, b"".join(whole)))
        else:
            self.read(where, _text(response))


def _as_said(day: date) -> Iterator[bytes]:
    """Return a day as machines, staff, the going-home sheet and both patients' languages write it."""
    yield day.isoformat().encode()
    for month in ("%b", "%B"):
        yield f"{day.day} {day.strftime(month)} {day.year}".encode()
    for language in ("en_US", "es"):
        yield format_date(day, "long", locale=language).encode()


def _kept(parts: Iterable[bytes], whole: list[bytes]) -> Iterator[bytes]:
    for part in parts:
        whole.append(part)
        yield part


def _text(response: Response) -> bytes:
    said = response.get_data()
    if response.headers.get("Content-Encoding") == "gzip":
        said = gzip.decompress(said)
    if response.mimetype == "application/pdf":
        with pypdfium2.PdfDocument(said) as pages:
            return "\n".join(page.get_textpage().get_text_range() for page in pages).encode()
    return said


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
    patch.setattr(viewers, "add", _let_in(viewers.add, watch))
    patch.setattr(dossier, "_zip", _packed(dossier._zip, watch))
    _hear_messages(watch, patch)
    _hear_processes(watch, patch)

    def answered(sender: Flask, response: Response, **_: Any) -> None:
        if response.direct_passthrough:  # a file of the package's own, such as a style sheet
            return
        watch.head(response)
        actor = g.get("actor")
        if actor and actor.grants and all(each.role in NAMELESS for each in actor.grants):
            watch.answer(f"{sender.name} to {actor.grants[0].role}", response)
        elif response.mimetype in EXPORTS:
            watch.answer(f"export {response.mimetype}", response)
        elif request.path.startswith("/api/"):
            watch.answer("a program", response)
        elif actor is None and g.get("viewing") is None and response.status_code >= 400:
            watch.answer("an error page for nobody", response)

    request_finished.connect(answered)
    yield watch
    request_finished.disconnect(answered)
    logging.getLogger().removeHandler(ear)
    patch.undo()
    assert watch.said == []


def _hear_messages(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    send, text = smtplib.SMTP.send_message, TextService.send

    def sent(self: smtplib.SMTP, msg: EmailMessage, *args: Any, **more: Any) -> Any:
        watch.message(msg)
        return send(self, msg, *args, **more)

    def texted(self: TextService, number: str, said: str, key: str) -> int:
        watch.read("text message", f"{said} {key}".encode())
        return text(self, number, said, key)

    patch.setattr(smtplib.SMTP, "send_message", sent)
    patch.setattr(TextService, "send", texted)


def _hear_processes(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    """Read what commands print, in this process and in others: a log of theirs is no log of ours."""
    talk, invoke = subprocess.Popen.communicate, CliRunner.invoke

    def talked(self: subprocess.Popen[Any], *args: Any, **more: Any) -> Any:
        said = talk(self, *args, **more)
        for part in said:
            watch.read(
                "another process", part.encode() if isinstance(part, str) else part or b""
            )
        return said

    def invoked(self: CliRunner, *args: Any, **more: Any) -> Result:
        result = invoke(self, *args, **more)
        watch.read("a command", result.output.encode())
        return result

    patch.setattr(subprocess.Popen, "communicate", talked)
    patch.setattr(CliRunner, "invoke", invoked)


def _heard(call: Callable[..., None], watch: Watch) -> Any:
    def heard(patient: patients.Patient) -> None:
        watch.know(patient)
        call(patient)

    return heard


def _let_in(call: Callable[..., None], watch: Watch) -> Any:
    def let_in(viewer: viewers.Viewer, known: viewers.Known) -> None:
        if " " in known.name:
            watch.words.add(known.name.encode())
        call(viewer, known)

    return let_in


def _packed(call: Any, watch: Watch) -> Any:
    def packed(files: dict[str, str]) -> Any:
        for name, text in files.items():
            watch.read(f"export {name}", text.encode())
        return call(files)

    return packed
