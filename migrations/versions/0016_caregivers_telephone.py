"""Which columns hold the number a caregiver proved, for text messages?"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("viewers", sa.Column("phone", sa.Text(), nullable=False, server_default=""))
    op.add_column("viewers", sa.Column("phone_proved_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("viewers", "phone_proved_at")
    op.drop_column("viewers", "phone")
