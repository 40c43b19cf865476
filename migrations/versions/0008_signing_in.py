"""How does a person come in: sessions, second factors, passkeys, invitations, alerts?"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "spent_challenges",
    "alerts",
    "known_browsers",
    "invitations",
    "passkeys",
    "recovery_codes",
    "second_factors",
    "sessions",
    "refused_requests",
)
EVIDENCE = "refused_requests"
SAME = (
    "id = NEW.id OR (at = NEW.at AND code = NEW.code AND page = NEW.page "
    "AND who = NEW.who AND address = NEW.address)"
)


def upgrade() -> None:
    widen()
    create_ways_in()
    create_links()
    create_watch()
    if op.get_bind().dialect.name == "postgresql":
        guard_on_postgresql()
    else:
        guard_on_sqlite()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("sign_in_attempts_by_address", "sign_in_attempts")
    op.drop_column("sign_in_attempts", "browser")
    op.drop_column("sign_in_attempts", "step")


def widen() -> None:
    """Add columns in place: SQLite keeps the triggers of a table that is not made anew."""
    step = sa.Column("step", sa.String(length=16), nullable=False, server_default="password")
    op.add_column("sign_in_attempts", step)
    browser = sa.Column("browser", sa.String(length=64), nullable=False, server_default="")
    op.add_column("sign_in_attempts", browser)
    op.create_index("sign_in_attempts_by_address", "sign_in_attempts", ["address", "at"])


def of_staff(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["staff_id"], ["staff.id"], name=op.f(f"fk_{table}_staff_id")
    )


def create_ways_in() -> None:
    op.create_table(
        "sessions",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("locked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(length=64), nullable=False),
        of_staff("sessions"),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])
    op.create_table(
        "second_factors",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        of_staff("second_factors"),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        of_staff("recovery_codes"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index("ix_recovery_codes_staff_id", "recovery_codes", ["staff_id"])
    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        of_staff("passkeys"),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_passkeys")),
    )
    op.create_index("ix_passkeys_staff_id", "passkeys", ["staff_id"])


def create_links() -> None:
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        of_staff("invitations"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitations")),
    )
    op.create_index("ix_invitations_staff_id", "invitations", ["staff_id"])
    op.create_table(
        "known_browsers",
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        of_staff("known_browsers"),
        sa.PrimaryKeyConstraint("browser_hash", "staff_id", name=op.f("pk_known_browsers")),
    )
    op.create_table(
        "spent_challenges",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_spent_challenges")),
    )


def create_watch() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("looked_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_table(
        "refused_requests",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_requests")),
        sa.UniqueConstraint(
            "at",
            "code",
            "page",
            "who",
            "address",
            name=op.f("uq_refused_requests_at_code_page_who_address"),
        ),
    )


def guard_on_sqlite() -> None:
    """Refuse UPDATE, DELETE and REPLACE, as the first migration does for the other evidence."""
    refuse = f"SELECT RAISE(ABORT, '{EVIDENCE} is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"{EVIDENCE}_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {EVIDENCE} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {EVIDENCE}_no_replace BEFORE INSERT ON {EVIDENCE} "
        f"WHEN EXISTS (SELECT 1 FROM {EVIDENCE} WHERE {SAME}) BEGIN {refuse}; END"
    )


def guard_on_postgresql() -> None:
    op.execute(
        f"CREATE TRIGGER {EVIDENCE}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {EVIDENCE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
