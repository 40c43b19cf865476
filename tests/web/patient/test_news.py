"""Does news wait for a voice, end in time, and show at once where the patient chose so?"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import g

from tests.web.patient.conftest import PHONE, phrase, words_on_paper
from tracker.demo import stages
from tracker.demo.tale import DESK, DOCTOR, PLANT, SECOND_PLANT, SECOND_TECH, TECH, Tale
from tracker.domain.kinds import Kind
from tracker.jobs.lateness import raise_overdue
from tracker.jobs.promises import keep_promises
from tracker.jobs.waits import end_waits
from tracker.reads import journeys
from tracker.store import board, notices, tasks


def news_of(kitchen) -> list[tuple[Kind, object]]:
    """Return the entries about news: what each is, and about what or why."""
    found = journeys.tell(kitchen.coi).entries
    kinds = {Kind.NEWS_HELD: "about", Kind.NEWS_SHOWN: "why", Kind.NEWS_CHOSEN: "at_once"}
    return [(each.kind, each.data[kinds[each.kind]]) for each in found if each.kind in kinds]


def choose(kitchen, label: str) -> str:
    """Press the one button of the form about news."""
    kitchen.page()
    g.pop("csrf_token", None)  # the context of the test outlives its requests
    page = kitchen.client.get("/my").text
    form = page[page.index('action="/my/news"') :]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    assert label in form[: form.index("</form>")]
    answer = kitchen.client.post("/my/news", data=dict(fields))
    assert answer.location == "/my"
    return kitchen.client.get("/my").text


def test_the_wait_is_an_entry_a_task_and_a_time_on_the_page(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    assert news_of(kitchen) == [(Kind.NEWS_HELD, "not_made")]
    page = kitchen.page()
    assert "We will call you by" in page
    assert "could not make" not in page
    call_by = kitchen.tale.look().call_by
    (task,) = [each for each in tasks.of(kitchen.coi) if each.kind == "talk_to_patient"]
    assert task.due_at == call_by


def failed_test(tale: Tale) -> None:
    tale.test(tale.lot(), failing=tale.protocol.release_tests[-1])


def exception_after_a_talk(tale: Tale) -> None:
    failed_test(tale)
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the test")
    tale.release(tale.lot(), "released_under_exception", reason="The physician asks for it.")


def release_before_the_talk(tale: Tale) -> None:
    tale.test(tale.lot())
    tale.release(tale.lot(), "quarantined", reason="The certificate is unreadable.")
    tale.release(tale.lot())


def rejected_at_the_plant(tale: Tale) -> None:
    tale.receive(PLANT, SECOND_PLANT, outcome="reject", reason="The bags came thawed.")


def dose_came_damaged(tale: Tale) -> None:
    aside = {"outcome": "quarantine", "condition": "damaged", "reason": "The lid is cracked."}
    tale.receive(TECH, SECOND_TECH, **aside)


def dose_destroyed(tale: Tale) -> None:
    (dose,) = tale.bags("dose")
    gone = {"container": dose, "fate": "destroyed", "reason": "The freezer stood open."}
    tale.do(TECH, Kind.CONTAINER_DISCARDED, signed=(TECH,), **gone)


def visit_ends_for_good(tale: Tale) -> None:
    tale.do(
        DOCTOR, Kind.VISIT_CANCELLED, signed=(DOCTOR,), for_good=True, reason="Another way."
    )


def wrong_place(tale: Tale) -> None:
    tale.do(
        TECH,
        Kind.SHIPMENT_MISDIRECTED,
        signed=(TECH, SECOND_TECH),
        shipment=[*tale.look().shipments][-1],
        seen_at="RST",
        reason="The driver took the wrong box.",
    )


def too_few(tale: Tale) -> None:
    tale.decide("repeat")


def closed_as(outcome: str) -> Callable[[Tale], object]:
    return lambda tale: tale.do(
        DOCTOR, Kind.JOURNEY_CLOSED, signed=(DOCTOR,), outcome=outcome, reason="Decided."
    )


@pytest.mark.parametrize(
    ("chapter", "happens", "about"),
    [
        ("", closed_as("not_a_candidate"), "not_going_on"),
        ("", closed_as("not_proceeding"), "not_going_on"),
        ("", closed_as("manufacturing_failure"), "not_going_on"),
        ("collected", too_few, "another_day"),
        ("shipped", wrong_place, "detour"),
        ("confirmed", visit_ends_for_good, "not_going_on"),
        ("made", failed_test, "checking"),
        ("made", exception_after_a_talk, "exception"),
        ("made", release_before_the_talk, "checking"),
        ("shipped", rejected_at_the_plant, "arrival"),
        ("confirmed", dose_came_damaged, "arrival"),
        ("home", dose_destroyed, "damaged"),
    ],
)
def test_whatever_brings_hard_news_waits_for_a_voice(kitchen_of, chapter, happens, about):
    kitchen = kitchen_of(chapter)
    happens(kitchen.tale)
    page = kitchen.page()
    assert "Your care team is going over the next step." in page
    assert "We will call you by" in page
    for words in ("Good news", "Your visit is set", "A day with no news is normal"):
        assert words not in page
    assert news_of(kitchen)[-1] == (Kind.NEWS_HELD, about)
    owed = [each for each in tasks.of(kitchen.coi) if each.kind == "talk_to_patient"]
    assert [each.due_at for each in owed if not each.done_at] == [kitchen.tale.look().call_by]
    kitchen.later(days=4)
    assert phrase(f"news_{about}", "en") in kitchen.page()
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="all of it")
    assert phrase(f"news_{about}", "en") not in kitchen.page()


def test_who_was_told_that_it_ends_is_not_told_again_when_the_journey_is_closed(kitchen_of):
    kitchen = kitchen_of()
    known = {"about": "the new findings", "stops": True}
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), **known)
    assert phrase("stopped_step", "en") in kitchen.page()
    closed_as("not_a_candidate")(kitchen.tale)
    assert news_of(kitchen) == []
    assert phrase("closed", "en") in kitchen.page()


def test_a_visit_that_ended_for_good_promises_no_other_until_one_is_confirmed(kitchen_of):
    kitchen = kitchen_of("confirmed")
    visit_ends_for_good(kitchen.tale)
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the end")
    page = kitchen.page()
    assert phrase("dates_open", "en") not in page
    assert phrase("stopped_step", "en") in page
    line = board.one(kitchen.coi)
    assert line is not None
    assert line.summary.waiting_since is None
    kitchen.tale.do("cora", Kind.VISIT_PROPOSED)
    kitchen.tale.confirm_visit()
    assert phrase("your_dates", "en") in kitchen.page()
    assert phrase("stopped_step", "en") not in kitchen.page()


@pytest.mark.parametrize("happens", [dose_came_damaged, None])
def test_no_page_promises_a_visit_to_cells_that_are_held_or_have_none_planned(
    kitchen_of, happens
):
    kitchen = kitchen_of("confirmed" if happens else "home")
    if happens:
        happens(kitchen.tale)
    kitchen.tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="Not now.")
    kitchen.later(days=4)
    sentence = kitchen.tale.protocol.sentences[8]
    for lang in ("en", "es"):
        for said in (kitchen.page(lang), words_on_paper(kitchen, lang)):
            assert phrase("between_steps", lang) in said
            assert (phrase("cells_here", lang) in said) is (happens is None)
            for untrue in (sentence.now[lang], sentence.next[lang]):
                assert untrue not in said
        assert (phrase("dates_open", lang) in kitchen.page(lang)) is (happens is None)
    assert (phrase("news_arrival", "en") in kitchen.page()) is (happens is not None)
    kitchen.tale.do(DESK, Kind.VISIT_PROPOSED)
    assert (sentence.next["en"] in kitchen.page()) is (happens is None)


def test_closing_ends_no_talk_but_that_with_the_dead(kitchen_of):
    kitchen = kitchen_of()
    kitchen.tale.do(TECH, Kind.HOLD_PLACED, signed=(TECH,), stops="everything", reason="Wait.")
    closed_as("not_proceeding")(kitchen.tale)
    raise_overdue(kitchen.tale.clock + timedelta(days=4))
    owed = {each.kind for each in tasks.of(kitchen.coi) if not each.done_at}
    assert {"talk_to_patient", "call_late"} <= owed
    kitchen.later(days=4)
    page = kitchen.page()
    assert phrase("news_not_going_on", "en") in page
    assert phrase("closed", "en") in page
    assert end_waits(kitchen.clock.now) == 1
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the end")
    raise_overdue(kitchen.clock.now)
    assert not [each for each in tasks.of(kitchen.coi) if not each.done_at]


def test_nobody_is_owed_a_call_after_a_death(kitchen_of):
    kitchen = kitchen_of("collected")
    too_few(kitchen.tale)
    for name in kitchen.tale.bags("collection"):
        gone = {"container": name, "fate": "destroyed", "reason": "Not needed."}
        kitchen.tale.do(TECH, Kind.CONTAINER_DISCARDED, signed=(TECH,), **gone)
    closed_as("died")(kitchen.tale)
    assert kitchen.tale.look().owed == ()
    assert not [
        each
        for each in tasks.of(kitchen.coi)
        if each.kind == "talk_to_patient" and not each.done_at
    ]


def messages(kitchen, kind: str) -> list[str]:
    return [each.notice.kind for each in notices.of(kitchen.coi) if each.notice.kind == kind]


def test_when_a_call_never_came_they_are_written_to_then_and_each_week_until_the_talk(
    kitchen_of,
):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    before = len(messages(kitchen, "step"))
    kitchen.later(days=4)
    end_waits(kitchen.clock.now)
    assert len(messages(kitchen, "step")) == before + 1
    for days, count in ((1, 0), (7, 1), (7.5, 1), (14, 2)):
        keep_promises(kitchen.clock.now + timedelta(days=days))
        assert len(messages(kitchen, "call_us")) == count, days
    assert messages(kitchen, "still") == []
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the lot")
    keep_promises(kitchen.clock.now + timedelta(days=21))
    assert len(messages(kitchen, "call_us")) == 2


def test_news_said_by_the_page_stands_beside_where_things_are_now_each_with_its_day(kitchen_of):
    kitchen = kitchen_of("made")
    failed_test(kitchen.tale)
    kitchen.later(days=4)
    end_waits(kitchen.clock.now)
    kitchen.tale.test(kitchen.tale.lot())
    kitchen.tale.release(kitchen.tale.lot())
    page = kitchen.page()
    said, now = page.index(phrase("news_checking", "en")), page.index('class="here"')
    assert said < now
    assert "Good news. Your treatment is ready for you." in page[now:]
    assert "March" in page[page.index("news-said-title") : said]
    for tense in ("is taking", "is checking"):
        assert tense not in page


def test_good_results_while_news_waits_bring_no_news_of_their_own(kitchen_of):
    kitchen = kitchen_of("made")
    exception_after_a_talk(kitchen.tale)
    first = kitchen.tale.look().call_by
    kitchen.tale.ship_back()
    kitchen.tale.receive_back()
    kitchen.tale.confirm_visit()
    kitchen.tale.make_ready()
    journey = kitchen.tale.look()
    assert ([each.about for each in journey.owed], journey.call_by) == (["exception"], first)


def test_when_its_time_is_up_the_page_says_it_and_the_talk_is_still_owed(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    assert end_waits(kitchen.tale.clock) == 0
    kitchen.later(days=4)
    page = kitchen.page()
    assert "The lab could not make your treatment this time." in page
    assert PHONE in page
    assert (end_waits(kitchen.clock.now), end_waits(kitchen.clock.now)) == (1, 0)
    assert news_of(kitchen)[-1] == (Kind.NEWS_SHOWN, "time_is_up")
    assert any(each.done_at is None for each in tasks.of(kitchen.coi))
    assert kitchen.page() == page


def test_a_talk_ends_it(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the lot")
    kitchen.later(days=4)
    assert end_waits(kitchen.clock.now) == 0
    assert "could not make" not in kitchen.page()


def test_a_patient_who_chose_so_is_shown_it_at_once(kitchen_of):
    kitchen = kitchen_of("made")
    assert "You chose to see all news here" in choose(kitchen, "Show me all news at once")
    stages.lot_lost(kitchen.tale)
    assert news_of(kitchen) == [
        (Kind.NEWS_CHOSEN, True),
        (Kind.NEWS_HELD, "not_made"),
        (Kind.NEWS_SHOWN, "patient_choice"),
    ]
    assert "could not make your treatment" in kitchen.page()
    assert "no pudo hacer su tratamiento" in kitchen.page("es")


def test_choosing_while_news_waits_shows_it_and_the_choice_can_be_taken_back(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    assert "could not make" in choose(kitchen, "Show me all news at once")
    choose(kitchen, "Call me first")
    assert news_of(kitchen)[-1] == (Kind.NEWS_CHOSEN, False)
    assert not kitchen.tale.look().news_at_once
