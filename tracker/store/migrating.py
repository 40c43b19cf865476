"""How does a database get the tables of this release, from inside a running program?"""

from __future__ import annotations

from flask_migrate import upgrade


def to_head() -> None:
    """Run every migration the database does not have yet."""
    upgrade()
