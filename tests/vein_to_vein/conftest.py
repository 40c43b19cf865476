"""What does a story of a whole journey need?"""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.vein_to_vein.caller import Caller, hire
from tests.vein_to_vein.planning import Story
from tests.web.conftest import house, town
from tracker.demo import cast
from tracker.store import sites
from tracker.store.db import db, writing

__all__ = ["house", "town"]


@pytest.fixture
def caller(either_app: Flask) -> Caller:
    """Everyone of the cast at work, over HTTP, on SQLite and again on PostgreSQL."""
    return _at_work(either_app)


@pytest.fixture
def calling(make_app: MakeApp, sqlite_file) -> Caller:
    """Everyone of the cast at work, over HTTP, on SQLite alone."""
    return _at_work(make_app(f"sqlite:///{sqlite_file}"))


def _at_work(app: Flask) -> Caller:
    made = Caller(app, hire(app))
    app.config["CLOCK"] = lambda: made.now
    return made


@pytest.fixture
def until(house):
    """Tell a journey until the end of a chapter."""
    return lambda chapter, **more: Story(house, house.told_until(chapter, **more))


@pytest.fixture
def with_rules(house):
    """Let the hospital have rules of its own."""

    def save(**rules: Any) -> None:
        with house.app.app_context():
            writing()
            sites.save(replace(cast.SITES[0], **rules), sites.Contact())
            db.session.commit()

    return save
