"""Is the link between a journey and its patient sealed with the key that is not in the database?"""

import sqlalchemy as sa
from alembic import op

from tracker.store.encryption import data_keys

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LINKS = sa.table(
    "patient_journeys", *(sa.column(name, sa.String) for name in ("coi", "patient_id", "seal"))
)


def upgrade() -> None:
    """Seal what is linked now: from here on a link that the service did not write is not believed."""
    seal = sa.Column("seal", sa.String(length=64), nullable=False, server_default="")
    op.add_column("patient_journeys", seal)
    linked = op.get_bind().execute(sa.select(LINKS.c.coi, LINKS.c.patient_id)).all()
    for coi, patient_id in linked:
        sealed = data_keys().match("journey", f"{coi} {patient_id}")
        op.execute(LINKS.update().where(LINKS.c.coi == coi).values(seal=sealed))


def downgrade() -> None:
    op.drop_column("patient_journeys", "seal")
