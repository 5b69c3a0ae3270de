"""A question as it was put, and as it stands alone."""

from assistant.domain.value import Value


class Question(Value):
    """A question, and how it leans on what was said before."""

    text: str
    """As the person put it."""
    standing: str
    """The same, able to stand alone; equal to `text` when nothing is left out."""
    leans: bool = False
    """True when it only makes sense after the turn before."""
    forms: tuple[tuple[str, float], ...] = ()
    """With the turn before: the texts to search for and their weights; empty for a first question."""
    passages: tuple[str, ...] = ()
    """What the turn before rested on."""
