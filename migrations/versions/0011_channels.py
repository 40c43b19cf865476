"""Which table holds how each person wants to hear from us, and by what did each message go?"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHOICES = "message_choices"


def upgrade() -> None:
    op.create_table(
        CHOICES,
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.Column("chosen_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_choices")),
    )
    op.create_index("message_choices_of", CHOICES, ["recipient", "id"])
    channel = sa.Column("channel", sa.String(length=8), nullable=False, server_default="")
    op.add_column("notices", channel)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {CHOICES}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {CHOICES} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    refuse = f"SELECT RAISE(ABORT, '{CHOICES} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{CHOICES}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {CHOICES} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {CHOICES}_no_replace BEFORE INSERT ON {CHOICES} "
        f"WHEN EXISTS (SELECT 1 FROM {CHOICES} WHERE id = NEW.id) BEGIN {refuse}; END"
    )


def downgrade() -> None:
    op.drop_column("notices", "channel")
    op.drop_table(CHOICES)
