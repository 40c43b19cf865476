"""When two stations act on one journey at the same moment, is one of them told the truth?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tracker.demo.tale import SECOND_TECH, TECH, Attempt
from tracker.domain import symbols
from tracker.domain.kinds import Kind


def test_one_bag_goes_into_one_place_and_the_other_station_hears_where_it_is(caller):
    story = caller.open("example-frozen")
    tale = story.tale
    tale.tell("frozen")
    bag = tale.bags("cryobag")[0]
    tale.take([bag])
    label, at = tale.label(bag), tale.later(minutes=2)
    caller.now = at
    together = Barrier(2)

    def put(who: str, place: str) -> tuple[int, str]:
        attempt = Attempt(who, Kind.STORED, at, {}, (label, symbols.place_symbol(place)))
        together.wait()
        answer = story.attempt(attempt)
        return answer.status_code, answer.json.get("code", "")

    with ThreadPoolExecutor(2) as stations:
        first = stations.submit(put, TECH, "RST-LN2-009-A")
        second = stations.submit(put, SECOND_TECH, "RST-LN2-009-B")
        answers = sorted([first.result(), second.result()])
    assert answers == [(201, ""), (409, "already_stored")]
    assert story.look().containers[bag].stored in {"RST-LN2-009-A", "RST-LN2-009-B"}
