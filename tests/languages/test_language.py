"""Does the patient read where the cells are, what comes next, and nothing that is not so?"""

import re
from datetime import UTC, date, datetime

import pytest

from tracker.domain.channels import COME_IN, LINK, PROVE_PHONE, REMINDER, VISIT, VISIT_CHANGED
from tracker.domain.wording import GROUPS
from tracker.languages import load as load_languages
from tracker.languages.letters import CALL_US, CARRIERS, STILL, short, words
from tracker.protocols import load

SPOKEN = load_languages()
EN, ES = SPOKEN.get("en"), SPOKEN.get("es")
BOTH = pytest.mark.parametrize("language", [EN, ES], ids=["en", "es"])
FRESH = load().latest("example-fresh")
NOON = datetime(2026, 11, 2, 18, 5, tzinfo=UTC)


def test_the_sentences_of_a_step_carry_the_figures_of_the_protocol():
    told = EN.told(FRESH, 5)
    assert told.title == "Being made"
    assert "This step takes 7 to 10 days." in told.now
    assert told.next == "Next, the lab will test your treatment to make sure it is safe."


def test_spanish_is_spoken_to_those_who_asked_for_it():
    told = ES.told(FRESH, 3)
    assert told.title == "En camino al laboratorio"
    assert "tarda de 1 a 2 días" in told.now


def test_a_language_we_do_not_have_is_answered_in_english():
    assert SPOKEN.get("fr") is EN
    assert "fr" not in SPOKEN


@BOTH
def test_every_step_of_both_examples_has_something_to_say(language):
    for protocol in load().all():
        for group in GROUPS:
            told = language.told(protocol, group)
            assert all((told.title, told.now, told.next))


@BOTH
def test_the_two_examples_name_the_steps_as_the_house_does(language):
    for protocol in load().all():
        for group in GROUPS:
            assert language.title(protocol, group) == language.say(f"step_{group}")


@BOTH
def test_bad_news_is_left_to_a_person(language):
    text = language.say("team_reviewing").lower()
    assert text != language.told(FRESH, 6).now.lower()
    heavy = ("fail", "reject", "lost", "problem", "delay", "fall", "rechaz", "perdid", "retras")
    assert [word for word in heavy if word in text] == []


TELLING = re.compile(
    r"cell|c[eé]lula|cancer|cáncer|hospital|cl[ií]nic|\blab|infus|car-?t|visit|chemo|quimio|"
    r"treatment|tratamiento|drug|medicin|medicament|onco|transplant|trasplant|ward|bed\b",
    re.IGNORECASE,
)
KINDS = ("step", VISIT, VISIT_CHANGED, REMINDER, STILL, CALL_US, COME_IN, PROVE_PHONE, LINK)
OPENS = {"code": "1234 5678", "address": "https://pages.example.org/my/x7"}


@BOTH
@pytest.mark.parametrize("kind", KINDS)
def test_a_message_outside_says_nothing_about_the_illness(language, kind):
    said = [*words(kind, language, OPENS), short(kind, language, OPENS)]
    products = {part for each in load().all() for part in (each.id, each.title, each.maker)}
    assert [text for text in said if TELLING.search(text)] == []
    assert [text for text in said for name in products if name.lower() in text.lower()] == []
    days = [digits for text in said for digits in re.findall(r"\d+", text)]
    carried = {"1234", "5678", "7"} if kind in CARRIERS else set()
    assert set(days) <= carried


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        ((1, 2), "1 to 2 days", "de 1 a 2 días"),
        ((1, 1), "1 day", "1 día"),
        ((5, 7), "5 to 7 days", "de 5 a 7 días"),
        ((7, 7), "7 days", "7 días"),
        ((7, 14), "1 to 2 weeks", "de 1 a 2 semanas"),
        ((14, 28), "2 to 4 weeks", "de 2 a 4 semanas"),
        ((14, 14), "2 weeks", "2 semanas"),
        ((10, 14), "10 to 14 days", "de 10 a 14 días"),
    ],
)
def test_a_range_is_said_as_people_say_it(days, english, spanish):
    assert EN.span(days) == english
    assert ES.span(days) == spanish


def test_days_hours_and_numbers_are_written_as_people_write_them():
    assert EN.day(date(2026, 11, 2)) == "Monday, November 2, 2026"
    assert ES.day(date(2026, 11, 2)) == "lunes, 2 de noviembre de 2026"
    assert EN.moment(NOON, "America/Phoenix").endswith("11:05\u202fAM (Mountain Standard Time)")
    assert (EN.number(1200), SPOKEN.get("es").number(1200)) == ("1,200", "1,200")
    assert (EN.birth_fields[0], ES.birth_fields[0]) == ("month", "day")
    assert (EN.name, ES.name) == ("English", "Español")
    assert EN.direction == "ltr"
