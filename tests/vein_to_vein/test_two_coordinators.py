"""When two coordinators confirm the same last place at the same moment, who gets it?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from tracker.demo.tale import DESK, Attempt
from tracker.domain.kinds import Kind
from tracker.store import sites
from tracker.store.db import db, writing


def test_one_gets_the_last_place_and_the_other_hears_why(caller):
    stories = [caller.open("example-fresh", number=each) for each in (1, 2)]
    for story in stories:
        story.tale.tell("released")
    at = max(story.tale.clock for story in stories)
    caller.now = at
    with caller.app.app_context():
        site, contact = sites.rules("RST"), sites.contact("RST")
        assert site is not None
        assert contact is not None
        writing()
        sites.save(replace(site, infusions_per_day=1), contact)
        db.session.commit()
    days = {story.look().visit.day_zero for story in stories}
    day = max(days).isoformat()
    together = Barrier(2)

    def confirm(story):
        attempt = Attempt(DESK, Kind.VISIT_CONFIRMED, at, {"day_zero": day}, (), ((DESK, ()),))
        together.wait()
        answer = story.attempt(attempt)
        return answer.status_code, answer.json.get("code", "")

    with ThreadPoolExecutor(2) as desks:
        answers = sorted(desks.map(confirm, stories))
    assert answers == [(201, ""), (409, "no_capacity")]
    assert sorted(story.look().visit.state for story in stories) == ["confirmed", "proposed"]
