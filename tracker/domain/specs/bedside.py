"""What is asked at the bedside and after it: thaw, infusion, going home, and what was said."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import (
    VOLUME,
    choice,
    container,
    count,
    day,
    flag,
    moment,
    text,
)
from tracker.domain.specs.people import BEDSIDE, DESK, DOCTOR, TECH

SPECS: Final = (
    Spec(
        Kind.THAW_STARTED,
        "Start the thaw",
        "container",
        1,
        (TECH, BEDSIDE),
        (container(),),
        "I began to thaw this container.",
    ),
    Spec(
        Kind.THAW_ENDED,
        "End the thaw",
        "container",
        1,
        (TECH, BEDSIDE),
        (container(), choice("integrity", "bag", "intact", "damaged")),
        "The thaw is finished as recorded.",
    ),
    Spec(
        Kind.INFUSION_STARTED,
        "Start the infusion, two people",
        "container",
        2,
        (BEDSIDE, DOCTOR),
        (container(),),
        "This bag goes to this patient.",
    ),
    Spec(
        Kind.INFUSION_ENDED,
        "End the infusion, two people",
        "container",
        2,
        (BEDSIDE, DOCTOR),
        (
            container(),
            VOLUME,
            choice("reaction", "reaction", "none", "mild", "severe"),
        ),
        "This is what the patient received.",
    ),
    Spec(
        Kind.GOING_HOME_PLANNED,
        "Plan going home",
        "journey",
        0,
        (DESK, DOCTOR, BEDSIDE),
        (
            day("day", "day"),
            text("handed_to", "practice the document was handed to", required=False),
        ),
    ),
    Spec(
        Kind.FOLLOW_UP_RECORDED,
        "Record a follow-up",
        "journey",
        0,
        (DESK, DOCTOR, BEDSIDE),
        (
            count("day_after", "day after day zero", 0, 6000, unit="days"),
            choice("seen", "seen", "in_person", "by_phone", "missed"),
        ),
    ),
    Spec(
        Kind.NEWS_HELD,
        "News waits for a voice",
        "journey",
        0,
        (),
        (text("about", "about"), moment("call_by", "call by")),
    ),
    Spec(
        Kind.NEWS_SHOWN,
        "The page shows the news",
        "journey",
        0,
        (),
        (choice("why", "why", "time_is_up", "patient_choice"),),
    ),
    Spec(
        Kind.NEWS_CHOSEN,
        "The patient chose how to hear news",
        "journey",
        0,
        (),
        (flag("at_once", "shown at once"),),
    ),
    Spec(
        Kind.PATIENT_INFORMED,
        "The patient has been told",
        "journey",
        1,
        (DOCTOR, DESK),
        (
            text("about", "about"),
            flag(
                "stops", "the patient knows that the treatment will not go on", required=False
            ),
        ),
        "I have spoken with the patient.",
    ),
)
