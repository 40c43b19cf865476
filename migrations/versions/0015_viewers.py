"""Which tables hold the patient's and the caregivers' own ways in?"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("mailed_codes", "viewer_passkeys", "viewer_sessions", "viewers")


def upgrade() -> None:
    create_viewers()
    create_ways_in()
    whose = sa.Column("viewer_id", sa.String(length=64), nullable=False, server_default="")
    op.add_column("status_links", whose)
    op.add_column("status_links", sa.Column("spent_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("status_links", "spent_at")
    op.drop_column("status_links", "viewer_id")
    for table in TABLES:
        op.drop_table(table)


def of_viewer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["viewer_id"], ["viewers.id"], name=op.f(f"fk_{table}_viewer_id_viewers")
    )


def create_viewers() -> None:
    op.create_table(
        "viewers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("email_proved_at", MOMENT, nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("came_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewers")),
    )
    op.create_index("ix_viewers_coi", "viewers", ["coi"])
    op.create_index("ix_viewers_email_hash", "viewers", ["email_hash"])


def create_ways_in() -> None:
    op.create_table(
        "viewer_sessions",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("viewer_id", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        of_viewer("viewer_sessions"),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_viewer_sessions")),
    )
    op.create_index("ix_viewer_sessions_viewer_id", "viewer_sessions", ["viewer_id"])
    op.create_table(
        "viewer_passkeys",
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("viewer_id", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        of_viewer("viewer_passkeys"),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_viewer_passkeys")),
    )
    op.create_index("ix_viewer_passkeys_viewer_id", "viewer_passkeys", ["viewer_id"])
    op.create_table(
        "mailed_codes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("viewer_id", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_codes")),
    )
    op.create_index("ix_mailed_codes_viewer_id", "mailed_codes", ["viewer_id"])
