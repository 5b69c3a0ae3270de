"""Name the people to call for a kind of need."""

from assistant.cards.contacts import hotline_lines
from assistant.domain.answer import ContactLine
from assistant.domain.place import Place
from assistant.domain.value import Language

_ALWAYS = "human"
"""Kind that stands in where a place lists nobody for a need."""


def refer(need: str, place: Place, language: Language) -> tuple[ContactLine, ...]:
    """Return whom to call, first one first; empty only where a place knows no line at all."""
    return hotline_lines(need, place, language) or hotline_lines(_ALWAYS, place, language)
