"""Is the database there, is it the one we expect, and is its log under a checkpoint?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from tracker.store import checkpoints
from tracker.store.db import db

STALE_AFTER: Final = timedelta(hours=26)
"""The daily checkpoint, and two hours for it to be late."""


def faults(now: datetime) -> tuple[str, ...]:
    """Return why the service is not ready; nothing when it is."""
    try:
        if not _at_head():
            return ("the migrations have not been run: flask --app wsgi db upgrade",)
        oldest = checkpoints.oldest_outside()
    except SQLAlchemyError:
        return ("the database cannot be reached",)
    if oldest is not None and now - oldest > STALE_AFTER:
        return ("the last checkpoint is stale: flask --app wsgi log checkpoint",)
    return ()


def _at_head() -> bool:
    config = current_app.extensions["migrate"].migrate.get_config()
    wanted = ScriptDirectory.from_config(config).get_current_head()
    found = MigrationContext.configure(db.session.connection()).get_current_revision()
    return bool(found == wanted)
