"""What channels bring in and take out."""

from typing import Literal

from assistant.domain.answer import Card, Citation
from assistant.domain.value import Instant, Language, Value


class Choice(Value):
    """A button: what it says and the token that comes back when it is pressed."""

    label: str
    token: str
    """At most 64 bytes, the smallest limit among channels."""


class Inbound(Value):
    """One message from a person, as a channel received it."""

    id: str
    channel: str
    message: str
    """The channel's own id of the message; the same id again is the same message."""
    thread: str
    person: str
    received_at: Instant
    text: str = ""
    choice: str | None = None
    """Token of a pressed button."""
    language: Language | None = None
    """Language the person has chosen; None: that of the text."""


class Reply(Value):
    """What a person reads, with everything a channel may draw it from."""

    text: str
    """The whole card as people read it."""
    card: Card | None = None
    citations: tuple[Citation, ...] = ()
    actions: tuple[Choice, ...] = ()
    after: str = ""
    """What stands below the card: the question of an interview that a side question interrupted."""
    letter: bool = False
    """True where a finished letter may be fetched as a file."""
    language: Language
    frame: Language | None = None
    """Language of the words around the passages' sentences, where it is another."""


class Outbound(Value):
    """One reply on its way to a channel."""

    id: str
    inbound: str
    thread: str
    channel: str
    state: Literal["provisional", "waiting", "sending", "sent", "failed"]
    reply: Reply
