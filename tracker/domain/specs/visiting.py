"""What the return visit asks for, from its proposal to day zero."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import REASON, VISIT, choice, day, flag, text
from tracker.domain.specs.people import BEDSIDE, DESK, DOCTOR

SHOWN: Final = text("shown", "dates as they were shown", required=False)
"""What a page showed for the day, by `visit_dates.as_shown`: nobody agrees to dates they never saw."""

SPECS: Final = (
    Spec(
        Kind.PATIENT_AWAY_RECORDED,
        "Record days the patient cannot come",
        "visit",
        0,
        (DESK, DOCTOR),
        (
            day("first_day", "first day"),
            day("last_day", "last day"),
            flag("may_come", "the patient can come after all", required=False),
        ),
    ),
    Spec(
        Kind.VISIT_PROPOSED,
        "Propose a return visit",
        "visit",
        0,
        (DESK,),
        (
            day("day_zero", "day zero", required=False),
            flag("provisional", "pencil it in before the release", required=False),
        ),
    ),
    Spec(
        Kind.VISIT_CONFIRMED,
        "Confirm the return visit",
        "visit",
        1,
        (DESK,),
        (VISIT, day("day_zero", "day zero"), SHOWN),
        "I agreed these dates with the patient.",
    ),
    Spec(
        Kind.VISIT_MOVED,
        "Move the return visit",
        "visit",
        1,
        (DESK,),
        (
            VISIT,
            day("day_zero", "new day zero"),
            day("second_day", "new day of the second dose", required=False),
            flag("repeat_chemotherapy", "chemotherapy is given again", required=False),
            SHOWN,
            REASON,
        ),
        "I moved this visit for the reason given.",
    ),
    Spec(
        Kind.VISIT_CANCELLED,
        "Cancel the return visit",
        "visit",
        1,
        (DESK, DOCTOR),
        (VISIT, flag("for_good", "the treatment will not go on", required=False), REASON),
        "This visit is cancelled for the reason given.",
    ),
    Spec(
        Kind.READINESS_RECORDED,
        "Record a readiness test",
        "visit",
        1,
        (DOCTOR, DESK, BEDSIDE),
        (
            VISIT,
            text("test", "test"),
            choice("result", "result", "passed", "failed", "waived"),
        ),
        "This is the patient's readiness result.",
    ),
    Spec(
        Kind.CHEMOTHERAPY_STARTED,
        "Start chemotherapy",
        "visit",
        1,
        (BEDSIDE, DOCTOR),
        (VISIT,),
        "Chemotherapy began today.",
    ),
    Spec(
        Kind.CHEMOTHERAPY_COMPLETED,
        "Complete chemotherapy",
        "visit",
        1,
        (BEDSIDE, DOCTOR),
        (VISIT,),
        "The last dose of chemotherapy was given.",
    ),
    Spec(
        Kind.DAY_ZERO_CLEARED,
        "Clear day zero",
        "visit",
        1,
        (DOCTOR,),
        (VISIT,),
        "The patient may receive the cells today.",
    ),
)
