"""Tables of the union's batches."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from assistant.store.tables import metadata

batches = Table(
    "batches",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("union_id", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Column("personal", LargeBinary, nullable=False),
    UniqueConstraint("union_id", "digest", name="one_batch_a_file"),
)

batch_rows = Table(
    "batch_rows",
    metadata,
    Column("batch", String(64), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("severity", String(8), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("meaning", LargeBinary, nullable=False),
    Index("batch_rows_by_topic", "batch", "topic"),
)

batch_corrections = Table(
    "batch_corrections",
    metadata,
    Column("batch", String(64), primary_key=True),
    Column("complaint", String(80), primary_key=True),
    Column("union_id", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("labels", JSON, nullable=False),
    Column("meaning", LargeBinary, nullable=False),
    Index("batch_corrections_by_union", "union_id", "at"),
)

batch_consents = Table(
    "batch_consents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("batch", String(64), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("complaint", String(80), nullable=False),
    Column("body", JSON, nullable=False),
    Index("batch_consents_by_topic", "batch", "topic"),
)
