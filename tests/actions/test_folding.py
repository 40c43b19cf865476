"""Does a process that folds on from where it was always say what the log says?"""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.actions.conftest import Hospital
from tracker.demo.tale import Attempt
from tracker.domain.kinds import Kind
from tracker.domain.recording import fold
from tracker.domain.refused import Refused
from tracker.reads import folds, journeys
from tracker.store import log
from tracker.store.db import db, writing


def afresh(coi: str) -> folds.Fold | None:
    return folds.Memory().of(coi, journeys.library())


def test_folding_on_and_folding_all_say_the_same_at_every_step(hospital: Hospital) -> None:
    coi, tale = hospital.open()
    seen = set()
    for name, told in tale.chapters().items():
        told()
        seen.add(journeys.tell(coi).journey.last_seq)
        known, fresh = folds.memory().of(coi, journeys.library()), afresh(coi)
        assert known == fresh, name
        if name == "collected":
            break
    assert len(seen) == 4


def test_only_what_is_new_is_read(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    coi, tale = hospital.open()
    tale.tell("authorized")
    before = len(journeys.tell(coi).entries)
    asked: list[int] = []
    bodies = log.bodies

    def noted(coi: str, *, since: int = 0) -> tuple[log.Line, ...]:
        asked.append(since)
        return bodies(coi, since=since)

    monkeypatch.setattr(log, "bodies", noted)
    journeys.tell(coi)
    assert asked == [before]


def test_what_was_rolled_back_is_forgotten(hospital: Hospital) -> None:
    coi, _ = hospital.open()
    before = journeys.tell(coi)
    writing(coi)
    last = before.entries[-1]
    log.append((replace(last, seq=last.seq + 1),), request_id="never")
    assert len(journeys.tell(coi).entries) == len(before.entries) + 1
    db.session.rollback()
    assert journeys.tell(coi) == before


def test_a_struck_entry_is_folded_out_again(hospital: Hospital) -> None:
    coi, tale = hospital.open()
    tale.tell("authorized")
    held = Attempt(
        "quinn",
        Kind.HOLD_PLACED,
        tale.later(minutes=2),
        {"stops": "infusion", "reason": "a wrong telephone call"},
        signers=(("quinn", ()),),
    )
    hospital.submit(coi, held)
    wrong = journeys.tell(coi).entries[-1]
    assert wrong.kind is Kind.HOLD_PLACED
    struck = Attempt(
        "quinn",
        Kind.ENTRY_STRUCK,
        tale.later(minutes=2),
        {"struck": wrong.seq, "reason": "placed on the wrong journey"},
        signers=(("quinn", ()),),
    )
    hospital.submit(coi, struck)
    told = journeys.tell(coi)
    assert not told.journey.holds
    assert told.journey == fold(coi, told.protocol, told.entries)


def test_the_oldest_is_forgotten_first_and_read_again(hospital: Hospital) -> None:
    few = folds.Memory(kept=2)
    cois = [hospital.open()[0] for _ in range(3)]
    first = [few.of(coi, journeys.library()) for coi in cois]
    again = few.of(cois[0], journeys.library())
    assert again == first[0]
    assert again is not first[0]
    assert few.of(cois[2], journeys.library()) is first[2]


def test_a_forged_next_entry_is_refused_by_who_knew_the_ones_before(hospital: Hospital) -> None:
    coi, tale = hospital.open()
    tale.tell("authorized")
    known = journeys.tell(coi)
    number = known.journey.last_seq + 1
    copied = (
        "INSERT INTO entries (coi, seq, body, prev, digest, signature, request_id, recorded_at)"
        " SELECT coi, :number, body, digest, prev, signature, request_id, recorded_at"
        " FROM entries WHERE coi = :coi AND seq = :last"
    )
    db.session.execute(text(copied), {"number": number, "coi": coi, "last": number - 1})
    with pytest.raises(log.Broken):
        journeys.tell(coi)
    db.session.rollback()


def test_there_is_no_journey_without_entries(hospital: Hospital) -> None:
    hospital.open()
    assert afresh("CHA999026999999") is None
    with pytest.raises(Refused) as refused:
        journeys.tell("CHA999026999999")
    assert refused.value.code == "not_found"
