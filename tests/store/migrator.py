"""What each of two processes does that migrate the same database."""

from multiprocessing.synchronize import Barrier
from typing import Any

from flask_migrate import upgrade

from tracker import create_app


def run(settings: dict[str, Any], start: Barrier) -> None:
    app = create_app(settings)
    with app.app_context():
        start.wait(timeout=60)
        upgrade()
