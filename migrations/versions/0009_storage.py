"""Which tables hold the storage map, the places kept, and the audits of tanks?"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AUDITS = "storage_audits"


def upgrade() -> None:
    op.create_table(
        "storage_boxes",
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("tank", sa.String(length=8), nullable=False),
        sa.Column("rack", sa.String(length=8), nullable=False),
        sa.Column("box", sa.String(length=8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_storage_boxes_places")),
        sa.PrimaryKeyConstraint("site", "tank", "rack", "box", name=op.f("pk_storage_boxes")),
    )
    op.create_table(
        "kept_places",
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_kept_places")),
    )
    op.create_index("ix_kept_places_coi", "kept_places", ["coi"])
    op.create_table(
        AUDITS,
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("tank", sa.String(length=8), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storage_audits")),
        sa.UniqueConstraint("request_id", name=op.f("uq_storage_audits_request_id")),
    )
    op.create_index("storage_audits_by_site", AUDITS, ["site", "at"])
    guard()


def guard() -> None:
    """Refuse every change of an audit: it is evidence of what was found, and by whom."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {AUDITS}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {AUDITS} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    refuse = f"SELECT RAISE(ABORT, '{AUDITS} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{AUDITS}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {AUDITS} BEGIN {refuse}; END")
    same = "id = NEW.id OR request_id = NEW.request_id"
    op.execute(
        f"CREATE TRIGGER {AUDITS}_no_replace BEFORE INSERT ON {AUDITS} "
        f"WHEN EXISTS (SELECT 1 FROM {AUDITS} WHERE {same}) BEGIN {refuse}; END"
    )


def downgrade() -> None:
    for table in (AUDITS, "kept_places", "storage_boxes"):
        op.drop_table(table)
