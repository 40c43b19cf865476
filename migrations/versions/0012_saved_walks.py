"""Which table keeps the scans of a walk through a tank until the walk is finished?"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "walk_scans",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("tank", sa.String(length=8), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("staff_name", sa.String(length=200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_scans")),
    )
    op.create_index("walk_scans_by_tank", "walk_scans", ["site", "tank", "staff_id"])


def downgrade() -> None:
    op.drop_table("walk_scans")
