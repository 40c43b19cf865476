"""Where is every answer to a scan counted? A table of evidence, filled with what was refused so far."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSAL = 'body LIKE \'%"kind":"identity_mismatch"%\' OR body LIKE \'%"kind":"scan_refused"%\''


def upgrade() -> None:
    table = create()
    carry_over(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER scanned_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scanned "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        guard_on_sqlite()


def downgrade() -> None:
    op.drop_table("scanned")


def create() -> sa.Table:
    table = op.create_table(
        "scanned",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("coi", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scanned")),
    )
    op.create_index("scanned_by_site", "scanned", ["site", "day"])
    op.create_index("scanned_by_code", "scanned", ["code", "day"])
    return table


def carry_over(table: sa.Table) -> None:
    """Count what was refused before; how it was read was not written down then."""
    apart = sa.table(
        "refused_scans",
        sa.column("at", MOMENT),
        *(sa.column(name) for name in ("staff_id", "site", "raw", "code", "request_id")),
    )
    entries = sa.table(
        "entries",
        sa.column("recorded_at", MOMENT),
        *(sa.column(name) for name in ("id", "coi", "body", "request_id")),
    )
    bind = op.get_bind()
    common = {"coi": "", "source": "unknown", "reason": ""}
    rows = [
        {**common, **row, "day": row["at"].date()}
        for row in bind.execute(sa.select(apart)).mappings()
    ]
    kept = sa.select(entries).where(sa.text(REFUSAL)).order_by(entries.c.id)
    rows += [{**common, **in_journey(row)} for row in bind.execute(kept).mappings()]
    if rows:
        op.bulk_insert(table, sorted(rows, key=lambda row: row["at"]))


def in_journey(row: sa.RowMapping) -> dict[str, object]:
    entry = json.loads(row["body"])
    return {
        "at": row["recorded_at"],
        "day": row["recorded_at"].date(),
        "staff_id": entry["by"]["id"],
        "site": entry["by"]["site"],
        "coi": row["coi"],
        "raw": "\n".join(entry["scans"])[:500],
        "code": entry["data"].get("code", entry["kind"]),
        "request_id": row["request_id"],
    }


def guard_on_sqlite() -> None:
    refuse = "SELECT RAISE(ABORT, 'scanned is append-only')"
    for verb in ("UPDATE", "DELETE"):
        name = f"scanned_no_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON scanned BEGIN {refuse}; END")
    op.execute(
        "CREATE TRIGGER scanned_no_replace BEFORE INSERT ON scanned "
        f"WHEN EXISTS (SELECT 1 FROM scanned WHERE id = NEW.id) BEGIN {refuse}; END"
    )
