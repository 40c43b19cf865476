"""Would a patient's name in a log line, an export or a maker's page really be heard?"""

import logging
from datetime import date

import pytest

from tests.personal_words import Ear, Watch
from tracker.store.patients import Patient

PIA = Patient("p-1", "Pia Overheard", date(1961, 4, 9), "MRN-0420042")


@pytest.mark.parametrize("word", [PIA.name, "1961-04-09", PIA.record_number])
def test_a_name_that_slips_out_is_heard(word):
    watch = Watch()
    watch.know(PIA)
    record = logging.LogRecord("x", logging.INFO, "x", 1, "seen: %s", (word,), None)
    Ear(watch).emit(record)
    watch.read("a maker's page", f"<p>{word}</p>".encode())
    assert len(watch.said) == 2
    watch.read("another page", b"<p>CHA999026000001</p>")
    assert len(watch.said) == 2
