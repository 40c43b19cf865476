"""Is a step shown as done only where an entry says so?"""

from datetime import UTC, datetime

from tracker.domain import wording

COLLECTED = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
AT_THE_LAB = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_there_are_always_ten_steps_and_one_is_where_the_patient_is():
    found = wording.steps({2: COLLECTED, 4: AT_THE_LAB}, 4)
    assert [step.group for step in found] == list(range(1, 11))
    assert [step.state for step in found[:6]] == [
        "unconfirmed", "done", "unconfirmed", "now", "ahead", "ahead",
    ]  # fmt: skip
    assert found[3].at == AT_THE_LAB


def test_a_step_without_an_entry_is_never_shown_as_done():
    found = wording.steps({}, 9)
    assert {step.state for step in found} == {"unconfirmed", "now", "ahead"}
