"""What each of two processes does that migrate the same database."""

from flask_migrate import upgrade


def run(_name: str) -> str:
    upgrade()
    return "migrated"
