"""Samevein: who builds the application, and from which parts?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the service. `config` wins over the environment; `TRACKER_...` names are settings.

    Raises `tracker.config.Unfit` when a setting it cannot do without is missing or a default.
    """
    from flask_migrate import Migrate

    from tracker import cards, cli, languages, protocols, web
    from tracker import config as settings_of
    from tracker.reads import folds
    from tracker.store import encryption, passwords, signing
    from tracker.store.db import db

    given = dict(config or {})
    ours = {name: str(value) for name, value in given.items() if name.startswith("TRACKER_")}
    settings = settings_of.read({**os.environ, **ours})

    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    app.config.update(settings.flask)
    app.config.update({name: value for name, value in given.items() if name not in ours})
    settings.instance.mkdir(parents=True, exist_ok=True)

    app.extensions[signing.EXTENSION] = settings.signer
    app.extensions[encryption.EXTENSION] = settings.data_keys
    app.extensions[passwords.EXTENSION] = passwords.FRUGAL if app.testing else passwords.STRONG
    app.extensions[protocols.EXTENSION] = protocols.load(settings.protocol_folder)
    app.extensions[cards.EXTENSION] = cards.load(settings.card_folder)
    app.extensions[languages.EXTENSION] = languages.load(settings.language_folder)
    app.extensions[folds.EXTENSION] = folds.Memory()
    db.init_app(app)
    Migrate(app, db, directory=str(settings_of.ROOT / "migrations"))
    web.register(app)
    cli.register(app)
    return app
