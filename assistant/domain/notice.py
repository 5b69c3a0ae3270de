"""A transparency notice: one text an element and language, for one version of one system."""

from datetime import date

from pydantic import Field

from assistant.domain.document import Document
from assistant.domain.value import Language, Span, Text


class Notice(Document):
    """A transparency notice with everything that is published of it."""

    name: Text
    """Name of the system, as workers know it."""
    audience: str = "members"
    """public, applicants or members."""
    decisions: tuple[str, ...] = ()
    starts_on: date | None = None
    """First day on which it answers; the day of publication where nothing is said."""
    until: date | None = None
    """Last day on which it answers; set when a later version takes its place."""
    texts: dict[Language, dict[str, str]] = Field(default_factory=dict)
    """Language -> element -> text."""

    @property
    def span(self) -> Span:
        """The days on which it answers."""
        return Span(start=self.starts_on, until=self.until)

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element that is worded in some language, in order."""
        return tuple(dict.fromkeys(element for parts in self.texts.values() for element, text in parts.items() if text.strip()))

    def said(self, element: str) -> str:
        """Return an element's text in its first language; empty where there is none."""
        return next((parts[element] for parts in self.texts.values() if parts.get(element, "").strip()), "")
