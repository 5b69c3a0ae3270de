"""Tables of the register: versions of entries, documents, remarks on drafts."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from assistant.store.tables import metadata

systems = Table(
    "register_systems",
    metadata,
    Column("organisation", String(64), primary_key=True),
    Column("id", String(48), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
)

documents = Table(
    "register_documents",
    metadata,
    Column("organisation", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("system", String(48), primary_key=True),
    Column("version", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
)

comments = Table(
    "register_comments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("organisation", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("system", String(48), nullable=False),
    Column("version", String(32), nullable=False),
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Index("register_comments_by_document", "organisation", "kind", "system", "version"),
)
