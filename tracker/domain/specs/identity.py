"""What comparing two identifiers asks for, and what is kept when they differ."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.scans import SOURCES
from tracker.domain.specs.asking import choice, container, flag, text
from tracker.domain.specs.people import (
    BEDSIDE,
    DESK,
    DOCTOR,
    LIAISON,
    NURSE,
    PARTNER,
    PLANT,
    STAFF,
    TECH,
)

POINTS: Final = (
    "enrolment",
    "pre_collection",
    "end_of_collection",
    "receipt",
    "final_label",
    "pre_thaw",
    "bedside",
)

SPECS: Final = (
    Spec(
        Kind.IDENTITY_VERIFIED,
        "Verify identity, two people",
        "identity",
        2,
        (NURSE, TECH, BEDSIDE, DOCTOR, PLANT, DESK, LIAISON),
        (
            choice("point", "when", *POINTS),
            container(required=False),
            flag("stated", "the patient stated name and birth date", required=False),
        ),
        "I compared both identifiers myself, and they match.",
    ),
    Spec(
        Kind.IDENTITY_MISMATCH,
        "Report an identity mismatch",
        "identity",
        0,
        STAFF,
        (
            text("expected", "expected"),
            text("scanned", "seen or scanned"),
            text("attempted", "what was being done", required=False),
            choice("source", "how it was read", *SOURCES, required=False),
        ),
    ),
    Spec(
        Kind.SCAN_REFUSED,
        "Report a refused scan",
        "identity",
        0,
        (*STAFF, PARTNER),
        (
            text("code", "refusal code"),
            text("attempted", "what was being done", required=False),
            text("sentence", "what was said", required=False),
            choice("source", "how it was read", *SOURCES, required=False),
        ),
    ),
)
