"""Which column says in which browser a link was used, so that it opens nothing in another?"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Links given out before are used by nobody as yet; the first browser to open one has it."""
    browser = sa.Column("browser", sa.String(length=64), nullable=False, server_default="")
    op.add_column("status_links", browser)


def downgrade() -> None:
    op.drop_column("status_links", "browser")
