"""`flask keys ...`: how are the keys of personal data changed while the service runs?"""

from __future__ import annotations

from typing import Final

import click
from flask.cli import AppGroup

from tracker.store import identity_changes, patients, preparations, second_factors, viewers
from tracker.store.db import db, writing

keys = AppGroup("keys", help="The keys that personal data is encrypted with.")

BESIDE_PATIENTS: Final = (identity_changes, second_factors, viewers, preparations)
"""What else is encrypted for as long as it is kept."""


@keys.command("rotate")
def rotate() -> None:
    """Encrypt personal data again with the first key of TRACKER_DATA_KEY.

    Put the new key in front of the old one, restart, run this. Take the old one away once what is
    encrypted for days only has run out: a link or a code on its way, a step half signed.
    """
    writing()
    count = patients.rewrite_all()
    for store in BESIDE_PATIENTS:
        store.rewrite_all()
    db.session.commit()
    click.echo(f"{count} patients are now encrypted with the first key.")
