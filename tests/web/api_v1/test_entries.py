"""Is every kind of entry recorded for a machine as for a page, or refused with its own code?"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.web.api_v1.conftest import coi_of, entry, of_attempt
from tests.web.conftest import WANDA
from tracker.actions import recording
from tracker.demo import cast
from tracker.demo.tale import Tale
from tracker.domain.kinds import Kind
from tracker.domain.refused import CODES, Refused
from tracker.domain.specs import SPECS
from tracker.reads import journeys
from tracker.store.db import Clash

DAY = "2026-03-20"
MOMENT = "2026-03-02T16:00:00+00:00"


def test_a_whole_journey_is_told_over_http(told_until, house, machine_of):
    tale = told_until()
    coi = coi_of(house, tale)
    machines: dict[str, Any] = {}
    kinds: set[str] = set()

    def send(attempt):
        house.now = attempt.happened_at
        if attempt.who not in machines:
            machines[attempt.who] = machine_of(attempt.who)
        answer = machines[attempt.who].record(coi, of_attempt(attempt))
        assert answer.status_code == 201, (attempt, answer.text)
        kinds.update(each["kind"] for each in (answer.json, *answer.json["followed_by"]))

    def look():
        with house.app.app_context():
            return journeys.tell(coi).journey

    # Outside any context: a request made inside one would share its transaction.
    tale.submit, tale.look = send, look
    tale.tell()
    assert house.look(tale).closed == "completed"
    assert len(kinds) > 30
    assert "visit_proposed" in kinds


def test_a_machine_counts_no_label_that_cannot_be_drawn(house, machine_of):
    tale = house.told_until("banded", patient=replace(WANDA, name="W" * 400))
    before = house.look(tale)
    body = entry("label_printed", house.now, label_kind="wristband", reason="torn")
    answer = machine_of("nora").record(before.coi, body)
    assert (answer.status_code, answer.json["code"]) == (409, "label_overflow")
    assert house.look(tale).last_seq == before.last_seq


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_recorded_or_refused_with_a_code(kind, told_until, house, machine_of):
    tale = told_until("prepared")
    coi = coi_of(house, tale)
    before = house.look(tale).last_seq
    roles = SPECS[kind].roles
    able = [m.username for m in cast.EVERYONE if m.role in roles]
    people = [*able[:3], cast.AUDITOR.username]
    answers = [machine_of(who).record(coi, entry(kind, house.now, who)) for who in people]
    for answer in answers:
        assert answer.status_code in {201, 409}, answer.text
        if answer.status_code == 409:
            assert answer.json["code"] in CODES
            assert answer.json["detail"]
    written = sum(answer.status_code == 201 for answer in answers)
    assert house.look(tale).last_seq == before + written
    assert answers[-1].status_code == 409


def test_the_answer_holds_what_a_label_and_an_auditor_need(told_until, house, machine_of):
    tale = told_until()
    coi = coi_of(house, tale)
    body = entry("milestone_reached", house.now, milestone="EVALUATED")
    answer = machine_of("cora").record(coi, body).json
    with house.app.app_context():
        last = journeys.tell(coi).entries[-1]
    assert (answer["seq"], answer["kind"]) == (last.seq, "milestone_reached")
    assert answer["by"]["name"] == "Cora Whitfield"
    assert answer["seal"] == answer["digest"][:8]
    assert answer["head"] == answer["digest"]


def test_a_release_answers_with_the_visit_that_follows_from_it(told_until, house, machine_of):
    tale = told_until("tested")
    coi = coi_of(house, tale)
    sent: list[Any] = []
    tale.submit = sent.append
    with house.app.app_context():
        tale.release(tale.lot())
    house.now = sent[-1].happened_at
    answer = machine_of(sent[-1].who).record(coi, of_attempt(sent[-1]))
    if answer.json.get("code"):
        pytest.fail(answer.text)
    assert [each["kind"] for each in answer.json["followed_by"]] == ["visit_proposed"]
    assert answer.json["head"] == answer.json["followed_by"][0]["digest"]


def test_a_time_without_a_zone_is_refused_and_the_scan_is_kept(told_until, house, machine_of):
    tale = told_until("banded")
    coi = coi_of(house, tale)
    before = house.look(tale).last_seq
    with house.app.app_context():
        band = tale.wristband()
    body = entry("hold_placed", house.now, "cora", scans=[band], stops="visit", reason="so")
    body["happened_at"] = "2026-03-05T09:00:00"
    body["means"] = ["camera"]
    answer = machine_of("cora").record(coi, body)
    assert (answer.status_code, answer.json["code"]) == (409, "clock_without_zone")
    with house.app.app_context():
        kept = journeys.tell(coi).entries
    assert [each.kind for each in kept[before:]] == [Kind.SCAN_REFUSED]
    assert (kept[-1].scans, kept[-1].means) == ((band,), ("camera",))


def test_two_stations_at_once_are_told_the_true_reason(told_until, house, machine_of):
    tale = told_until()
    coi = coi_of(house, tale)
    body = entry("milestone_reached", house.now, milestone="EVALUATED")
    assert machine_of("cora").record(coi, body).status_code == 201
    second = machine_of("cora").record(coi, body)
    assert second.json["code"] == "already_reached"


def test_if_nothing_was_said_before_the_write_nobody_slips_in_between(
    told_until, house, machine_of
):
    """The head is compared again in the transaction that writes."""
    tale = told_until()
    coi = coi_of(house, tale)
    cora = machine_of("cora")
    etag = cora.get(f"/journeys/{coi}").headers["ETag"]
    sent: list[Any] = []
    true_record = recording.record

    def late(claim, asked):
        """Let somebody else record first, after If-Match was looked at."""
        if not sent:
            sent.append(claim)
            other = replace(claim, data={"milestone": "EVALUATED"}, kind="milestone_reached")
            true_record(other, recording.request(asked.now))
        return true_record(claim, asked)

    recording.record = late
    try:
        body = entry("hold_placed", house.now, "cora", stops="visit", reason="so")
        answer = cora.record(coi, body, If_Match=etag)
    finally:
        recording.record = true_record
    assert (answer.status_code, answer.json["code"]) == (412, "stale")
    assert not house.look(tale).holds


def test_whoever_is_overtaken_three_times_is_told_to_try_again(told_until, house):
    coi = coi_of(house, told_until())
    tries = []

    def overtaken(sealed):
        tries.append(sealed)
        raise Clash

    claim = recording.Claim(
        coi, "milestone_reached", house.now, {"milestone": "EVALUATED"}, house.people["cora"]
    )
    with house.app.app_context():
        before = journeys.tell(coi).journey.last_seq
        with pytest.raises(Refused) as stopped:
            recording.record(claim, recording.Request(house.now, "r", overtaken))
        assert journeys.tell(coi).journey.last_seq == before
    assert stopped.value.code == "busy"
    assert len(tries) == recording.TRIES


SECONDS: dict[str, tuple[str, Callable[[Tale], object], str]] = {
    "second_scans_missing": ("frozen", Tale.ship_out, "scans"),
    "second_answers_missing": ("frozen", Tale.ship_out, "answers"),
    "second_answers_missing ": ("tested", lambda tale: tale.release(tale.lot()), "answers"),
}


@pytest.mark.parametrize("code", SECONDS)
def test_nobody_signs_second_on_what_the_first_one_saw(code, told_until, house, machine_of):
    """The second of two brings own scans and own answers through this door as through the pages."""
    until, goes_on, part = SECONDS[code]
    tale = told_until(until)
    coi = coi_of(house, tale)
    sent: list[Any] = []

    def caught(attempt):
        if len(attempt.signers) > 1:
            sent.append(attempt)
            raise StopIteration
        record(attempt)

    record, tale.submit = tale.submit, caught
    with house.app.app_context(), pytest.raises(StopIteration):
        goes_on(tale)
    house.now = sent[-1].happened_at
    before, machine = house.look(tale).last_seq, machine_of(sent[-1].who)
    bare, other, whole = (of_attempt(sent[-1]) for _ in range(3))
    del bare["signatures"][1][part]
    refused = machine.record(coi, bare)
    assert (refused.status_code, refused.json["code"]) == (409, code.strip())
    other["signatures"][1]["answers"] = dict.fromkeys(sent[-1].answers, "rejected")
    assert machine.record(coi, other).json["code"] == "second_differs"
    with house.app.app_context():
        kept = journeys.tell(coi).entries[before:]
    assert [each.kind for each in kept] == [Kind.SCAN_REFUSED] * (2 if whole["scans"] else 0)
    assert machine.record(coi, whole).status_code == 201
