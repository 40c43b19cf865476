"""Do the derived tables follow the log, and does making them again change nothing?"""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests.store.derivation import derive, summary
from tests.store.entries import COI, OPENED, OTHER, run
from tracker.domain.visits.places import CHAIR, INFUSION, RESOURCES, Place
from tracker.store import board, derived, identifiers, log, visit_places
from tracker.store.board import Wanted
from tracker.store.db import Clash, db
from tracker.store.visit_places import Full

DAY = date(2026, 12, 1)
GIVEN = Place(INFUSION, DAY)
TABLES = ("board", "identifiers", "visit_places")

pytestmark = pytest.mark.usefixtures("stored")


def record(coi: str, length: int) -> None:
    """Append entries as an action does: the derived rows in the same transaction."""
    entries = run(coi, length)
    log.append(entries, request_id="r1")
    derived.refresh(derive(entries), log.head(coi), limits={INFUSION: 2})
    db.session.commit()


def rows() -> dict[str, list[tuple]]:
    return {
        table: sorted(
            (tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))), key=repr
        )
        for table in TABLES
    }


class TestRebuild:
    def test_changes_nothing_in_a_sound_database(self):
        # The other way round than the identifiers sort, so that places were not given in order.
        record(OTHER, 3)
        record(COI, 4)
        before = rows()

        assert derived.rebuild(derive) == 0
        assert rows() == before

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE board SET latest = 'infused'",
            "UPDATE board SET head_seq = 2",
            "DELETE FROM board",
            "DELETE FROM identifiers",
            "UPDATE identifiers SET what = 'lot'",
            "DELETE FROM visit_places",
            "UPDATE visit_places SET site = 'PHX'",
            "INSERT INTO identifiers (value, coi, what) VALUES ('din:X', 'CHX', 'collection')",
        ],
    )
    def test_mends_what_was_damaged(self, damage):
        record(OTHER, 3)
        before = rows()
        db.session.execute(text(damage))
        assert rows() != before

        assert derived.rebuild(derive) > 0
        assert rows() == before

    def test_mends_identifiers_that_were_swapped_between_journeys(self):
        record(COI, 1)
        record(OTHER, 1)
        before = rows()
        swap = "UPDATE identifiers SET coi = CASE coi WHEN :a THEN :b ELSE :a END"
        db.session.execute(text(swap), {"a": COI, "b": OTHER})

        assert derived.rebuild(derive) == 2
        assert rows() == before


class TestBoard:
    def test_shows_what_is_due_first_and_what_has_no_due_time_last(self):
        later = OPENED + timedelta(days=9)
        for coi, due in (("CH1", None), ("CH2", later), ("CH3", OPENED)):
            board.refresh(summary(coi, next_due_at=due), 1, "d")
        assert [line.summary.coi for line in board.find(Wanted())] == ["CH3", "CH2", "CH1"]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (Wanted(), {"CH1", "CH2"}),
            (Wanted(open_only=False), {"CH1", "CH2", "CH3"}),
            (Wanted(sites=("PHX",)), {"CH2"}),
            (Wanted(sites=()), set()),
            (Wanted(makers=("OTHERS",)), {"CH2"}),
            (Wanted(due_by=OPENED), {"CH1"}),
            (Wanted(waiting_for_visit=True), {"CH2"}),
            (Wanted(text=" h2"), {"CH2"}),
            (Wanted(text="%"), set()),
        ],
    )
    def test_shows_only_what_is_wanted(self, wanted, found):
        board.refresh(summary("CH1", next_due_at=OPENED), 1, "d")
        elsewhere = summary("CH2", site="PHX", maker="OTHERS", waiting_since=OPENED)
        board.refresh(elsewhere, 1, "d")
        board.refresh(summary("CH3", closed="completed", next_due_at=None), 1, "d")

        assert {line.summary.coi for line in board.find(wanted)} == found
        assert board.count(wanted) == len(found)

    def test_pages_without_gaps_or_repeats(self):
        for number in range(7):
            board.refresh(summary(f"CH{number}"), 1, "d")
        pages = [board.find(Wanted(), limit=3, offset=offset) for offset in (0, 3, 6)]
        assert [line.summary.coi for page in pages for line in page] == [
            f"CH{number}" for number in range(7)
        ]

    def test_keeps_one_row_per_journey_and_says_whether_it_changed(self):
        assert board.refresh(summary(COI), 1, "d")
        assert not board.refresh(summary(COI), 1, "d")
        assert board.refresh(summary(COI, holds=1), 2, "e")
        assert board.find(Wanted()) == (board.Line(summary(COI, holds=1), 2, "e"),)


class TestIdentifiers:
    def test_lead_to_their_journey_and_unknown_ones_to_none(self):
        identifiers.refresh(COI, {"din:A": "collection", "donor:B": "wristband"})
        assert identifiers.owners(["din:A", "din:Z"]) == {"din:A": COI}
        assert identifiers.of(COI) == {"din:A": "collection", "donor:B": "wristband"}

    def test_belong_to_one_journey_only(self):
        identifiers.refresh(COI, {"din:A": "collection"})
        db.session.commit()
        with pytest.raises(Clash):
            identifiers.refresh(OTHER, {"din:A": "collection"})
        db.session.rollback()
        assert identifiers.owners(["din:A"]) == {"din:A": COI}

    def test_are_free_again_after_the_entry_was_struck(self):
        identifiers.refresh(COI, {"din:A": "collection"})
        identifiers.refresh(COI, {})
        identifiers.refresh(OTHER, {"din:A": "collection"})
        assert identifiers.owners(["din:A"]) == {"din:A": OTHER}


class TestVisitPlaces:
    def test_are_counted_by_resource_and_day_without_the_journey_that_asks(self):
        visit_places.refresh(COI, "ROC", {GIVEN, Place(CHAIR, DAY)}, {INFUSION: 2})
        visit_places.refresh(OTHER, "ROC", {GIVEN}, {INFUSION: 2})
        both = {INFUSION: {DAY: 2}, CHAIR: {DAY: 1}}
        assert visit_places.counts("ROC", DAY, DAY) == both
        assert visit_places.counts("ROC", DAY, DAY, but=(COI,)) == {INFUSION: {DAY: 1}}
        assert visit_places.counts("PHX", DAY, DAY) == {}

    @pytest.mark.parametrize("resource", RESOURCES)
    def test_run_out(self, resource):
        visit_places.refresh(COI, "ROC", {Place(resource, DAY)}, {resource: 1})
        with pytest.raises(Full):
            visit_places.refresh(OTHER, "ROC", {Place(resource, DAY)}, {resource: 1})

    def test_are_given_back_when_a_visit_moves_or_ends(self):
        visit_places.refresh(COI, "ROC", {GIVEN}, {INFUSION: 1})
        later = Place(INFUSION, DAY + timedelta(days=1))
        visit_places.refresh(COI, "ROC", {later}, {INFUSION: 1})
        visit_places.refresh(OTHER, "ROC", {GIVEN}, {INFUSION: 1})
        visit_places.refresh(COI, "ROC", (), {INFUSION: 1})
        assert visit_places.of(COI) is None
        assert visit_places.of(OTHER) == ("ROC", frozenset({GIVEN}))

    def test_are_never_given_twice_even_when_two_saw_the_same_one_free(self, monkeypatch):
        visit_places.refresh(COI, "ROC", {GIVEN}, {INFUSION: 1})
        db.session.commit()
        monkeypatch.setattr(visit_places, "_free_place", lambda _site, _place: 1)
        with pytest.raises(Clash):
            visit_places.refresh(OTHER, "ROC", {GIVEN}, {INFUSION: 1})
