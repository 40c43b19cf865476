"""What must a patient find on the page whatever has happened, and must it never show?"""

from tests.domain.telling import Telling
from tracker.domain import lots, news, patient_view, promises, summary
from tracker.domain.journey import Journey


def check(told: Telling) -> str:
    """Check where things are, what comes next, when they hear again, and on what it all rests.

    Return what kind of page it is.
    """
    journey, now = told.journey, told.tale.clock
    where, here = (
        patient_view.standing(journey, now),
        patient_view.current(journey, told.protocol),
    )
    assert where in {"step", "between", "stopped", "closed", "review"}
    assert here in told.protocol.sentences
    _check_when_they_hear(told)
    confirmed = patient_view.last_confirmed(journey, told.protocol)
    assert confirmed in {entry.happened_at for entry in told.entries}
    for shown in patient_view.steps(journey, told.protocol):
        _check_step(told, shown, here)
    return f"page {where}" + (" and news" if news.told(journey, now) else "")


def _check_when_they_hear(told: Telling) -> None:
    journey, now = told.journey, told.tale.clock
    line = summary.summary(journey, told.protocol)
    promised = promises.next_update(line, journey, now)
    if news.waits(journey, now):
        assert promised is None
        assert now < news.until(journey) <= now + news.LONGEST
    elif journey.owed or not journey.closed:
        assert promised is not None
        assert now < promised <= now + promises.LATER
    else:
        assert promised is None


def _check_step(told: Telling, shown: patient_view.Shown, here: int) -> None:
    step = shown.step
    if step.state in {"ahead", "unconfirmed"}:
        assert (step.at, shown.entry) == (None, 0)
        return
    assert step.state == ("now" if step.group == here else "done")
    entry = told.entries[shown.entry - 1]
    assert step.at == entry.happened_at
    assert shown.by_scan == bool(entry.scans)
    assert entry.seq not in told.journey.struck
    _check_group(told.journey, shown)
    tests = _tests_of_the_living(told.journey)
    if step.group >= patient_view.BEING_MADE and shown.entry not in tests:
        ended = [lot.ended_seq for lot in told.journey.lots.values()]
        assert shown.entry > max(ended, default=0), "of a lot that came to nothing"


def _tests_of_the_living(journey: Journey) -> set[int]:
    """Return the tests of lots that may still be given, whatever became of another one since."""
    living = (lot for lot in journey.lots.values() if lot.state not in lots.LOST)
    return {lot.tested.seq for lot in living if lot.tested}


def _check_group(journey: Journey, shown: patient_view.Shown) -> None:
    firm = {reached.seq for reached in journey.milestones.values()}
    tests = {lot.tested.seq for lot in journey.lots.values() if lot.tested}
    opening = {1} if shown.step.group == patient_view.GETTING_READY else set()
    assert shown.entry in firm | tests | opening
