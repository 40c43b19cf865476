"""Who is trained and bound by the signature policy, and who changed who a patient is?"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("trainings", "policy_acceptances", "identity_changes")


def upgrade() -> None:
    create_standing()
    create_identity()
    for table in APPEND_ONLY:
        guard(table)


def downgrade() -> None:
    for table in ("former_patients", *reversed(APPEND_ONLY)):
        op.drop_table(table)


def create_standing() -> None:
    op.create_table(
        "trainings",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kept_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_trainings_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )
    op.create_index("trainings_by_staff", "trainings", ["staff_id", "role"])
    op.create_table(
        "policy_acceptances",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_policy_acceptances_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_acceptances")),
    )
    op.create_index("policy_acceptances_by_staff", "policy_acceptances", ["staff_id"])


def create_identity() -> None:
    op.create_table(
        "identity_changes",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("first", sa.String(length=64), nullable=False),
        sa.Column("second", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patients.id"],
            name=op.f("fk_identity_changes_patient_id_patients"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_changes")),
    )
    op.create_index("identity_changes_by_patient", "identity_changes", ["patient_id"])
    op.create_table(
        "former_patients",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=False),
        sa.Column("record_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_former_patients_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_patients")),
    )
    op.create_index(op.f("ix_former_patients_patient_id"), "former_patients", ["patient_id"])


def guard(table: str) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and REPLACE, as the first migration does."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN {refuse}; END"
    )
