"""Which commands does `flask --app wsgi` have besides Flask's own?"""

from __future__ import annotations

from flask import Flask

from tracker.cli import code_tables, demo, jobs, keys, language, log, protocol

COMMANDS = (
    demo.demo,
    jobs.jobs,
    keys.keys,
    language.language,
    log.log,
    log.board,
    protocol.protocol,
    code_tables.tables,
)


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
