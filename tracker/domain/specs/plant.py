"""What is asked at the plant: lots, release tests, and the disposition."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Field, Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import (
    LOT,
    REASON,
    VOLUME,
    choice,
    containers,
    count,
    day,
    text,
)
from tracker.domain.specs.people import LIAISON, PLANT, QUALITY

COLOURS: Final = ("blue", "orange", "pink", "white", "yellow")
"""Told apart also by people who see no red and green; the colour never speaks alone."""

BAGS: Final = Field(
    "bags",
    "parts",
    "dose bags",
    parts=(
        VOLUME,
        text("component", "component", required=False),
        choice("colour", "colour of the bag", *COLOURS, required=False),
        count("infusion", "which infusion it is for", 1, 9, required=False),
        text("barcode", "maker's barcode", required=False),
    ),
)

SPECS: Final = (
    Spec(
        Kind.LOT_OPENED,
        "Open a lot",
        "lot",
        1,
        (PLANT, LIAISON),
        (LOT, containers()),
        "Manufacturing of this lot begins with exactly these containers.",
    ),
    Spec(
        Kind.LOT_FILLED,
        "Fill the dose containers",
        "lot",
        1,
        (PLANT, LIAISON),
        (LOT, BAGS, day("expires_on", "expiry date")),
        "These dose containers come from this lot.",
    ),
    Spec(
        Kind.LOT_TERMINATED,
        "End a lot without product",
        "lot",
        1,
        (PLANT, LIAISON),
        (LOT, REASON),
        "This lot ends without product.",
    ),
    Spec(
        Kind.TEST_RECORDED,
        "Record a release test",
        "lot",
        1,
        (PLANT, LIAISON),
        (LOT, text("test", "test"), choice("result", "result", "pass", "fail", "pending")),
        "This is the result I have in writing.",
    ),
    Spec(
        Kind.DISPOSITION_DECIDED,
        "Decide the disposition, two people",
        "lot",
        2,
        (PLANT, QUALITY, LIAISON),
        (
            LOT,
            choice(
                "decision",
                "decision",
                "quarantined",
                "released",
                "released_under_exception",
                "rejected",
            ),
            text("certificate_digest", "digest of the certificate", required=False),
        ),
        "I reviewed the record of this lot and decide as stated.",
    ),
)
