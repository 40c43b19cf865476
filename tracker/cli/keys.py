"""`flask keys ...`: how are the keys of personal data changed while the service runs?"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from tracker.store import identity_changes, patients, second_factors, viewers
from tracker.store.db import db, writing

keys = AppGroup("keys", help="The keys that personal data is encrypted with.")


@keys.command("rotate")
def rotate() -> None:
    """Encrypt personal data again with the first key of TRACKER_DATA_KEY.

    Put the new key in front of the old one, restart, run this, then take the old one away.
    """
    writing()
    count = patients.rewrite_all()
    identity_changes.rewrite_all()
    second_factors.rewrite_all()
    viewers.rewrite_all()
    db.session.commit()
    click.echo(f"{count} patients are now encrypted with the first key.")
