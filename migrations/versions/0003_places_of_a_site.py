"""Which places of a site does a visit hold, beyond the infusion itself, and when is the site closed?"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Keep the infusion places; `flask board rebuild` adds what older visits take besides."""
    op.execute("CREATE TABLE visit_places_kept AS SELECT * FROM visit_places")
    op.drop_table("visit_places")
    op.create_table(
        "visit_places",
        sa.Column("coi", sa.String(32), nullable=False),
        sa.Column("site", sa.String(32), nullable=False),
        sa.Column("resource", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("place_no > 0", name=op.f("ck_visit_places_place_no")),
        sa.PrimaryKeyConstraint(
            "site", "resource", "day", "place_no", name=op.f("pk_visit_places")
        ),
        sa.UniqueConstraint(
            "coi", "resource", "day", name=op.f("uq_visit_places_coi_resource_day")
        ),
    )
    op.execute(
        "INSERT INTO visit_places (coi, site, resource, day, place_no) "
        "SELECT coi, site, 'infusion', day, place_no FROM visit_places_kept"
    )
    op.drop_table("visit_places_kept")
    op.create_table(
        "closures",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site", sa.String(32), nullable=False),
        sa.Column("resource", sa.String(16), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("staff_id", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index("closures_by_site", "closures", ["site", "last"])


def downgrade() -> None:
    """Keep the infusion places only."""
    op.drop_table("closures")
    op.execute(
        "CREATE TABLE visit_places_kept AS SELECT coi, site, day, place_no FROM visit_places "
        "WHERE resource = 'infusion'"
    )
    op.drop_table("visit_places")
    op.create_table(
        "visit_places",
        sa.Column("coi", sa.String(32), nullable=False),
        sa.Column("site", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("place_no > 0", name=op.f("ck_visit_places_place_no")),
        sa.PrimaryKeyConstraint("site", "day", "place_no", name=op.f("pk_visit_places")),
        sa.UniqueConstraint("coi", name=op.f("uq_visit_places_coi")),
    )
    op.execute(
        "INSERT INTO visit_places (coi, site, day, place_no) "
        "SELECT coi, site, day, place_no FROM visit_places_kept"
    )
    op.drop_table("visit_places_kept")
