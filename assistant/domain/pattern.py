"""What the numbers say, ready to be published: no number of people below the floor stands in it."""

from datetime import date

from assistant.domain.value import Language, Value


class Bar(Value):
    """One line of a chart."""

    label: str
    count: int | None
    """None where it is hidden."""


class Chart(Value):
    """One chart, and what it says in words."""

    title: str
    bars: tuple[Bar, ...]
    words: str
    hidden: str
    """What stands in the place of a hidden number."""


class Report(Value):
    """A page for people: what was reported, how it spreads, what it does not tell."""

    language: Language
    title: str
    day: date
    lead: tuple[str, ...]
    charts: tuple[Chart, ...]
    notes_title: str
    notes: tuple[str, ...]
