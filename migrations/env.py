"""How are migrations run? Once at a time, whole or not at all, on SQLite and on PostgreSQL."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

# Any number; the same for every process that migrates this service's databases.
ADVISORY_LOCK = 7_263_915_004_118


def migrate() -> None:
    database = current_app.extensions["migrate"].db
    # On SQLite this takes the write lock at once, so that a second process waits its turn. Alembic
    # takes SQLite for a database that commits at every table and so ends a transaction with each
    # step; said otherwise, one transaction holds the question "how far?" and every step after it.
    with database.engine.connect().execution_options(tracker_writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            take_turn(connection)
            context.run_migrations()


def take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))


migrate()
