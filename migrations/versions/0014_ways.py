"""Which table holds the way to each appointment of a site, in the languages its patients read?"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ways",
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("site", "appointment", "language", name=op.f("pk_ways")),
    )


def downgrade() -> None:
    op.drop_table("ways")
