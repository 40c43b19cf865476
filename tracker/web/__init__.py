"""Which pages and addresses does the service answer at?"""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from tracker.web import (
    access,
    account,
    admin,
    api_v1,
    assets,
    compression,
    coordinator,
    entrance,
    evidence,
    faults,
    guards,
    health,
    liaison,
    messages,
    names,
    patient,
    second,
    station,
    watch,
)
from tracker.web.clock import local, said
from tracker.web.forms import shown, words

BLUEPRINTS = (
    health.pages,
    assets.pages,
    entrance.pages,
    account.pages,
    messages.pages,
    evidence.pages,
    second.pages,
    patient.pages,
    station.pages,
    liaison.pages,
    coordinator.pages,
    admin.pages,
)


def register(app: Flask) -> None:
    """Give the application its pages, and put a door before every one of them."""
    watch.register(app)
    compression.register(app)
    access.register(app)
    guards.register(app)
    faults.register(app, {patient.PLACE: patient.trouble.shown})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(asset=assets.asset, inlined=assets.inlined)
    app.jinja_env.filters.update(said=said, local=local, words=words, shown=shown)
    app.jinja_env.filters.update(person=names.person, isolated=names.isolated)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    api_v1.register(app)
