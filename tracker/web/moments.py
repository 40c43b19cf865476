"""When did something happen, as a person typed it on a page without a zone?"""

from __future__ import annotations

from datetime import datetime

from tracker.domain.refused import Refused
from tracker.web import forms
from tracker.web.clock import clock


def happened_at(text: str, zone: str) -> datetime:
    """Return the moment typed, on the wall clock of `zone`; empty means now. Raises Refused."""
    if not text.strip():
        return clock()
    try:
        return datetime.fromisoformat(forms.moment(text.strip(), zone))
    except ValueError:
        raise Refused(
            "field_type",
            field="happened_at",
            label="when it happened",
            expected="a day and a time",
        ) from None
