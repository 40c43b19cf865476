"""Which columns say what became of a task, and which table holds the feeds of the unit's calendar?"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED = {"outcome": 16, "ended_by": 64, "reason": 300}


def upgrade() -> None:
    for name, length in ADDED.items():
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("tasks", column)
    op.execute("UPDATE tasks SET outcome = 'done' WHERE done_at IS NOT NULL")
    op.create_table(
        "calendar_feeds",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_calendar_feeds_staff_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_calendar_feeds")),
    )
    op.create_index("ix_calendar_feeds_site", "calendar_feeds", ["site"])


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    for name in ADDED:
        op.drop_column("tasks", name)
