"""Tables of the doors on other people's pages."""

from sqlalchemy import JSON, Column, String, Table

from assistant.store.tables import metadata

widgets = Table(
    "door_widgets",
    metadata,
    Column("organisation", String(64), primary_key=True),
    Column("body", JSON, nullable=False),
)
