"""Whatever is recorded, does the page say no forbidden word, show no unchecked number, and run ahead of nothing?"""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.telling import opened, product
from tracker import cards
from tracker.demo import cast
from tracker.domain import patient_view, recording
from tracker.domain.events import Entry
from tracker.domain.journey import Journey
from tracker.domain.wording import GROUPS
from tracker.languages import load as load_languages
from tracker.protocols import load as load_protocols
from tracker.reads import paper
from tracker.store import directory, patients, sites
from tracker.store.db import db, writing

FORBIDDEN = re.compile(
    r"\bfail|\breject|terminat|out of spec|\bOOS\b|\blost\b|\bproblem|\bdelay|excursion|sterility|"
    r"endotoxin|mycoplasma|CAR-T|\bfall[oóa]|rechaz|perdid|retras|\bdied?\b|\bdeath|muert",
    re.IGNORECASE,
)
NAMES = {
    "one name": "Björk",
    "a tilde": "Íñigo Muñoz Ordóñez",
    "120 characters": ("Wolfeschlegelsteinhausenbergerdorff " * 4)[:120].strip(),
    "from the right": "ليلى الأحمد",
    "marks of its own": "O'Neill <b>-</b> \u202eabc",
}


@pytest.mark.parametrize("code", ["en", "es"])
def test_no_string_in_any_file_a_patient_reads_has_a_forbidden_word(code):
    language = load_languages().get(code)
    said = [*language.messages.texts.values()]
    said += [form for forms in language.messages.counted.values() for form in forms]
    said += [language.advice(part) for part in cards.advice(cards.load())]
    for protocol in load_protocols().all():
        for group in GROUPS:
            told = language.told(protocol, group)
            said += [told.title, told.now, told.next]
    assert [text for text in said if FORBIDDEN.search(text)] == []


@given(st.data())
def test_no_step_is_shown_as_reached_before_the_entry_that_confirms_it(data):
    """Any prefix of a life, at any entry, of either product: each date shown is an entry's own."""
    name = data.draw(st.sampled_from(["example-frozen", "example-fresh"]))
    told = _life(name)
    count = data.draw(st.integers(1, len(told)))
    journey = told[count - 1][1]
    moments = {entry.happened_at for entry, _ in told[:count]}
    groups = {product(name).by_code[code].group for code in journey.milestones}
    groups |= {patient_view.BEING_TESTED for lot in journey.lots.values() if lot.tested}
    for shown in patient_view.steps(journey, product(name)):
        if shown.step.state in {"done", "now"} and shown.step.at is not None:
            assert shown.step.at in moments
            assert shown.step.group in groups
        if shown.step.state == "done":
            assert shown.step.at is not None


_LIVES: dict[str, list[tuple[Entry, Journey]]] = {}


def _life(name: str) -> list[tuple[Entry, Journey]]:
    """Return each entry of a journey from opening to closing, with the journey after it."""
    if name not in _LIVES:
        told = opened(product(name))
        told.tale.tell()
        found = []
        for number, entry in enumerate(told.entries, start=1):
            journey = recording.fold(entry.coi, told.protocol, told.entries[:number])
            found.append((entry, journey))
        _LIVES[name] = found
    return _LIVES[name]


def test_no_number_is_shown_that_nobody_has_checked(kitchen_of):
    """Every way in which the two numbers of a site may stand; two more are there and unchecked."""
    kitchen = kitchen_of()
    day, night = "507 555 0111", "507 555 0122"
    writing()
    for what, number in (
        (directory.HOSPITAL_TEAM, "5550133"),
        (directory.HELP_LINE, "5550144"),
    ):
        directory.save("RST", what, directory.Number(number, "always"))
    db.session.commit()
    for day_checked in (False, True):
        for night_checked in (False, True):
            writing()
            sites.save(cast.SITES[0], sites.Contact(day, phone_verified=day_checked))
            checked = date(2026, 3, 1) if night_checked else None
            directory.save("RST", directory.DAY_OR_NIGHT, directory.Number(night, "", checked))
            db.session.commit()
            for lang in ("en", "es"):
                page = kitchen.page(lang)
                assert (day in page, night in page) == (day_checked, night_checked)
                dialled = set(re.findall(r'href="tel:(\d+)"', page))
                assert dialled <= {"5075550111"} | {"5075550122"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_comes_in_and_no_name_stands_on_the_page(kitchen_of, name):
    kitchen = kitchen_of()
    patient = patients.of(kitchen.coi)
    assert patient is not None
    writing()
    patients.correct(patients.Patient(**{**vars(patient), "name": name}))
    db.session.commit()
    kept = patients.of(kitchen.coi)
    assert kept is not None
    assert kept.name == name
    page = kitchen.page()
    assert name not in page
    assert not any(part in page for part in name.split() if len(part) > 4)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_on_paper_a_name_is_right_or_left_for_a_hand_to_write(name):
    """The patient's own sheet bears no name; the one that goes home with them does."""
    latin = name in {NAMES["one name"], NAMES["a tilde"], NAMES["120 characters"]}
    assert paper.name(name) == (name if latin else paper.BY_HAND)
