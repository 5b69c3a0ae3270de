"""The answer card of product.md section 3, and what it cites."""

from datetime import date

from assistant.domain.value import Value


class Citation(Value):
    """Where a sentence of the card comes from, as it is shown."""

    id: str
    """`c1`, `c2` …: the mark that stands behind a sentence."""
    title: str
    locator: str
    url: str | None
    as_of: date | None
    kind: str
    status: str
    quote: str
    """The passage's sentence that rests on it."""
    passage: str
    """Passage id: opens the whole passage."""
    source: str
    """`pdpa:10`"""


class Line(Value):
    """One sentence of the card with its citations."""

    text: str
    citations: tuple[str, ...] = ()


class ClockLine(Value):
    """One date on the card."""

    text: str
    rule: str
    kind: str
    """statutory, promised or asked"""
    binds: str
    """you, them or authority"""
    last_day: date | None
    citations: tuple[str, ...] = ()


class ContactLine(Value):
    """One place to turn to."""

    name: str
    note: str | None = None
    phone: str | None = None
    url: str | None = None


class Table(Value):
    """A table of sentences, each with its citations; the first cell of a row is its heading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


class Card(Value):
    """One answer, in reading order."""

    answer: tuple[Line, ...] = ()
    table: Table | None = None
    steps: tuple[Line, ...] = ()
    clock: tuple[ClockLine, ...] = ()
    protection: tuple[Line, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    not_found: tuple[Line, ...] = ()
