"""What each of several stations does that record the same milestone at once."""

from datetime import datetime

from tracker.actions import recording
from tracker.domain.refused import Refused
from tracker.store import staff


def evaluate(order: tuple[str, datetime]) -> str:
    """Record in a journey, at a moment, that the evaluation is finished, or say why not."""
    coi, moment = order
    account = staff.by_username("cora")
    assert account is not None
    actor = staff.actor(account.id)
    assert actor is not None
    claim = recording.Claim(coi, "milestone_reached", moment, {"milestone": "EVALUATED"}, actor)
    try:
        recording.record(claim, recording.request(moment))
    except Refused as refused:
        return refused.code
    return "recorded"
