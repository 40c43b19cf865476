"""What each printed label asks for, from the printer to its bag or the shredder."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import REASON, choice, container, text
from tracker.domain.specs.people import BEDSIDE, DESK, LIAISON, NURSE, PLANT, TECH

SPECS: Final = (
    Spec(
        Kind.CONTAINER_LABELLED,
        "Bind the label to the bag, two people",
        "label",
        2,
        (NURSE, TECH, PLANT),
        (container(), text("label", "label")),
        "I saw this label put on this bag beside the patient.",
    ),
    Spec(
        Kind.LABEL_PRINTED,
        "Print a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (
            choice("label_kind", "label", "container", "wristband", "shipper"),
            container(required=False),
            text("shipment", "shipment", required=False),
        ),
    ),
    Spec(
        Kind.LABEL_APPLIED,
        "Apply a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (text("label", "label"), container(required=False)),
    ),
    Spec(
        Kind.LABEL_DESTROYED,
        "Destroy a label",
        "label",
        0,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE, DESK),
        (text("label", "label"), REASON),
    ),
)
