"""What does a clinician owe the patient to tell, and how long has the page waited for it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Owed:
    """One piece of news that a clinician should tell before a page does, and since when it is known.

    `held` once its wait is an entry, `shown` once that is over: later news does not hide it again.
    """

    about: str
    since: datetime
    held: bool = False
    shown: bool = False
