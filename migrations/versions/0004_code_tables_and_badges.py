"""Where do the codes a site loads stand, and the badges it gave its staff?"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = {
    "code_tables": (
        "id = NEW.id OR (site = NEW.site AND kind = NEW.kind AND version = NEW.version)"
    ),
    "codes": "load = NEW.load AND code = NEW.code",
    "badges": "id = NEW.id OR (fin = NEW.fin AND member = NEW.member)",
}
"""Each table with what makes two of its rows the same one."""


def upgrade() -> None:
    create_codes()
    create_badges()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, same in APPEND_ONLY.items():
        if postgresql:
            guard_on_postgresql(table)
        else:
            guard_on_sqlite(table, same)


def downgrade() -> None:
    for table in ("badges", "codes", "code_tables"):
        op.drop_table(table)


def create_codes() -> None:
    op.create_table(
        "code_tables",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("loaded_by", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_tables")),
        sa.UniqueConstraint(
            "site", "kind", "version", name=op.f("uq_code_tables_site_kind_version")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "codes",
        sa.Column("load", SERIAL, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["load"], ["code_tables.id"], name=op.f("fk_codes_load_code_tables")
        ),
        sa.PrimaryKeyConstraint("load", "code", name=op.f("pk_codes")),
    )


def create_badges() -> None:
    op.create_table(
        "badges",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("fin", sa.String(length=5), nullable=False),
        sa.Column("member", sa.String(length=6), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_badges_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("fin", "member", name=op.f("uq_badges_fin_member")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_badges_staff_id", "badges", ["staff_id"])


def guard_on_sqlite(table: str, same: str) -> None:
    """Refuse every change, and what REPLACE would do in place of one."""
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {refuse}; END"
    )


def guard_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
