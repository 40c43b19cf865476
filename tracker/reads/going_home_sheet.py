"""Which sheet of paper goes with the patient to the local provider?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import KeepTogether, Paragraph, Table, TableStyle

from tracker.reads import paper
from tracker.reads.going_home import CALL_NOW, EMERGENCY, Summary
from tracker.store.patients import Patient

CLOCKS: Final = {
    "stay_near": "Stay near the hospital",
    "no_driving": "No driving, no heavy machines",
    "caregiver": "Somebody with the patient day and night",
}
SEEN: Final = {
    "": "ahead",
    "in_person": "seen",
    "by_phone": "spoken with by telephone",
    "missed": "missed",
}
BODY: Final = ParagraphStyle("small", paper.BODY, fontSize=10, leading=13.5, spaceAfter=2)
CELL: Final = ParagraphStyle("cell", BODY, fontSize=9, leading=12, spaceAfter=0)
HEAD: Final = ParagraphStyle(
    "small-head", paper.HEAD, fontSize=12, leading=15, spaceBefore=6, spaceAfter=4
)
TITLE: Final = ParagraphStyle("small-title", paper.TITLE, fontSize=18, leading=23)
LINES: Final = TableStyle(
    [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
)


def pdf(summary: Summary, patient: Patient) -> bytes:
    """Return the document as a PDF."""
    paper.load_faces()
    return paper.pdf(
        _parts(summary, patient), "Going home: summary for the local provider", "en"
    )


def _parts(summary: Summary, patient: Patient) -> Iterator[Any]:
    journey, protocol = summary.told.journey, summary.told.protocol
    yield Paragraph("Going home: summary for the local provider", TITLE)
    yield _line(f"{protocol.notice}.", bold=True)
    yield _line(
        "Taken from the hospital's chain-of-identity record. It is no discharge letter: the "
        "treating team's own words come first."
    )
    yield _line(
        f"Patient: {paper.name(patient.name)}, born {_day(patient.birth_date)}, record number "
        f"{patient.record_number}. Chain of identity {journey.coi}. As of day "
        f"{_counted(summary.after.day)}, {_day(summary.after.today)}, entry {journey.last_seq}, "
        f"seal {summary.seal}."
    )
    yield from _cells(summary)
    yield from _wallet(summary)
    yield from _whom(summary)
    yield from _rules(summary)
    yield from _check_ups(summary)


def _cells(summary: Summary) -> Iterator[Any]:
    protocol, site = summary.told.protocol, summary.told.site
    yield Paragraph("What was given", HEAD)
    yield _line(
        f"{protocol.title}, made by {summary.maker} of the patient's own cells, collected on "
        f"{_days(summary.collected)} and genetically changed. Before it, chemotherapy "
        f"({summary.visit.regimen}) from {_day(summary.visit.chemotherapy[0])} to "
        f"{_day(summary.visit.chemotherapy[-1])}."
    )
    rows = [
        (
            f"{each.at.astimezone(ZoneInfo(site.zone)):%Y-%m-%d %H:%M}",
            f"{each.container.id} {each.container.component}".strip(),
            each.container.lot,
            f"{each.container.given_ml} of {each.container.volume_ml} mL",
            each.reaction,
        )
        for each in summary.given
    ]
    heads = (f"Begun ({site.zone})", "Bag", "Lot", "Given", "Reaction")
    yield _table((heads, *rows), (105, 175, 70, 80, 60))
    released = {summary.told.journey.lots[each.container.lot].state for each in summary.given}
    if "released_under_exception" in released:
        yield _line("The product was released under an exception: ask the treating team.")


def _wallet(summary: Summary) -> Iterator[Any]:
    first = summary.after.given[0]
    yield Paragraph("On the wallet card", HEAD)
    yield _line(
        f"Genetically changed T cells of the patient's own were given on {_day(first)}. Ask to see "
        "the card, and call the treating team about anything that may be a reaction to them. New "
        "cancers are watched for all life long, and follow-up goes on for 15 years."
    )


def _whom(summary: Summary) -> Iterator[Any]:
    contact = summary.contact
    numbers = [
        f"{number} ({when})"
        for number, when in ((contact.night, "day and night"), (contact.number, "office hours"))
        if number
    ]
    told = ", ".join(numbers) or "the number on the wallet card: none is checked in this record"
    parts: list[Any] = [
        Paragraph("Whom to call, and when", HEAD),
        _line(f"{contact.site}: {told}.", bold=True),
        _line(f"Call 911 for: {EMERGENCY}."),
        _line("Call the treating team at once, day or night, for:"),
        *(_line(f"• {sign}") for sign in CALL_NOW),
    ]
    yield KeepTogether(parts)


def _rules(summary: Summary) -> Iterator[Any]:
    yield Paragraph("What holds, and until when", HEAD)
    label = f"product label of {_day(summary.after.label_day)}"
    rows = [
        (CLOCKS[each.code], _day(each.until), f"{each.days} days: {_by(each.by_site, label)}")
        for each in summary.after.clocks
    ]
    yield _table((("Rule", "Until the end of", "Where it comes from"), *rows), (190, 120, 180))


def _by(by_site: bool, label: str) -> str:  # noqa: FBT001 - one word of a table
    return "rule of the hospital" if by_site else label


def _check_ups(summary: Summary) -> Iterator[Any]:
    rows = [
        (f"Day {each.day_after}", f"about {_day(each.day)}", SEEN[each.seen])
        for each in summary.after.follow_ups
    ]
    table = _table((("Check-up", "When", "So far"), *rows), (90, 200, 200))
    yield KeepTogether([Paragraph("Check-ups in the first year", HEAD), table])


def _table(rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> Table:
    cells = [[Paragraph(escape(cell), CELL) for cell in row] for row in rows]
    return Table(cells, colWidths=widths, style=LINES, hAlign="LEFT", repeatRows=1)


def _line(text: str, *, bold: bool = False) -> Paragraph:
    said = escape(text)
    return Paragraph(f'<font name="{paper.BOLD}">{said}</font>' if bold else said, BODY)


def _counted(day: int) -> str:
    return f"+{day}" if day > 0 else str(day)


def _days(days: tuple[date, ...]) -> str:
    return ", ".join(_day(day) for day in sorted(set(days)))


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%B %Y}"
