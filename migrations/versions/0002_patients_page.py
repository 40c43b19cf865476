"""Which tables does the patient's page stand on: stretches, a directory, and what was prepared?

`stretches` is derived: `flask board rebuild` fills it from the log that is there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stretches",
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.String(length=20), nullable=False),
        sa.Column("ended_at", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("coi", "name", name=op.f("pk_stretches")),
    )
    op.create_table(
        "directory",
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("hours", sa.String(length=300), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.code"], name=op.f("fk_directory_site_sites")),
        sa.PrimaryKeyConstraint("site", "what", name=op.f("pk_directory")),
    )
    op.create_table(
        "preparations",
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("coi", name=op.f("pk_preparations")),
    )


def downgrade() -> None:
    for table in ("preparations", "directory", "stretches"):
        op.drop_table(table)
