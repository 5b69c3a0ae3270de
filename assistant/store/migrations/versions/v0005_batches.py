"""Tables of the room `batches`."""

from alembic import op
import sqlalchemy as sa


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "batches",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("union_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("personal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("union_id", "digest", name="one_batch_a_file"),
    )
    op.create_table(
        "batch_rows",
        sa.Column("batch", sa.String(64), nullable=False),
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("meaning", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "id"),
    )
    op.create_index("batch_rows_by_topic", "batch_rows", ["batch", "topic"])
    op.create_table(
        "batch_corrections",
        sa.Column("batch", sa.String(64), nullable=False),
        sa.Column("complaint", sa.String(80), nullable=False),
        sa.Column("union_id", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("meaning", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch", "complaint"),
    )
    op.create_index("batch_corrections_by_union", "batch_corrections", ["union_id", "at"])
    op.create_table(
        "batch_consents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("batch", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("complaint", sa.String(80), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("batch_consents_by_topic", "batch_consents", ["batch", "topic"])


def downgrade() -> None:
    """Drop the tables."""
    for name in ("batch_consents", "batch_corrections", "batch_rows", "batches"):
        op.drop_table(name)
