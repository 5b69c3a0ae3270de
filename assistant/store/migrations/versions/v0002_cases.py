"""Tables of the room `cases`."""

from alembic import op

from assistant.store import case_tables as made
from assistant.store.tables import metadata

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    made.cases,
    made.case_people,
    made.staff_names,
    made.case_payloads,
    made.case_files,
    made.case_trail,
    made.case_checkpoints,
    made.case_reads,
    made.case_consents,
    made.case_receipts,
    made.case_tasks,
    made.call_backs,
    made.call_back_calls,
    made.case_lessons,
    made.case_tombstones,
    made.due,
)


def upgrade() -> None:
    """Make the tables."""
    metadata.create_all(op.get_bind(), tables=_TABLES)


def downgrade() -> None:
    """Drop the tables."""
    metadata.drop_all(op.get_bind(), tables=_TABLES)
