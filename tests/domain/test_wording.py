"""Does the patient read where the cells are, what comes next, and nothing that is not so?"""

from datetime import UTC, datetime

import pytest

from tracker.domain import wording
from tracker.protocols import load

FRESH = load().latest("example-fresh")
COLLECTED = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
AT_THE_LAB = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_sentences_of_a_step_carry_the_figures_of_the_protocol():
    told = wording.sentences(FRESH, 5, "en")
    assert told.title == "Being made"
    assert "This step takes 7 to 10 days." in told.now
    assert told.next == "Next, the lab will test your treatment to make sure it is safe."


def test_spanish_is_spoken_to_those_who_asked_for_it():
    told = wording.sentences(FRESH, 3, "es")
    assert told.title == "En camino al laboratorio"
    assert "tarda de 1 a 2 días" in told.now


def test_a_language_we_do_not_have_is_answered_in_english():
    assert wording.sentences(FRESH, 7, "fr") == wording.sentences(FRESH, 7, "en")
    assert wording.phrase("done", "fr") == "Done"
    assert wording.span((1, 2), "fr") == "1 to 2 days"


def test_every_step_of_both_examples_has_something_to_say_in_both_languages():
    for protocol in load().all():
        for group in wording.GROUPS:
            for language in wording.LANGUAGES:
                told = wording.sentences(protocol, group, language)
                assert told.title
                assert told.now
                assert told.next


def test_there_are_always_ten_steps_and_one_is_where_the_patient_is():
    found = wording.steps(FRESH, {2: COLLECTED, 4: AT_THE_LAB}, 4, "en")
    assert [step.group for step in found] == list(range(1, 11))
    assert [step.state for step in found[:6]] == [
        "unconfirmed", "done", "unconfirmed", "now", "ahead", "ahead",
    ]  # fmt: skip
    assert found[3].at == AT_THE_LAB
    assert found[3].label == "You are here"


def test_a_step_without_an_entry_is_never_shown_as_done():
    found = wording.steps(FRESH, {}, 9, "es")
    assert {step.state for step in found} == {"unconfirmed", "now", "ahead"}
    assert found[0].label == "No hay fecha de este paso"


def test_the_two_examples_name_the_steps_as_the_house_does():
    for protocol in load().all():
        for group, title in wording.TITLES.items():
            assert protocol.sentences[group].title == title


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_bad_news_is_left_to_a_person(language):
    text = wording.phrase("team_reviewing", language).lower()
    assert (
        wording.phrase("team_reviewing", language) != wording.sentences(FRESH, 6, language).now
    )
    for word in (
        "fail",
        "reject",
        "lost",
        "problem",
        "delay",
        "fall",
        "rechaz",
        "perdid",
        "retras",
    ):
        assert word not in text


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_message_outside_says_nothing_about_the_illness(language):
    text = wording.phrase("update_notice", language).lower()
    for word in ("cell", "célula", "cancer", "cáncer", "hospital", "infus", "car-t", "visit"):
        assert word not in text


def test_every_phrase_stands_in_every_language():
    for translations in wording.PHRASES.values():
        assert set(translations) == set(wording.LANGUAGES)


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
    assert wording.span(days, "en") == english
    assert wording.span(days, "es") == spanish
