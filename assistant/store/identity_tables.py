"""Tables of accounts, log-ins, links, and what an invitation carries besides its key."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from assistant.store.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("login", String(160), nullable=False, unique=True),
    Column("name", String(160), nullable=False),
    Column("password", Text),
    Column("second", Text),
    Column("last_step", Integer, nullable=False),
    Column("recovery", JSON, nullable=False),
    Column("thread", String(64)),
    Column("opened_at", String(40), nullable=False),
    Column("closed_at", String(40)),
)

logins = Table(
    "logins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("agent", String(80), nullable=False),
    Index("logins_by_person", "person"),
)

login_tries = Table(
    "login_tries",
    metadata,
    Column("name", String(64), primary_key=True),  # digest of what was typed, known account or not
    Column("wrong", Integer, nullable=False),
    Column("wait_until", String(40)),
    Column("at", String(40), nullable=False),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("used_at", String(40)),
)

links = Table(
    "links",
    metadata,
    Column("alias", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("channel", String(24), nullable=False),
    Column("at", String(40), nullable=False),
    UniqueConstraint("person", "channel", name="one_link_a_channel"),
)

sign_ons = Table(
    "sign_ons",
    metadata,
    Column("issuer", String(200), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
)

rules = Table(
    "organisation_rules",
    metadata,
    Column("organisation", String(64), primary_key=True),
    Column("body", JSON, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the key of kind `invite` that it belongs to
    Column("once", Boolean, nullable=False),
    Column("expires_at", String(40)),
    Column("start", Date),
    Column("until", Date),
    Column("note", String(160), nullable=False),
    Column("used_at", String(40)),
    Column("used_by", String(64)),
)
