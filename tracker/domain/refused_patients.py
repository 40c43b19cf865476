"""How does it sound when it is not clear who a patient is, or whose cells these are?"""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    # --- who a patient is
    "patient_unknown": (
        "No other patient is kept under this record number. Check it against the record."
    ),
    "patient_differs": (
        "This record number belongs to a patient with another name or birth date. Check all "
        "three, letter by letter."
    ),
    "patient_namesake": (
        "Another patient of this name and birth date is kept under another record number. Compare "
        "both record numbers with the patient's papers. If they are two people, say so and sign again."
    ),
    "patient_unreadable": "Whose cells these are was changed by hand. Stop, and call the quality unit.",
    "journey_open_already": (
        "This patient has an open journey with this product: {coi} at {site}. Go on with that one, or "
        "close it first."
    ),
}
