"""What does a story of a whole journey need?"""

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.vein_to_vein.caller import Caller, hire
from tests.web.conftest import house, town

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
