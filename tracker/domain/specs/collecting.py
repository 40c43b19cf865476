"""What is asked at the chair and at the counter: collections, counts, and whether they suffice."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.findings import AGENTS
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import DIN, choice, container, count, flag, several, text
from tracker.domain.specs.people import DOCTOR, LIAISON, NURSE, TECH

SPECS: Final = (
    Spec(
        Kind.DONOR_TESTED,
        "Record screening and testing of the donor",
        "journey",
        1,
        (NURSE, TECH, DOCTOR, LIAISON),
        (
            flag("complete", "all applicable screening and testing is done"),
            several("reactive", "reactive test results", *AGENTS, required=False),
            flag("at_risk", "risk factors or clinical evidence of infection"),
        ),
        "This is what is known of the donor now. It replaces what was recorded before.",
    ),
    Spec(
        Kind.COLLECTION_STARTED,
        "Start a collection",
        "collection",
        1,
        (NURSE,),
        (
            DIN,
            text("device", "device"),
            text("device_serial", "device serial number"),
            text("kit_lot", "kit lot"),
            text("anticoagulant_lot", "anticoagulant lot"),
            choice(
                "access",
                "venous access",
                "two_peripheral",
                "apheresis_catheter",
                "port",
                "picc_and_peripheral",
            ),
        ),
        "I start this collection on this patient.",
    ),
    Spec(
        Kind.COLLECTION_ENDED,
        "End the collection",
        "collection",
        1,
        (NURSE,),
        (
            DIN,
            count(
                "whole_blood_ml", "blood processed", 500, 40000, unit="mL", usual=(3000, 20000)
            ),
            count("product_volume_ml", "bag volume", 5, 1000, unit="mL", usual=(30, 450)),
            count(
                "anticoagulant_ml", "anticoagulant used", 0, 4000, unit="mL", usual=(150, 2200)
            ),
            choice("symptoms", "citrate symptoms", "none", "tingling", "cramps", "tetany"),
        ),
        "This collection is finished as recorded.",
    ),
    Spec(
        Kind.CELLS_COUNTED,
        "Count cells",
        "container",
        1,
        (TECH,),
        (
            container(),
            count(
                "tnc_e6",
                "total nucleated cells",
                10,
                200000,
                unit="million",
                usual=(1000, 30000),
            ),
            count("cd3_e6", "CD3+ cells", 10, 100000, unit="million", usual=(100, 20000)),
            count(
                "viability_permille",
                "viability",
                0,
                1000,
                unit="per thousand",
                usual=(850, 1000),
            ),
        ),
        "I counted these cells.",
    ),
    Spec(
        Kind.SUFFICIENCY_DECIDED,
        "Decide: enough cells?",
        "journey",
        1,
        (DOCTOR, TECH),
        (choice("decision", "decision", "enough", "repeat", "exception"),),
        "I decided this on the counts shown.",
    ),
)
