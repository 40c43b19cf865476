"""Would a patient's name in a log line, an export or a maker's page really be heard?"""

import logging
from datetime import date
from email.message import EmailMessage

import pytest

from tests.personal_words import Ear, Watch
from tracker.store.patients import Patient

PIA = Patient("p-1", "Pía Overheard", date(1961, 4, 17), "MRN-0420042")

SAID = (
    PIA.name,
    PIA.record_number,
    "1961-04-17",
    "17 Apr 1961",
    "17 April 1961",
    "April 17, 1961",
    "17 de abril de 1961",
)


@pytest.mark.parametrize("word", SAID)
def test_a_name_that_slips_out_is_heard(word):
    watch = Watch()
    watch.know(PIA)
    record = logging.LogRecord("x", logging.INFO, "x", 1, "seen: %s", (word,), None)
    Ear(watch).emit(record)
    watch.read("a maker's page", f"<p>{word}</p>".encode())
    assert len(watch.said) == 2
    watch.read("another page", b"<p>CHA999026000001</p>")
    assert len(watch.said) == 2


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("where", ["subject", "text", "a second part"])
def test_a_name_in_a_message_is_heard_however_it_is_packed(where, encoding):
    words = {"subject": "News", "text": "Something waits.", "a second part": "Read it there."}
    words[where] += f" It is about {PIA.name}."
    letter = EmailMessage()
    letter["Subject"] = words["subject"]
    letter.set_content(words["text"], cte=encoding)
    letter.add_alternative(words["a second part"], subtype="html", cte=encoding)
    assert PIA.name.encode() not in letter.as_bytes()
    watch = Watch()
    watch.know(PIA)
    watch.message(letter)
    assert watch.said == [f"message: {PIA.name}"]
