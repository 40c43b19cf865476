"""Whatever is recorded, does the page say no forbidden word, show no unchecked number, and run ahead of nothing?"""

import html
import re
from datetime import date

import pytest

from tests.web.patient.conftest import PHONE, phrase, words_on_paper
from tracker import cards
from tracker.demo import cast, stages
from tracker.domain.plain_words import FORBIDDEN, NUMBER
from tracker.domain.wording import GROUPS
from tracker.languages import load as load_languages
from tracker.protocols import load as load_protocols
from tracker.reads import paper
from tracker.store import directory, patients, sites
from tracker.store.db import db, writing

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


def astray(kitchen, what: str) -> None:
    """Bring a journey that is being tested where a page has hard news to say."""
    if what == "lot lost":
        stages.lot_lost(kitchen.tale)
    else:
        kitchen.tale.test(kitchen.tale.lot(), failing=kitchen.tale.protocol.release_tests[0])


@pytest.mark.parametrize("product_name", [each.id for each in load_protocols().all()])
def test_no_page_of_any_product_says_a_forbidden_word_or_shows_an_unchecked_number(
    kitchen_of, product_name
):
    """The page as it is sent, at places along every product's road and off it, in both languages."""
    kitchen = kitchen_of("", product_name)
    _read(kitchen)
    for name, chapter in kitchen.tale.chapters().items():
        chapter()
        if name in {"collected", "begun", "released", "confirmed", "infused", "closed"}:
            _read(kitchen)


@pytest.mark.parametrize("what", ["lot lost", "test failed"])
def test_hard_news_is_said_without_a_forbidden_word_while_it_waits_and_after(kitchen_of, what):
    kitchen = kitchen_of("made")
    astray(kitchen, what)
    _read(kitchen)
    kitchen.later(days=4)
    _read(kitchen)


def _read(kitchen) -> None:
    """Read the page as its reader does: its words alone, and what it dials."""
    for lang in ("en", "es"):
        page = kitchen.page(lang)
        words = _words(page)
        assert not FORBIDDEN.search(words)
        _names_nobody(words, kitchen.tale.protocol)
        _read_the_rest(kitchen, lang)
        shown = {re.sub(r"\D", "", found) for found in NUMBER.findall(words)}
        assert shown <= {re.sub(r"\D", "", PHONE)}
        assert set(re.findall(r'href="tel:(\d+)"', page)) <= {re.sub(r"\D", "", PHONE)}
        assert (phrase("hear_title", lang) in words) == kitchen.tale.look().open


def _read_the_rest(kitchen, lang: str) -> None:
    """Read every other page and file a patient can open."""
    for path in ("visit", "people", "looks", "messages", "ways-in", "dates.ics"):
        words = _words(kitchen.client.get(f"/my/{path}?lang={lang}").text)
        assert not FORBIDDEN.search(words), path
        _names_nobody(words, kitchen.tale.protocol)
    if kitchen.tale.look().open:
        words = words_on_paper(kitchen, lang)
        assert not FORBIDDEN.search(words)
        _names_nobody(words, kitchen.tale.protocol)


def _words(page: str) -> str:
    return html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


def _names_nobody(words: str, protocol) -> None:
    """No member of staff, no plant, no test and no count: whoever and whatever they are."""
    staff = {member.name.split()[-1] for member in cast.EVERYONE}
    plants = {part for code, name in cast.MAKERS.items() for part in (code, name.split()[0])}
    tests = {test.replace("_", " ") for test in protocol.release_tests} | {"CD3", "TNC"}
    said = {
        each
        for each in staff | plants | tests
        if re.search(rf"\b{each}\b", words, re.IGNORECASE)
    }
    assert said == set()


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
