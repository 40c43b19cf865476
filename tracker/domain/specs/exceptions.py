"""What a departure from plan asks for, a wrong entry, and the end of the journey."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import REASON, choice, container, count, day, text
from tracker.domain.specs.people import (
    DESK,
    DOCTOR,
    LIAISON,
    NURSE,
    PLANT,
    QUALITY,
    STAFF,
    TECH,
)

STOPPABLE: Final = (
    "everything",
    "collection",
    "shipping",
    "manufacturing",
    "visit",
    "infusion",
)
OUTCOMES: Final = (
    "completed",
    "not_a_candidate",
    "not_proceeding",
    "manufacturing_failure",
    "died",
    "transferred",
)

OWNER: Final = (
    text("owner", "owner", required=False),
    choice("owner_role", "owner, by role, where nobody is named yet", *STAFF, required=False),
)
"""Whose it is: a member of staff, by the id of their account, or a role; with neither who records."""

SPECS: Final = (
    Spec(
        Kind.HOLD_PLACED,
        "Place a hold",
        "hold",
        1,
        (QUALITY, DOCTOR, PLANT, LIAISON, DESK, TECH, NURSE),
        (choice("stops", "what it stops", *STOPPABLE), container(required=False), REASON),
        "I stop this for the reason given.",
    ),
    Spec(
        Kind.HOLD_LIFTED,
        "Lift a hold",
        "hold",
        1,
        (QUALITY, DOCTOR, PLANT),
        (text("hold", "hold"), REASON),
        "I decided that this may go on.",
    ),
    Spec(
        Kind.DEVIATION_OPENED,
        "Open a deviation",
        "deviation",
        1,
        (*STAFF,),
        (text("about", "what happened"), day("due_on", "due", required=False), *OWNER),
        "This departed from the plan.",
    ),
    Spec(
        Kind.DEVIATION_ASSIGNED,
        "Say who owns a deviation",
        "deviation",
        1,
        (*STAFF,),
        (text("deviation", "deviation"), *OWNER, day("due_on", "due", required=False)),
        "This deviation has this owner from now on.",
    ),
    Spec(
        Kind.DEVIATION_CLOSED,
        "Close a deviation",
        "deviation",
        1,
        (QUALITY, PLANT),
        (text("deviation", "deviation"), text("resolution", "resolution")),
        "I reviewed and closed this deviation.",
    ),
    Spec(
        Kind.ENTRY_STRUCK,
        "Strike a wrong entry",
        "entry",
        1,
        (*STAFF,),
        (count("struck", "entry number", 1, 1_000_000), REASON),
        "That entry is wrong, for the reason given.",
    ),
    Spec(
        Kind.JOURNEY_CLOSED,
        "Close the journey",
        "journey",
        1,
        (DESK, DOCTOR, QUALITY),
        (choice("outcome", "outcome", *OUTCOMES),),
        "This journey is finished.",
    ),
)
