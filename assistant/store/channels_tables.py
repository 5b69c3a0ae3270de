"""Tables of channels: the language people chose, where people can be reached, how far a delivery has come."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from assistant.store.tables import metadata

preferences = Table(
    "channel_preferences",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("language", String(16)),
)

addresses = Table(
    "channel_addresses",
    metadata,
    Column("sender", String(64), primary_key=True),
    Column("channel", String(24), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("gone_at", String(40)),
    Column("body", JSON, nullable=False),
)

deliveries = Table(
    "channel_deliveries",
    metadata,
    Column("outbound", String(80), primary_key=True),
    Column("part", Integer, nullable=False),
    Column("again", Integer, nullable=False),
    Column("address", JSON),
    Column("files", JSON),
)

pushes = Table(
    "channel_pushes",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("channel", String(24), nullable=False),
    Column("month", String(7), nullable=False),
    Index("channel_pushes_by_month", "channel", "month"),
)

switches = Table(
    "channel_switches",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("off_at", String(40), nullable=False),
)
