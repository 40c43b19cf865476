"""Which sheet of paper says what the patient's page says, for the kitchen wall and for the bag?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from tracker.domain.visits.days import Dated
from tracker.languages.language import Language
from tracker.reads import paper, patient_status
from tracker.reads.paper import BODY, HEAD, TITLE
from tracker.reads.patient_status import Planned, Status

LONG: Final = frozenset({"stay_near", "no_driving", "caregiver"})


def of(status: Status, language: Language, now: datetime) -> bytes | None:
    """Return a PDF; None in a language whose letters must be shaped, which nobody here can proofread."""
    if language.direction != "ltr":
        return None
    paper.load_faces()
    lines = (Paragraph(escape(text), style) for text, style in _lines(status, language, now))
    return paper.pdf(lines, language.say("your_page"), language.code)


def _lines(
    status: Status, language: Language, now: datetime
) -> Iterator[tuple[str, ParagraphStyle]]:
    say = language.say
    yield say("status_title"), TITLE
    yield say("printed", when=language.moment(now, status.zone)), BODY
    yield from _news(status, language)
    yield from _where(status, language)
    if status.visit:
        yield from _dates(status.visit, language)
    if status.unwell:
        yield say("sick_title"), HEAD
        yield say("call_911"), BODY
        yield say("call_now"), BODY
    yield say("call_title"), HEAD
    yield status.contact.site, BODY
    numbers = [number for number in (status.contact.number, status.contact.night) if number]
    for number in numbers or [say("number_missing")]:
        yield number, HEAD
    for line in language.hours(status.contact.hours) if status.contact.hours else ():
        yield line, BODY
    yield say("not_watched"), BODY


def _dates(visit: Planned, language: Language) -> Iterator[tuple[str, ParagraphStyle]]:
    say = language.say
    yield say("your_dates"), HEAD
    yield language.counted_day(visit.after.day), BODY
    for dated in visit.dates:
        yield f"{say(dated.code)}: {_days(dated, language)}", BODY
        if dated.code in LONG:
            yield _source(dated, visit, language), BODY
        if dated.hours:
            yield say("day_zero_hours", hours=dated.hours), BODY
        if way := visit.ways.get(dated.code):
            yield f"{say('where')} {language.advice(way)}", BODY
    yield say("team_decides"), BODY
    if visit.after.follow_ups:
        yield say("check_ups_title"), HEAD
        for check_up in visit.after.follow_ups:
            yield say("check_up_about", day=language.day(check_up.day)), BODY
        yield say("check_ups_about"), BODY


def _source(dated: Dated, visit: Planned, language: Language) -> str:
    """Say whose rule a date follows from, as the page does."""
    if dated.code in visit.by_site:
        return language.say("source_site")
    return language.say("source_guide", day=language.day(visit.after.label_day))


def _where(status: Status, language: Language) -> Iterator[tuple[str, ParagraphStyle]]:
    """Say where the cells are, or that a person will: never more than the page itself."""
    say = language.say
    match status.standing:
        case "step":
            told = patient_status.told(status, language)
            yield told.title, HEAD
            yield told.now, BODY
            if status.range and not status.range.in_guide(status.protocol):
                yield say("range_here", days=language.span(status.range.days)), BODY
            elif not status.range and not status.visit:
                yield say("range_unknown"), BODY
            yield told.next, BODY
        case "review":
            yield say("team_reviewing"), BODY
            assert status.call_by is not None, "who waits for a call is told by when"
            when = language.on_both_clocks(status.call_by, status.zone, status.own_zone)
            yield say("call_by", when=when), BODY
        case "closed":
            yield say("closed_given" if status.given else "closed"), BODY
        case "stopped":
            yield say("stopped_step"), BODY
        case _:
            yield say("between_steps"), BODY
    if status.next_update is not None:
        when = language.local_day(status.next_update, status.zone)
        yield say("next_update", when=when), BODY


def _news(status: Status, language: Language) -> Iterator[tuple[str, ParagraphStyle]]:
    """Say what the page says itself because nobody has called in time."""
    for owed in status.news:
        yield language.local_day(owed.since, status.zone), HEAD
        yield language.say(f"news_{owed.about}"), BODY
    if status.news:
        yield language.say("news_call"), BODY


def _days(dated: Dated, language: Language) -> str:
    first, last = language.day(dated.first), language.day(dated.last)
    if dated.code in LONG:
        return language.say("until", day=last)
    return first if first == last else language.say("from_to", first=first, last=last)
