"""Which tables does the service begin with, and which of them refuse every change?"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = {
    "entries": "id = NEW.id OR (coi = NEW.coi AND seq = NEW.seq)",
    "leaves": "position = NEW.position OR (coi = NEW.coi AND seq = NEW.seq)",
    "checkpoints": "id = NEW.id",
    "access": "id = NEW.id",
    "refused_scans": "id = NEW.id",
    "sign_in_attempts": "id = NEW.id",
}
"""Each table with what makes two of its rows the same one."""


DROP_ORDER = (
    "replays",
    "tasks",
    "notices",
    "makers",
    "sites",
    "tokens",
    "grants",
    "staff",
    "status_links",
    "patient_journeys",
    "patients",
    "counters",
    "visit_places",
    "identifiers",
    "board",
    "sign_in_attempts",
    "refused_scans",
    "access",
    "checkpoints",
    "leaves",
    "entries",
)


def upgrade() -> None:
    create_log()
    create_derived()
    create_people()
    create_staff()
    create_waiting()
    if op.get_bind().dialect.name == "postgresql":
        guard_on_postgresql()
    else:
        guard_on_sqlite()


def downgrade() -> None:
    for table in DROP_ORDER:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def create_log() -> None:
    op.create_table(
        "entries",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("coi", "seq", name=op.f("uq_entries_coi_seq")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "leaves",
        sa.Column("position", SERIAL, autoincrement=False, nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_leaves")),
        sa.UniqueConstraint("coi", "seq", name=op.f("uq_leaves_coi_seq")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "access",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    op.create_index("access_by_coi", "access", ["coi", "at"])
    op.create_table(
        "refused_scans",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_scans")),
    )
    op.create_index("refused_scans_by_site", "refused_scans", ["site", "at"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("sign_in_attempts_by_account", "sign_in_attempts", ["account", "at"])


def create_derived() -> None:
    op.create_table(
        "board",
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("maker", sa.String(length=64), nullable=False),
        sa.Column("protocol", sa.String(length=64), nullable=False),
        sa.Column("protocol_version", sa.Integer(), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("latest", sa.String(length=64), nullable=False),
        sa.Column("latest_at", MOMENT, nullable=True),
        sa.Column("next_due", sa.String(length=64), nullable=False),
        sa.Column("next_due_at", MOMENT, nullable=True),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("waiting_since", MOMENT, nullable=True),
        sa.Column("visit", sa.String(length=16), nullable=False),
        sa.Column("day_zero", sa.Date(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.String(length=32), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("coi", name=op.f("pk_board")),
    )
    op.create_index("board_by_due", "board", ["closed", "next_due_at"])
    op.create_index("board_by_maker", "board", ["maker", "closed"])
    op.create_index("board_by_site", "board", ["site", "closed"])
    op.create_table(
        "identifiers",
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_identifiers")),
    )
    op.create_index("identifiers_by_coi", "identifiers", ["coi"])
    op.create_table(
        "visit_places",
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("place_no > 0", name=op.f("ck_visit_places_place_no")),
        sa.PrimaryKeyConstraint("site", "day", "place_no", name=op.f("pk_visit_places")),
        sa.UniqueConstraint("coi", name=op.f("uq_visit_places_coi")),
    )
    op.create_table(
        "counters",
        sa.Column("fin", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fin", "year", name=op.f("pk_counters")),
    )


def create_people() -> None:
    op.create_table(
        "patients",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=False),
        sa.Column("record_number", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("birth_date_hash", sa.String(length=64), nullable=False),
        sa.Column("record_number_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
    )
    op.create_index("ix_patients_birth_date_hash", "patients", ["birth_date_hash"])
    op.create_index("ix_patients_name_hash", "patients", ["name_hash"])
    op.create_index("ix_patients_record_number_hash", "patients", ["record_number_hash"])
    op.create_table(
        "patient_journeys",
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_patient_journeys_patient_id")
        ),
        sa.PrimaryKeyConstraint("coi", name=op.f("pk_patient_journeys")),
    )
    op.create_index("ix_patient_journeys_patient_id", "patient_journeys", ["patient_id"])
    op.create_table(
        "status_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_status_links")),
    )
    op.create_index("ix_status_links_coi", "status_links", ["coi"])


def create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_table(
        "grants",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_grants_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", "place", name=op.f("pk_grants")),
    )
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_tokens_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_tokens")),
    )
    op.create_index("ix_tokens_staff_id", "tokens", ["staff_id"])
    op.create_table(
        "sites",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fin", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("phone_verified", sa.Boolean(), nullable=False),
        sa.Column("phone_hours", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sites")),
    )
    op.create_table(
        "makers",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_makers")),
    )


def create_waiting() -> None:
    op.create_table(
        "notices",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index("ix_notices_coi", "notices", ["coi"])
    op.create_index("notices_due", "notices", ["finished_at", "due_at"])
    op.create_table(
        "tasks",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("coi", "kind", "about", name=op.f("uq_tasks_coi_kind_about")),
    )
    op.create_index("tasks_open", "tasks", ["done_at", "due_at"])
    op.create_table(
        "replays",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "key", name=op.f("pk_replays")),
    )


def guard_on_sqlite() -> None:
    """Refuse UPDATE, DELETE and REPLACE, which deletes without telling the DELETE trigger."""
    for table, same in APPEND_ONLY.items():
        refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN {refuse}; END")
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {refuse}; END"
        )


def guard_on_postgresql() -> None:
    """Refuse UPDATE, DELETE and TRUNCATE. ON CONFLICT DO UPDATE fires the UPDATE trigger."""
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
