"""What channels bring in and take out."""

from typing import Literal

from pydantic import Field

from assistant.domain.answer import Card, Citation
from assistant.domain.value import Instant, Language, Value


class Choice(Value):
    """A button: what it says and the token that comes back when it is pressed."""

    label: str
    token: str
    """At most 64 bytes, the smallest limit among channels."""


class File(Value):
    """A file that came with a message. Its bytes lie encrypted below the home folder, never in a row."""

    name: str
    kind: str
    """Media type, as the channel claims it: `image/jpeg`, `application/pdf`, `audio/ogg` …"""
    size: int = 0
    """Bytes; as the channel claims until they are kept, 0 where it does not say."""
    remote: str | None = None
    """The channel's own reference, by which the bytes are fetched."""
    digest: str | None = None
    """Name under which the bytes are kept; None: they are not here."""
    fault: Literal["large", "gone"] | None = None
    """Why the bytes were not taken."""


class Address(Value):
    """Where a reply goes, in a channel's own terms."""

    chat: str
    topic: str | None = None
    """Thread or topic inside the chat."""
    message: str | None = None
    """The message that is answered, where others talk in between."""
    token: str | None = None
    """What the channel gives for one reply, for a short time: a reply token, a press to acknowledge, a dialog to open."""
    private: bool = True
    """False where others read along."""


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
    files: tuple[File, ...] = ()
    address: Address | None = None
    """Where the reply goes; None: whoever asked comes to the outbox."""
    sender: str | None = None
    """The person's name in this channel alone, where `person` is the one they are linked with."""
    event: Literal["message", "edited", "odd", "left"] = "message"
    """`edited`: an earlier message, changed; `odd`: something that cannot be read, such as a sticker; `left`: they blocked us, nothing to answer."""
    filled: tuple[tuple[str, str], ...] = ()
    """What was filled into a form, by the name of each blank; the same stands in `text`, a line each."""
    numbered: bool = False
    """True where the channel has no buttons, so that a number typed back is a press."""


class Blank(Value):
    """One thing to fill in, where a channel can show a form; elsewhere it is asked in words."""

    name: str
    label: str
    long: bool = False
    """True for several lines."""
    optional: bool = False
    """True where it may stay empty."""
    choices: tuple[Choice, ...] = ()


class Reply(Value):
    """What a person reads, with everything a channel may draw it from."""

    text: str
    """The whole card as people read it."""
    card: Card | None = None
    citations: tuple[Citation, ...] = ()
    actions: tuple[Choice, ...] = ()
    after: str = ""
    """What stands below the card: the question of an interview that a side question interrupted."""
    calendar: str | None = None
    """Case whose clock may be fetched as a calendar file."""
    own_data: bool = False
    """True where everything that is kept about the person may be fetched as a file."""
    secret: bool = False
    """True where the text holds a receipt code, which is struck out some time after it was shown."""
    letter: bool = False
    """True where a finished letter may be fetched as a file."""
    form: tuple[Blank, ...] = ()
    """What the text asks for, where it can be filled in at once; comes back as one message, a line `label: value` each."""
    papers: tuple[str, ...] = ()
    """Files about the letter or its matter that may be fetched, besides the letter: note, beside, ics, diary."""
    language: Language
    frame: Language | None = None
    """Language of the words around the passages' sentences, where it is another."""


class Attachment(Value):
    """A file on its way out, with its bytes; made when the reply is handed over and never stored."""

    name: str
    kind: str
    content: bytes = Field(repr=False)


class Outbound(Value):
    """One reply on its way to a channel."""

    id: str
    inbound: str
    thread: str
    channel: str
    state: Literal["provisional", "waiting", "sending", "sent", "failed"]
    reply: Reply
    address: Address | None = None
    """Where it goes; None: whoever asked comes to the outbox."""
    part: int = 0
    """How many of its messages the channel has taken."""
    enclosed: tuple[File, ...] = ()
    """Files to go with it, from the home's safe."""
    files: tuple[Attachment, ...] = Field(default=(), repr=False)
    """The same with their bytes, and a letter's, when it is handed over."""
