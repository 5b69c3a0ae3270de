"""The tables. Instants are kept as UTC text in ISO form, values as JSON, so that SQLite and PostgreSQL read alike."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

organisations = Table(
    "organisations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("place", String(16), nullable=False),
    Column("body", JSON, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("organisation", String(64), primary_key=True),
    Column("role", String(24), primary_key=True),
    Column("start", Date, nullable=False, primary_key=True),
    Column("until", Date),
    Column("proof", String(16), nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # api, invite
    Column("organisation", String(64)),
    Column("role", String(24), nullable=False),
    Column("person", String(64)),
    Column("created_at", String(40), nullable=False),
    Column("revoked_at", String(40)),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("owner", String(64), primary_key=True),
    Column("place", String(16), nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("start", Date),
    Column("until", Date),
    Column("digest", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Index("passages_by_owner", "owner", "place"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("row", LargeBinary, nullable=False),
)

versions = Table(
    "index_versions",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("version", String(64), nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("version", Integer, nullable=False),
    Column("dialogue", JSON, nullable=False),
    Column("touched_at", String(40), nullable=False),
    Index("threads_by_person", "person"),
)

inbounds = Table(
    "inbounds",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(24), nullable=False),
    Column("message", String(128), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("channel", "message", name="one_row_a_message"),
    Index("inbounds_waiting", "done", "received_at"),
    Index("inbounds_by_thread", "thread", "received_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("inbound", String(64), primary_key=True),
    Column("thread", String(64), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("reason", String(64)),
    Column("ms", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Column("trace", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("inbound", String(64), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("state", String(12), nullable=False),  # provisional, waiting, sending, sent, failed
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
    Column("note", Text),
    Index("outbox_by_inbound", "inbound", "id"),
    Index("outbox_by_state", "state", "at"),
)

events = Table(
    "events",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(24), nullable=False),
    Column("command", String(40), nullable=False),
    Column("refs", JSON, nullable=False),
)
