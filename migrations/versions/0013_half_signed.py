"""Where does a step wait, for minutes, until its second person has answered and signed?"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "half_signed",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_half_signed")),
    )


def downgrade() -> None:
    op.drop_table("half_signed")
