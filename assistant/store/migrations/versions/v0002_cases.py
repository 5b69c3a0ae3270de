"""Tables of the room `cases`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("second", sa.String(length=64), nullable=True),
        sa.Column("looker", sa.String(length=64), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("filed_at", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.String(length=40), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("cases_by_looker", "cases", ["looker"])
    op.create_index("cases_by_reviewer", "cases", ["reviewer", "waits"])
    op.create_index("cases_by_second", "cases", ["second"])
    op.create_index("cases_by_worker", "cases", ["worker"])
    op.create_index("cases_closed", "cases", ["closed_at"])
    op.create_index("cases_queue", "cases", ["organisation", "kind", "waits", "due_on", "rank", "id"])
    op.create_table(
        "case_people",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("case", "person", "part"),
    )
    op.create_index("case_people_by_person", "case_people", ["person", "part"])
    op.create_table(
        "staff_names",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("person", "organisation", "name"),
    )
    op.create_table(
        "case_payloads",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_payloads_by_case", "case_payloads", ["case", "at"])
    op.create_table(
        "case_files",
        sa.Column("payload", sa.String(length=80), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("payload"),
    )
    op.create_index("case_files_by_case", "case_files", ["case"])
    op.create_index("case_files_by_digest", "case_files", ["digest"])
    op.create_table(
        "case_trail",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.String(length=80), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=True),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case", "seq"),
    )
    op.create_index("case_trail_by_organisation", "case_trail", ["organisation", "at"])
    op.create_table(
        "case_checkpoints",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "case_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_reads_by_case", "case_reads", ["case", "at"])
    op.create_table(
        "case_consents",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.String(length=40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("case", "organisation"),
    )
    op.create_index("case_consents_by_organisation", "case_consents", ["organisation"])
    op.create_table(
        "case_receipts",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=160), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("lookup"),
    )
    op.create_index("case_receipts_by_case", "case_receipts", ["case"])
    op.create_table(
        "case_tasks",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.String(length=40), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_tasks_open", "case_tasks", ["organisation", "done_at", "due_on"])
    op.create_table(
        "call_backs",
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "system"),
    )
    op.create_table(
        "call_back_calls",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.String(length=40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("call_back_calls_by_case", "call_back_calls", ["case"])
    op.create_index("call_back_calls_by_organisation", "call_back_calls", ["organisation", "system"])
    op.create_index("call_back_calls_by_state", "call_back_calls", ["state", "next_at"])
    op.create_table(
        "case_lessons",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_lessons_by_state", "case_lessons", ["state"])
    op.create_table(
        "case_tombstones",
        sa.Column("case", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case"),
    )
    op.create_table(
        "due",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("due_by_ref", "due", ["ref"])
    op.create_index("due_open", "due", ["done_at", "at"])


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "due",
        "case_tombstones",
        "case_lessons",
        "call_back_calls",
        "call_backs",
        "case_tasks",
        "case_receipts",
        "case_consents",
        "case_reads",
        "case_checkpoints",
        "case_trail",
        "case_files",
        "case_payloads",
        "staff_names",
        "case_people",
        "cases",
    ):
        op.drop_table(table)
