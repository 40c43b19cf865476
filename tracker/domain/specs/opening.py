"""What a journey asks for before the first needle: its opening, the insurer, milestones, identity."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import choice, count, day, flag, text
from tracker.domain.specs.people import (
    DESK,
    DOCTOR,
    FINANCE,
    LIAISON,
    NURSE,
    PARTNER,
    PLANT,
    STAFF,
    TECH,
)

SPECS: Final = (
    Spec(
        Kind.JOURNEY_OPENED,
        "Open the journey",
        "journey",
        1,
        (DESK, NURSE, DOCTOR),
        (
            text("protocol", "protocol"),
            count("protocol_version", "protocol version", 1, 9999),
            text("protocol_digest", "protocol digest"),
            text("site", "site"),
            text("donor", "donor number"),
            choice("priority", "priority", "routine", "urgent"),
            text("indication", "indication", required=False),
        ),
        "I open this journey for this patient.",
    ),
    Spec(
        Kind.INDICATION_RECORDED,
        "Say the indication",
        "journey",
        1,
        (DESK, DOCTOR),
        (
            text("indication", "indication"),
            text("reason", "why it is another now", required=False),
        ),
        "This is what the patient is treated for.",
    ),
    Spec(
        Kind.IDENTIFIER_LINKED,
        "Link another identifier",
        "journey",
        0,
        (DESK, LIAISON, PLANT, NURSE, TECH, PARTNER),
        (text("system", "whose identifier"), text("value", "identifier")),
    ),
    Spec(
        Kind.AUTHORIZATION_RECORDED,
        "Record insurance",
        "journey",
        1,
        (FINANCE, DESK),
        (
            choice(
                "status",
                "state",
                "requested",
                "pending",
                "approved",
                "denied",
                "appealed",
                "expired",
            ),
            flag("covered", "covered by the plan"),
            flag("preauthorized", "pre-authorised"),
            text("reference", "written reference", required=False),
            day("valid_from", "valid from", required=False),
            day("valid_until", "valid until", required=False),
        ),
        "I have checked this with the insurer, in writing.",
    ),
    Spec(
        Kind.MILESTONE_REACHED,
        "Record a milestone",
        "journey",
        0,
        (*STAFF, PARTNER),
        (text("milestone", "milestone"), text("lot", "lot", required=False)),
        "This step is done.",
    ),
    Spec(
        Kind.ESTIMATE_RECORDED,
        "Record an estimate",
        "journey",
        0,
        (LIAISON, PLANT, DESK, PARTNER),
        (
            text("milestone", "milestone"),
            day("earliest", "earliest"),
            day("latest", "latest"),
            text("source", "who says so"),
        ),
    ),
)
