"""Tables of the room `doors`."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("door_widgets", sa.Column("organisation", sa.String(64), primary_key=True), sa.Column("body", sa.JSON(), nullable=False))


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("door_widgets")
