"""Tables of the room `channels`."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _name(name: str, length: int = 64, *, primary_key: bool = False, nullable: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), primary_key=primary_key, nullable=nullable and not primary_key)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("channel_preferences", _name("person", primary_key=True), _name("language", 16))
    op.create_table(
        "channel_addresses",
        _name("sender", primary_key=True),
        _name("channel", 24, nullable=False),
        _name("thread", nullable=False),
        _name("seen_at", 40, nullable=False),
        _name("gone_at", 40),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_table(
        "channel_deliveries",
        _name("outbound", 80, primary_key=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("address", sa.JSON()),
        sa.Column("files", sa.JSON()),
    )
    op.create_table("channel_pushes", _name("key", 120, primary_key=True), _name("channel", 24, nullable=False), _name("month", 7, nullable=False))
    op.create_index("channel_pushes_by_month", "channel_pushes", ["channel", "month"])
    op.create_table("channel_switches", _name("channel", 24, primary_key=True), _name("off_at", 40, nullable=False))


def downgrade() -> None:
    """Drop the tables."""
    for table in ("preferences", "addresses", "deliveries", "pushes", "switches"):
        op.drop_table(f"channel_{table}")
