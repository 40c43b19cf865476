"""Does a walk through a tank keep how each of its labels was read, and why one was typed?"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of a scan saved before, nobody wrote down how it was read."""
    means = sa.Column("means", sa.String(length=16), nullable=False, server_default="")
    op.add_column("walk_scans", means)
    op.add_column(
        "walk_scans", sa.Column("reason", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("walk_scans", "reason")
    op.drop_column("walk_scans", "means")
