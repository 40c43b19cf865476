"""Can a patient get ready for the visit: ticks, the way, who is there; on paper and in the calendar?"""

from dataclasses import replace
from datetime import timedelta

from flask import g
from sqlalchemy import text

from tests.web.patient.conftest import PHONE, phrase, words_on_paper
from tracker.demo import cast
from tracker.demo.tale import DESK
from tracker.domain.kinds import Kind
from tracker.reads import preparations
from tracker.reads.journeys import tell
from tracker.store import sites
from tracker.store.db import db, writing


def save(kitchen, **fields):
    """Fill the form in and send it."""
    kitchen.page()
    g.pop("csrf_token", None)
    form = kitchen.client.get("/my/visit").text
    token = form.split('csrf_token" value="')[1].split('"')[0]
    return kitchen.client.post("/my/visit", data={"csrf_token": token, **fields})


def test_what_cannot_be_read_changes_nothing_and_nobody_types_it_again(kitchen_of):
    kitchen = kitchen_of("confirmed")
    save(kitchen, ready=["records"], minutes="20")
    turn = {"who": ["Ana Núñez"], "first": ["2026-04-02"], "last": ["2026-04-01"]}
    answer = save(kitchen, ready=["slides"], minutes="25", **turn)
    assert answer.status_code == 409
    for typed in ('value="slides" checked', 'value="25"', "Ana Núñez", "2026-04-01"):
        assert typed in answer.text
    assert 'value="records" checked' not in answer.text
    kept = kitchen.client.get("/my/visit").text
    assert 'value="records" checked' in kept
    assert "Ana" not in kept


def test_why_to_bring_them_stands_beside_the_list(kitchen_of):
    kitchen = kitchen_of("confirmed")
    for lang, first in (("en", "My medical records"), ("es", "Mis")):
        kitchen.page(lang)
        page = kitchen.client.get("/my/visit").text
        assert page.index(phrase("checklist_why", lang)) < page.index(first)
        assert page.index(phrase("checklist_why", lang)) > page.index('<legend class="legend">')


def test_chemotherapy_is_counted_back_from_day_zero_and_shown_with_its_days(kitchen_of):
    kitchen = kitchen_of("confirmed")
    visit, rules = kitchen.tale.look().visit, kitchen.tale.protocol.visit
    first, last = visit.chemotherapy[0], visit.chemotherapy[-1]
    (regimen,) = [each for each in rules.regimens if each.name == visit.regimen]
    assert regimen.gap_min_days <= (visit.day_zero - last).days <= regimen.gap_max_days
    said = f"{first:%A, %B} {first.day}, {first.year} to {last:%A, %B} {last.day}, {last.year}"
    page = kitchen.page()
    assert said in page[page.index("<dt>Chemotherapy") :]


def test_ticks_the_way_and_uncovered_days_are_kept_and_shown_to_both(kitchen_of):
    kitchen = kitchen_of("confirmed")
    window = preparations.of(tell(kitchen.coi)).window
    assert window is not None
    first, last = window
    gap = first + timedelta(days=2)
    answer = save(
        kitchen,
        ready=["slides", "lodging", "a made-up one"],
        minutes="45",
        who=["Ana Núñez", "Luis"],
        first=[first.isoformat(), (gap + timedelta(days=1)).isoformat()],
        last=[(gap - timedelta(days=1)).isoformat(), last.isoformat()],
    )
    assert answer.location == "/my/visit?saved=1"
    page = kitchen.client.get(answer.location).text
    assert 'value="slides" checked' in page
    assert "That is more than 30 minutes." in page
    assert "No one is with you on these days yet:" in page
    assert f"{gap:%A, %B} {gap.day}, {gap.year}" in page
    assert 'value="Ana Núñez"' in page
    ready = preparations.of(tell(kitchen.coi))
    assert ready.noted.ready == {"slides", "lodging"}
    assert ready.uncovered == ((gap, gap),)


def test_who_is_with_a_patient_is_stored_encrypted(kitchen_of):
    kitchen = kitchen_of()
    save(kitchen, who=["Ana Núñez"], first=["2026-03-01"], last=[""])
    stored = db.session.scalar(text("SELECT notes FROM preparations"))
    assert "Ana" not in stored


def test_what_is_no_day_changes_nothing_and_is_asked_for_again(kitchen_of):
    kitchen = kitchen_of()
    save(kitchen, minutes="20")
    for wrong in (
        {"minutes": "half"},
        {"who": ["Ana"], "first": ["tomorrow"], "last": [""]},
        {"who": ["Ana"], "first": ["2026-03-02"], "last": ["2026-03-01"]},
    ):
        answer = save(kitchen, **wrong)
        assert answer.status_code == 409
        assert "Nothing was changed." in answer.text
    assert preparations.of(tell(kitchen.coi)).noted.minutes == 20


def test_each_rule_says_where_it_comes_from_and_that_the_team_s_word_counts(kitchen_of):
    page = " ".join(kitchen_of("confirmed").page().split())
    assert page.count("From the guide of Thursday, June 26, 2025.") == 3
    assert "What they say counts." in page


def test_a_site_that_asks_for_more_is_named_as_the_source_on_the_page_and_on_paper(kitchen_of):
    kitchen = kitchen_of("confirmed")
    contact = sites.contact("RST")
    assert contact is not None
    writing()
    sites.save(replace(cast.SITES[0], stay_near_days=40), contact)
    db.session.commit()
    until = kitchen.tale.look().visit.day_zero + timedelta(days=40)
    for said in (kitchen.page(), words_on_paper(kitchen, "en")):
        assert f"{until:%A, %B} {until.day}, {until.year}" in said
        assert said.count(phrase("source_site", "en")) == 1
        assert said.count("From the guide of Thursday, June 26, 2025.") == 2


def test_the_sheet_says_on_paper_what_the_page_says(kitchen_of):
    kitchen = kitchen_of("confirmed")
    day_zero = kitchen.tale.look().visit.day_zero
    said = words_on_paper(kitchen, "en")
    for words in (
        f"{day_zero:%A, %B} {day_zero.day}",
        PHONE,
        "Call 911",
        "No one reads this page",
    ):
        assert words in said
    assert said.count("From the guide of Thursday, June 26, 2025.") == 3
    assert phrase("day_zero_hours", "en", hours=6) in said
    assert "What they say counts." in said
    spanish = words_on_paper(kitchen, "es")
    assert "¿Dónde están mis células?" in spanish
    assert "Pia" not in said + spanish
    kitchen.tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="Not now.")
    assert "Your dates" not in words_on_paper(kitchen, "en")
