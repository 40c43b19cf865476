"""Is what waits done once: messages, tasks, answers to repeated requests, serial numbers?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import FIRST_MOMENT
from tests.store.derivation import summary
from tests.store.entries import COI, OTHER
from tracker.store import (
    board,
    calendar_feeds,
    counters,
    notices,
    refused_scans,
    replays,
    staff,
    tasks,
)
from tracker.store.db import Clash, db
from tracker.store.notices import Notice
from tracker.store.refused_scans import RefusedScan
from tracker.store.replays import Replay
from tracker.store.tasks import Task

NOW = FIRST_MOMENT
NEWS = Notice("CHX:release", COI, "news", "patient", "p-1", NOW, {"site": "Rochester"})

pytestmark = pytest.mark.usefixtures("stored")


class TestNotices:
    def test_are_enqueued_once_however_often_it_is_asked(self):
        assert notices.enqueue(NEWS, NOW)
        assert not notices.enqueue(NEWS, NOW)
        assert notices.of(COI) == (notices.Fate(NEWS, "waiting", 0, None, ""),)
        assert notices.recent() == notices.of(COI)

    def test_are_claimed_by_one_process_only_and_when_due(self):
        notices.enqueue(NEWS, NOW)
        assert notices.claim(NOW - timedelta(seconds=1)) == ()
        (claimed,) = notices.claim(NOW)
        assert claimed.notice == NEWS
        assert notices.claim(NOW) == ()

    def test_to_one_person_are_in_one_pair_of_hands(self):
        again, others = replace(NEWS, key="again"), replace(NEWS, key="p-2", recipient="p-2")
        for notice in (NEWS, again, others):
            notices.enqueue(notice, NOW)
        (first,) = notices.claim(NOW, limit=1)
        (elsewhere,) = notices.claim(NOW)
        assert (first.notice, elsewhere.notice) == (NEWS, others)
        notices.sent(first, NOW)
        (second,) = notices.claim(NOW)
        assert second.notice == again

    def test_that_went_out_are_finished(self):
        notices.enqueue(NEWS, NOW)
        (claimed,) = notices.claim(NOW)
        assert notices.sent(claimed, NOW)
        assert not notices.sent(claimed, NOW)
        assert notices.claim(NOW + timedelta(days=9)) == ()
        assert notices.of(COI)[0].fate == "sent"

    def test_of_a_process_that_died_are_taken_over_and_it_cannot_finish_them_any_more(self):
        notices.enqueue(NEWS, NOW)
        (dead,) = notices.claim(NOW)
        (heir,) = notices.claim(NOW + notices.LEASE)
        assert not notices.sent(dead, NOW)
        assert not notices.failed(dead, NOW, "late")
        assert notices.sent(heir, NOW)

    def test_that_fail_wait_longer_each_time_and_are_given_up_at_last(self):
        notices.enqueue(NEWS, NOW)
        now, waits = NOW, []
        while claimed := notices.claim(now):
            notices.failed(claimed[0], now, "the server said no")
            due_at = notices.of(COI)[0].notice.due_at
            waits.append(due_at - now)
            now = max(due_at, now)
        assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
        assert len(waits) == notices.MOST_ATTEMPTS
        (fate,) = notices.of(COI)
        assert (fate.fate, fate.last_error) == ("given_up", "the server said no")

    def test_can_be_withdrawn_before_they_go(self):
        notices.enqueue(NEWS, NOW)
        assert notices.withdraw(COI, "other", NOW) == 0
        assert notices.withdraw(COI, "news", NOW) == 1
        assert notices.claim(NOW) == ()
        assert notices.of(COI)[0].fate == "withdrawn"


class TestTasks:
    CALL = Task(COI, "call", "visit-1", NOW + timedelta(hours=24), NOW)

    def test_are_raised_once_and_done_once(self):
        assert tasks.raise_once(self.CALL)
        assert not tasks.raise_once(self.CALL)
        assert tasks.done(COI, "call", "visit-1", NOW)
        assert not tasks.done(COI, "call", "visit-1", NOW)
        assert not tasks.raise_once(self.CALL)
        assert tasks.of(COI)[0].done_at == NOW

    def test_end_with_a_reason_and_wait_again_for_another_day(self):
        key = (COI, "call", "visit-1")
        tasks.raise_once(self.CALL)
        assert tasks.end(key, tasks.End("not_needed", "s-cora", "At home."), NOW)
        assert not tasks.end(key, tasks.End("withdrawn"), NOW)
        (ended,) = tasks.of(COI)
        assert (ended.outcome, ended.ended_by, ended.reason) == (
            "not_needed",
            "s-cora",
            "At home.",
        )
        tasks.reopen(key, NOW + timedelta(days=3))
        assert tasks.of(COI) == (replace(self.CALL, due_at=NOW + timedelta(days=3)),)

    def test_wait_at_their_site_the_most_urgent_first(self):
        board.refresh(summary(COI, site="ROC"), 1, "d")
        board.refresh(summary(OTHER, site="PHX"), 1, "d")
        urgent = Task(OTHER, "call", "", NOW, NOW)
        tasks.raise_once(self.CALL)
        tasks.raise_once(urgent)
        assert tasks.waiting(None) == (urgent, self.CALL)
        assert tasks.waiting(("ROC",)) == (self.CALL,)
        assert tasks.waiting(()) == ()


class TestCalendarFeeds:
    def test_open_one_site_until_they_or_their_maker_end(self):
        maker = staff.add("cora", "Cora", password="correct horse", now=NOW)
        ward = calendar_feeds.issue("RST", "Ward", maker.id, NOW)
        lab = calendar_feeds.issue("RST", "Lab", maker.id, NOW + timedelta(hours=1))
        assert [feed.label for feed in calendar_feeds.of("RST")] == ["Lab", "Ward"]
        assert calendar_feeds.of("PHX") == ()
        assert calendar_feeds.site_of(ward) == "RST"
        assert calendar_feeds.site_of("guessed") is None
        key = calendar_feeds.of("RST")[1].token_hash
        assert not calendar_feeds.end("PHX", key, NOW)
        assert calendar_feeds.end("RST", key, NOW)
        assert not calendar_feeds.end("RST", key, NOW)
        assert (calendar_feeds.site_of(ward), calendar_feeds.site_of(lab)) == (None, "RST")
        staff.end(maker.id, NOW)
        assert calendar_feeds.site_of(lab) is None


class TestReplays:
    def test_give_the_first_answer_to_the_same_person_under_the_same_key(self):
        answer = Replay("digest", 201, '{"seq":1}')
        replays.keep("s-nora", "key", answer, NOW)
        assert replays.find("s-nora", "key") == answer
        assert replays.find("s-max", "key") is None

    def test_are_kept_once(self):
        replays.keep("s-nora", "key", Replay("digest", 201, "first"), NOW)
        db.session.commit()
        with pytest.raises(Clash):
            replays.keep("s-nora", "key", Replay("digest", 201, "second"), NOW)

    def test_are_forgotten_in_the_end(self):
        replays.keep("s-nora", "key", Replay("digest", 201, "first"), NOW)
        assert replays.forget_before(NOW) == 0
        assert replays.forget_before(NOW + timedelta(days=1)) == 1
        assert replays.find("s-nora", "key") is None


def test_serial_numbers_count_up_for_each_facility_and_year():
    asked = [("A9999", 26), ("A9999", 26), ("A9998", 26), ("A9999", 27), ("A9999", 26)]
    assert [counters.next_serial(*each) for each in asked] == [1, 2, 1, 1, 3]


def test_scans_that_no_journey_could_keep_are_kept_apart():
    odd = RefusedScan(NOW, "s-nora", "ROC", "=\0" + "9" * 900, "scan_too_long", "r1")
    refused_scans.keep(odd)
    (kept,) = refused_scans.recent(("ROC",))
    assert (kept.code, len(kept.raw), kept.raw[:3]) == (
        odd.code,
        500,
        "=\N{REPLACEMENT CHARACTER}9",
    )
    assert refused_scans.recent(("PHX",)) == ()
    assert refused_scans.recent(None) == (kept,)
