"""How does a sheet of paper look that people take away: its faces, its sizes, its page?"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import SimpleDocTemplate

from labels import faces
from labels.unprintable import Unprintable

PLAIN, BOLD = "sheet", "sheet-bold"
BODY: Final = ParagraphStyle("body", fontName=PLAIN, fontSize=13, leading=19, spaceAfter=6)
TITLE: Final = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=22, leading=28)
HEAD: Final = ParagraphStyle("head", BODY, fontName=BOLD, fontSize=15, spaceBefore=12)
BY_HAND: Final = (
    "______________________ (write the name by hand: this page cannot set its letters)"
)
MARGINS: Final = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 50)
"""In points: narrow enough for a summary on one sheet, wide enough for a binder."""


def pdf(flowables: Iterable[Any], title: str, language: str) -> bytes:
    """Return a PDF; the same words give the same bytes."""
    target = io.BytesIO()
    sheet = SimpleDocTemplate(
        target, pagesize=LETTER, title=title, lang=language, invariant=1, **MARGINS
    )
    sheet.build(list(flowables))
    return target.getvalue()


def name(text: str) -> str:
    """Return a name as the page can set it: its own letters, or a line to write it by hand.

    The faces hold Latin, Greek and Cyrillic. Arabic and Hebrew run from the right and many scripts
    join their letters; set one by one they would be somebody else's name.
    """
    try:
        return faces.printable(text, "plain")
    except Unprintable:
        return BY_HAND


@cache
def load_faces() -> None:
    """Make the faces of the labels known: they have every Latin letter with its accents."""
    pdfmetrics.registerFont(TTFont(PLAIN, io.BytesIO(faces.file("plain"))))
    pdfmetrics.registerFont(TTFont(BOLD, io.BytesIO(faces.file("bold"))))
