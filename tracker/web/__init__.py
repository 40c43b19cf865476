"""Which pages and addresses does the service answer at?"""

from __future__ import annotations

from flask import Flask

from tracker.web import health

BLUEPRINTS = (health.pages,)


def register(app: Flask) -> None:
    """Give the application its pages."""
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
