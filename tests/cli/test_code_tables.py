"""Does one command load a table of codes whole, or say which line is at fault?"""

import pytest

from tests.conftest import FIRST_MOMENT, MakeApp
from tracker.demo import cast
from tracker.domain.events import Grant
from tracker.domain.kinds import Role
from tracker.store import sites, staff
from tracker.store.db import db


@pytest.fixture
def run(make_app: MakeApp, database: str):
    app = make_app(database)
    with app.app_context():
        db.session.rollback()
        sites.save(cast.SITES[0], sites.Contact())
        for name, role in (("ada", Role.ADMIN), ("nora", Role.APHERESIS_NURSE)):
            account = staff.add(name, name.title(), password="x" * 12, now=FIRST_MOMENT)
            staff.grant(account.id, (Grant(role, "*"),))
        db.session.commit()
    return lambda *args: app.test_cli_runner().invoke(args=["tables", *map(str, args)])


def test_a_table_is_loaded_and_listed(run, tmp_path):
    file = tmp_path / "facilities.csv"
    file.write_text("code,text\nA9990,Example hospital\n")
    by = ("--edition", "2026", "--by", "ada")
    for version in (1, 2):
        ended = run("load", "RST", "facilities", file, *by)
        assert ended.output == f"RST facilities: version {version} is in use.\n"
    assert run("list").output.startswith("RST facilities: version 2, 1 codes, 2026, ")


def test_a_file_at_fault_a_stranger_and_an_unknown_site_load_nothing(run, tmp_path):
    file = tmp_path / "facilities.csv"
    file.write_text("code,text\nA9990,\n")
    ended = run("load", "RST", "facilities", file, "--edition", "1", "--by", "ada")
    assert ended.exit_code == 1
    assert "Line 2: the code A9990 has no text." in ended.output
    stranger = run("load", "RST", "facilities", file, "--edition", "1", "--by", "nora")
    assert "nora is not an administrator here." in stranger.output
    nowhere = run("load", "ELSE", "facilities", file, "--edition", "1", "--by", "ada")
    assert nowhere.exit_code == 1
    assert run("list").output == ""
