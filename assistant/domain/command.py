"""What can be asked to be done; each has a row in the access matrix and a room that carries it out (`assistant.acting`)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from assistant.domain.batch_command import BatchCommand
from assistant.domain.case_command import CaseCommand
from assistant.domain.case_round_command import RoundCommand
from assistant.domain.channels_command import ChannelsCommand
from assistant.domain.doors_command import DoorsCommand
from assistant.domain.identity_command import IdentityCommand
from assistant.domain.letters_command import LettersCommand
from assistant.domain.organisation import Organisation
from assistant.domain.passage import Passage
from assistant.domain.register_command import RegisterCommand
from assistant.domain.value import Instant, Span, Value


class AddOrganisation(Value):
    """Add an organisation, or renew its name."""

    verb: Literal["add_organisation"] = "add_organisation"
    organisation: Organisation


class MakeKey(Value):
    """Keep the digest of an API key or an invitation."""

    verb: Literal["make_key"] = "make_key"
    digest: str
    kind: Literal["api", "invite"]
    organisation: str | None
    role: str
    once: bool = False
    """An invitation that the first person who accepts it uses up."""
    expires_at: Instant | None = None
    span: Span = Span()
    """First and last day of the membership that an invitation gives; it begins when it is accepted at the earliest."""
    note: str = ""
    """For whom an invitation is."""


class Ingest(Value):
    """Put an organisation's passages in place of those whose id begins with `prefix`."""

    verb: Literal["ingest"] = "ingest"
    organisation: str
    prefix: str
    passages: tuple[Passage, ...]


class LoadCorpus(Value):
    """Put the corpus files' passages in place of the old ones."""

    verb: Literal["load_corpus"] = "load_corpus"
    passages: tuple[Passage, ...]


class Join(Value):
    """Accept an invitation."""

    verb: Literal["join"] = "join"
    person: str
    digest: str
    day: date


class Declare(Value):
    """Say which company one means; gives public reading only."""

    verb: Literal["declare"] = "declare"
    person: str
    organisation: str
    day: date


class Forget(Value):
    """Erase a person's conversations."""

    verb: Literal["forget"] = "forget"
    person: str
    receipt: str | None = None
    """The message that asked for it: its reply, and nothing else of it, stays until it was handed over."""


CoreCommand = AddOrganisation | MakeKey | Ingest | LoadCorpus | Join | Declare | Forget
"""On organisations, texts, keys and conversations."""

# Each room adds its own union, kept in `domain/<room>_command.py`, below this line.
Command = Annotated[
    CoreCommand | DoorsCommand | IdentityCommand | RegisterCommand | CaseCommand | RoundCommand | ChannelsCommand | LettersCommand | BatchCommand,
    Field(discriminator="verb"),
]
