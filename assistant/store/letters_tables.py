"""Tables of self-carried matters."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from assistant.store.tables import metadata

matters = Table(
    "matters",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("closed_on", String(10)),
    Column("touched_at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Index("matters_by_person", "person"),
)
