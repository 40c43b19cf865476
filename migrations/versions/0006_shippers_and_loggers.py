"""Where do logger files, their profiles, and the histories of shippers and loggers stand?"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = {
    "reading_files": (
        "id = NEW.id OR (coi = NEW.coi AND shipment = NEW.shipment AND digest = NEW.digest)"
    ),
    "device_events": "id = NEW.id",
}


def upgrade() -> None:
    op.create_table(
        "logger_profiles",
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("site", "model", name=op.f("pk_logger_profiles")),
    )
    create_readings()
    create_devices()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, same in APPEND_ONLY.items():
        if postgresql:
            guard_on_postgresql(table)
        else:
            guard_on_sqlite(table, same)


def downgrade() -> None:
    for table in ("device_events", "reading_files", "logger_profiles"):
        op.drop_table(table)


def create_readings() -> None:
    op.create_table(
        "reading_files",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("shipment", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("buckets", sa.JSON(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_files")),
        sa.UniqueConstraint(
            "coi", "shipment", "digest", name=op.f("uq_reading_files_coi_shipment_digest")
        ),
    )


def create_devices() -> None:
    op.create_table(
        "device_events",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("serial", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("shipment", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_events")),
    )
    op.create_index("device_events_by_serial", "device_events", ["kind", "serial", "at"])


def guard_on_sqlite(table: str, same: str) -> None:
    """Refuse every change, and what REPLACE would do in place of one."""
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {refuse}; END"
    )


def guard_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
