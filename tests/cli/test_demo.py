"""Does the demonstration stand on its own: everyone can sign in, every stage is there, and the log holds?"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.actions import coming_in, sign_in
from tracker.actions.coming_in import Opening
from tracker.demo import plays, rehearsal
from tracker.demo.stages import ROAD
from tracker.protocols import load
from tracker.reads import bedside, code_tables, journeys, personal
from tracker.store import access, badges, devices, freezers, sites, verify
from tracker.store.db import db


@pytest.fixture
def runner(app):
    return app.test_cli_runner()


def come_in(opening, now):
    reading = coming_in.present(coming_in.by_link(opening, "a test", now), now)
    assert reading is not None
    return reading.viewer.coi


def test_an_empty_database_becomes_a_demonstration(app, runner):
    now = datetime.now(UTC)
    done = runner.invoke(args=["demo", "seed"])
    assert done.exit_code == 0, done.output

    file = Path(app.instance_path) / "demo.json"
    assert file.stat().st_mode & 0o077 == 0
    shown = json.loads(file.read_text(encoding="utf-8"))
    assert {journey["stage"] for journey in shown["journeys"]} >= {
        chapter.__name__ for chapter in ROAD
    }
    with app.app_context():
        for person in shown["staff"]:
            who = sign_in.sign_in(
                person["username"], person["password"], sign_in.Origin("here"), now
            )
            assert next(grant.role.value for grant in who.grants) in person["roles"]
        for patient in shown["patients"]:
            token = patient["sign_in_url"].rpartition("/")[2]
            born = date.fromisoformat(patient["birth_date"])
            assert (
                come_in(Opening(token, patient["code"], born, "one telephone"), now)
                == patient["coi"]
            )

        told = [journeys.tell(journey["coi"]) for journey in shown["journeys"]]
        assert {each.journey.protocol for each in told} == {plays.FROZEN, plays.FRESH}
        assert {each.journey.site for each in told} == {"RST", "PHX", "JAX"}
        assert all(each.entries[-1].recorded_at < now for each in told)
        assert_furnished()
        assert_looked_at(shown["journeys"])
        owned = [item for each in told for item in each.journey.open_deviations()]
        assert any(item.owner.name == "Quinn Halloran" and item.due_on for item in owned)
        verdict = verify.whole_log(journeys.derive)
        assert verdict.fault is None
        assert verdict.entries > 1000

    again = runner.invoke(args=["demo", "seed"])
    assert again.exit_code == 1
    assert "not empty" in again.output
    quiet = runner.invoke(args=["demo", "seed", "--if-empty"])
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert_renewed(app, runner)


def assert_renewed(app, runner):
    """See that what follows from an older log is derived again where it is not as it should be."""
    with app.app_context():
        db.session.execute(text("DELETE FROM board"))
        db.session.commit()
    renewed = runner.invoke(args=["demo", "seed", "--if-empty", "--migrate"])
    assert renewed.exit_code == 0, renewed.output
    assert runner.invoke(args=["log", "verify"]).exit_code == 0


def assert_looked_at(shown):
    coi = next(one["coi"] for one in shown if one["stage"] == "collected")
    assert [change.what for change in personal.changes(coi)] == ["corrected"]
    assert len(access.looks(coi)) > 3


def assert_furnished():
    unsure = sites.contact("PHX")
    assert unsure is not None
    assert unsure.phone_verified is False
    assert code_tables.product("RST", "DA001100") == "EXAMPLE T CELLS, APHERESIS"
    assert badges.worn_by("A9990", "000001")
    assert devices.known([("logger", "LOG-OLD")])["logger:LOG-OLD"].valid_until is not None
    assert [walk.tank for walk in freezers.audits("RST")] == ["T1"]
    assert len(freezers.kept("RST")) == 1


def test_a_database_not_marked_demonstration_stays_as_it_is(app, runner):
    app.config["TRACKER_MODE"] = "production"
    done = runner.invoke(args=["demo", "seed"])
    assert done.exit_code == 1
    assert "not marked demonstration" in done.output
    with app.app_context():
        assert sites.everywhere() == ()


@pytest.mark.parametrize("weekday", [0, 5])
def test_every_journey_can_stand_where_it_should_on_any_day_of_the_week(weekday):
    now = datetime(2026, 11, 16, 5, 30, tzinfo=UTC) + timedelta(days=weekday)
    library = load()
    for play in plays.plays():
        start = rehearsal.beginning(play, library.latest(play.product), now)
        assert now - timedelta(days=120) < start < now


@pytest.mark.parametrize("weekday", [2, 5, 6])
def test_the_thawed_bag_can_still_be_given_on_any_day_of_the_week(weekday):
    now = datetime(2026, 11, 16, 18, 10, tzinfo=UTC) + timedelta(days=weekday)
    play = next(each for each in plays.plays() if each.stage == "thawed")
    protocol = load().latest(play.product)
    start = rehearsal.beginning(play, protocol, now)
    tale = rehearsal.told(play, protocol, start, now)
    (dose,) = bedside.doses(tale.look(), protocol, now)
    assert dose.container.state == "thawed"
    assert dose.timer is not None
    assert dose.timer.left is not None
    assert dose.timer.left > 0
