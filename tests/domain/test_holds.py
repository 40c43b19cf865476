"""Does a hold stop exactly what it names, and for how long?"""

from datetime import date

import pytest

from tests.domain.telling import at
from tracker.domain.events import Person
from tracker.domain.holds import CLOSE_WITHIN, STOPS, require_free
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused


def hold(told, stops, **more):
    about = {"stops": stops, "reason": "inspection", **more}
    told.do("quinn", Kind.HOLD_PLACED, signed=["quinn"], **about)
    return list(told.journey.holds)[-1]


def lift(told, number):
    told.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], hold=number, reason="cleared up")


def stopped(told):
    """Return the kinds that a hold stops now."""
    found = set()
    for kind in Kind:
        try:
            require_free(told.journey, kind)
        except Refused as refused:
            found.add((kind, refused.code))
    assert {code for _, code in found} <= {"on_hold"}
    return {kind for kind, _ in found}


@pytest.mark.parametrize("stops", STOPS)
def test_a_hold_stops_exactly_what_it_names(stops):
    told = at("decided")
    number = hold(told, stops)
    assert stopped(told) == STOPS[stops]
    lift(told, number)
    assert stopped(told) == set()


def test_a_hold_on_everything_stops_all_of_it_and_nothing_else():
    told = at("decided")
    hold(told, "everything")
    assert stopped(told) == frozenset().union(*STOPS.values())


def test_a_hold_stops_the_real_step():
    told = at("released")
    hold(told, "visit")
    day = told.last(Kind.VISIT_PROPOSED).data["day_zero"]
    refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, signed=["cora"], day_zero=day)
    assert refusal.code == "on_hold"
    assert "inspection" in refusal.sentence


def test_a_hold_on_one_bag_leaves_the_others_alone():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.tale.take([first, second])
    hold(told, "shipping", container=first)
    assert stopped(told) == set()
    assert told.journey.containers[first].quarantine
    assert not told.journey.containers[second].quarantine


def test_a_hold_names_a_bag_there_is():
    told = at("frozen")
    about = {"stops": "shipping", "container": "A1", "reason": "x"}
    refusal = told.refusal("quinn", Kind.HOLD_PLACED, signed=["quinn"], **about)
    assert refusal.code == "container_unknown"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_bag_held_twice_is_free_when_both_holds_are_lifted(order):
    told = at("frozen")
    bag = told.tale.bags("cryobag")[0]
    numbers = [hold(told, "shipping", container=bag), hold(told, "infusion", container=bag)]
    lift(told, numbers[order[0]])
    assert told.journey.containers[bag].quarantine
    lift(told, numbers[order[1]])
    assert not told.journey.containers[bag].quarantine


def test_a_hold_is_lifted_once_and_only_if_it_stands():
    told = at("decided")
    number = hold(told, "shipping")
    lift(told, number)
    for gone in (number, "H0"):
        why = {"hold": gone, "reason": "x"}
        assert (
            told.refusal("quinn", Kind.HOLD_LIFTED, signed=["quinn"], **why).code
            == "unknown_hold"
        )


def test_a_deviation_is_closed_once_with_its_resolution():
    told = at("decided")
    told.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="alarm", due_on="2026-04-01")
    item = next(told.journey.open_deviations())
    assert item.owner.name == "Theo Lindqvist"
    resolved = {"deviation": item.id, "resolution": "sensor replaced"}
    told.do("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **resolved)
    again = told.refusal("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **resolved)
    assert again.code == "unknown_deviation"
    taken = {"deviation": item.id, "owner_role": "qa"}
    late = told.refusal("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], **taken)
    assert late.code == "unknown_deviation"


def test_a_deviation_has_an_owner_and_a_day_and_is_given_on():
    told = at("decided")
    told.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="alarm", owner_role="qa")
    item = next(told.journey.open_deviations())
    assert (item.owner.name, item.owner.role) == ("", "qa")
    assert item.due_on == (told.tale.clock + CLOSE_WITHIN).date()

    told.do("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], deviation=item.id)
    taken = told.journey.deviations[item.id]
    assert (taken.owner.name, taken.due_on) == (told.entries[-1].by.name, item.due_on)

    named = {"owner": "tess", "due_on": "2026-04-09"}
    told.do("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], deviation=item.id, **named)
    given = told.journey.deviations[item.id]
    tess = Person("tess", "Tess Alvarado", "cell_lab_tech", "RST")
    assert given.owner == tess
    opened = next(entry.seq for entry in told.entries if entry.kind is Kind.DEVIATION_OPENED)
    struck = {"struck": opened, "reason": "mistyped"}
    rests = told.refusal("theo", Kind.ENTRY_STRUCK, signed=["theo"], **struck)
    assert rests.code == "strike_has_dependants"
    stranger = {"deviation": item.id, "owner": "Tess, who left"}
    refusal = told.refusal("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], **stranger)
    assert refusal.code == "unknown_owner"
    assert given.due_on == date(2026, 4, 9)
