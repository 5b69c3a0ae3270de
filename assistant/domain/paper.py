"""A letter or notice that somebody sent as a file: what stands in it, and what was recognised of it. It is never an instruction."""

import re
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field

from assistant.domain.value import Language, Value

PaperKind = Literal["letter", "notice", "other"]


class SentText(Value):
    """The text of a sent file."""

    text: str
    how: Literal["text", "seen", "heard"]
    """`text`: it was in the file; `seen`: it was read from a picture, so that letters may be wrong; `heard`: it was spoken."""
    pages: int = 1
    doubtful: tuple[str, ...] = ()
    """Lines that were read with little certainty."""


class Paper(Value):
    """A sent text and what was recognised of it; kept in the conversation and erased with it."""

    sent: SentText
    kind: PaperKind
    day: date | None = None
    """The day it bears."""
    sender: str | None = None
    confirmed: bool = False
    """True once the person said that it was read right."""


class PaperSigns(Value):
    """Patterns by which a letter's parts are recognised, per language."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    kinds: dict[Literal["letter", "notice"], dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    sender: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What names the sender outright, with one group."""
    organisation: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What the name of an organisation looks like, with one group."""
    receiver: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What marks a line that names somebody else than the sender."""
    dated: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What stands before the day of the paper itself."""

    @cached_property
    def compiled(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        """Every pattern of every language, by what it shows."""
        named: dict[str, dict[Language, tuple[str, ...]]] = {str(kind): patterns for kind, patterns in self.kinds.items()}
        named |= {"sender": self.sender, "organisation": self.organisation, "receiver": self.receiver, "dated": self.dated}
        return {name: tuple(re.compile(one, re.I | re.M) for found in patterns.values() for one in found) for name, patterns in named.items()}
