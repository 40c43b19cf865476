"""How do the racks, boxes and positions of a store room get their labels?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

import labels as drawing
from tracker.domain.authority_table import Action
from tracker.domain.events import SiteRules
from tracker.domain.refused import Refused
from tracker.reads import code_tables
from tracker.reads.places import sites_of
from tracker.web import access, house_prints
from tracker.web.access import allow
from tracker.web.station.pages import pages

CODE: Final = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
FIELDS: Final = ("site", "begin", "positions", "size", "paper")
MOST: Final = 400
"""Labels of one job: four boxes of a hundred positions."""


@dataclass(frozen=True)
class Wanted:
    """Which places get a label: those loaded that begin so, or numbered positions in one of them."""

    site: SiteRules
    begin: str
    positions: int
    size: str

    @property
    def codes(self) -> dict[str, str]:
        """Return the name of each place by its code."""
        if self.positions:
            width = max(2, len(str(self.positions)))
            numbers = range(1, self.positions + 1)
            return {f"{self.begin}-P{n:0{width}}": f"Position {n}" for n in numbers}
        loaded = code_tables.places(self.site.code)
        found = {code: name for code, name in loaded.items() if code.startswith(self.begin)}
        return found or ({self.begin: self.begin} if self.begin else {})

    @property
    def labels(self) -> tuple[drawing.Label, ...]:
        """Return the labels to print. Raises Refused where there are none, or far too many."""
        codes = self.codes
        if not codes or len(codes) > MOST:
            raise Refused("no_such_sheet", what=f"{len(codes)} places, of 1 to {MOST}")
        draw = house_prints.place if self.size == "place" else house_prints.position
        return tuple(draw(code, name, self.site) for code, name in codes.items())


@pages.get("/places")
@allow(Action.LABEL_PLACES)
def places() -> ResponseReturnValue:
    """Choose places and see the first of their labels."""
    refused, wanted, count = None, None, 0
    if request.args:
        try:
            wanted = _wanted()
            count = len(wanted.labels)
        except Refused as fault:
            refused = fault
    page = render_template(
        "station/places.html",
        refused=refused,
        count=count,
        asked={name: request.args.get(name, "") for name in FIELDS},
        first=next(iter(wanted.codes), "") if wanted and count else "",
        hospitals=sites_of(access.actor()),
    )
    return page, 409 if refused else 200


@pages.get("/places/labels.<form>")
@allow(Action.LABEL_PLACES)
def place_labels(form: str) -> ResponseReturnValue:
    """Return the labels: a PDF sheet, ZPL one after the other, or the first one as SVG."""
    kind = house_prints.FORMS.get(form)
    if kind is None:
        raise Refused("no_such_sheet", what=f"labels.{form}")
    drawn = house_prints.printed(_wanted().labels, form, request.args.get("paper", ""))
    return Response(drawn, mimetype=drawing.MEDIA_TYPES[kind])


def _wanted() -> Wanted:
    asked = request.args
    mine = {site.code: site for site in sites_of(access.actor())}
    site = mine.get(asked.get("site", ""))
    if site is None:
        raise Refused("unknown_site", site=asked.get("site", ""))
    begin = asked.get("begin", "").strip().upper()
    if begin and not CODE.fullmatch(begin):
        expected = "capital letters, digits and hyphens"
        raise Refused("field_type", field="begin", label="The place", expected=expected)
    return Wanted(site, begin, _positions(begin), asked.get("size", "position"))


def _positions(begin: str) -> int:
    text = request.args.get("positions", "").strip()
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        raise Refused(
            "field_type",
            field="positions",
            label="Positions",
            expected=f"a number from 1 to {MOST}",
        )
    if not begin:
        raise Refused("field_missing", field="begin", label="The place")
    return int(text)
