"""Which commands does `flask --app wsgi` have besides Flask's own?"""

from __future__ import annotations

from flask import Flask

from tracker.cli import demo, jobs, keys, log, protocol

COMMANDS = (demo.demo, jobs.jobs, keys.keys, log.log, log.board, protocol.protocol)


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
