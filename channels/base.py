"""The contract of a channel: what it takes in, what it takes out, and what its vendor allows."""

import hmac
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Protocol, runtime_checkable

from assistant.domain.envelope import Address, Attachment, Choice, File, Inbound, Outbound
from assistant.domain.value import Language, Value
from assistant.ports import Clock, Say

_LONGEST_HEADER = 200
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that draw nothing but change how the rest is drawn: controls, right-to-left overrides and isolates."""
PRIVATE = "private"
"""Token of the button that leads from a group to a conversation of two; a channel that can, makes a link of it."""


class Markup(StrEnum):
    """How a channel writes bold and escapes the rest."""

    NONE = "none"
    HTML = "html"
    """Telegram's subset of HTML."""
    MRKDWN = "mrkdwn"
    """Slack's own."""


class Limits(Value):
    """What a vendor allows, as its documentation says; `fit` reads nothing else."""

    text_units: int
    """Longest message in UTF-16 units."""
    buttons: int
    """Most buttons below a message; 0: choices are numbered."""
    label_units: int
    """Longest label of a button."""
    batch: int = 1
    """Most messages in one call."""
    file_bytes: int = 0
    """Largest file taken in; 0: none."""
    files_out: bool = False
    """True where files can be sent; elsewhere a link is shown."""
    markup: Markup = Markup.NONE
    blocks: bool = False
    """True where the channel draws a message's blocks itself, as a card."""


class Block(Value):
    """A piece of a message: a section of the card, or a paragraph."""

    title: str = ""
    text: str


class Part(Value):
    """One message, within the channel's limits."""

    text: str
    """In the channel's own markup, escaped; empty where there is only a file."""
    blocks: tuple[Block, ...] = ()
    """The same, for channels that draw it themselves; not escaped."""
    choices: tuple[Choice, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Buttons that open an address: label and address."""
    file: Attachment | None = None


class Parcel(Value):
    """What one call hands over: some of a reply's messages, in order."""

    outbound: Outbound
    address: Address
    parts: tuple[Part, ...]
    key: str
    """The same for the same messages of the same reply, so that a vendor that takes a key takes them once."""


class Channel(Protocol):
    """One channel: bytes to envelopes and envelopes to bytes. Its module has `open_channel(premises) -> Channel`."""

    name: str
    limits: Limits

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """Return the messages of one request, oldest first; empty where it holds nothing for us. Header names are lower case. Nothing else happens.

        Raises: SignatureInvalid
        """
        ...

    async def send(self, parcel: Parcel) -> None:
        """Hand messages over.

        Raises: DeliveryFailed (retryable), DeliveryRefused
        """
        ...

    async def fetch(self, file: File) -> bytes:
        """Return the bytes of a file that came in.

        Raises: DeliveryFailed (retryable), NotFound
        """
        ...


@runtime_checkable
class Echoing(Protocol):
    """A channel whose vendor wants something said back in the answer to its request."""

    def echo(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """Return what to say back; None where nothing is asked. Raises: SignatureInvalid"""
        ...


@runtime_checkable
class Polling(Protocol):
    """A channel that can ask its vendor for messages, for a machine that cannot be reached from outside."""

    @property
    def polls(self) -> bool:
        """True where it is set to ask instead of being called."""
        ...

    def updates(self) -> AsyncIterator[Sequence[Inbound]]:
        """Yield messages as they come, for ever; what was yielded is told to the vendor as taken when the next is asked for."""
        ...


@runtime_checkable
class Opening(Protocol):
    """A channel that asks its vendor something when the server starts, such as its own name."""

    async def open(self) -> None:
        """Ask; a vendor that does not answer is no failure."""
        ...


@runtime_checkable
class Registering(Protocol):
    """A channel whose vendor can be told our address."""

    async def register(self, url: str) -> str:
        """Tell the vendor to call this address, and set up menus; return in words what it answered. Raises: DeliveryFailed, DeliveryRefused"""
        ...


@runtime_checkable
class Closing(Protocol):
    """A channel that holds connections."""

    async def close(self) -> None:
        """Give them back."""
        ...


class Ledger(Protocol):
    """Counts what costs: messages that a vendor bills when they answer no message."""

    async def spend(self, channel: str, key: str, most: int) -> bool:
        """Take one from this month's budget, once for a key; False where it is used up."""
        ...


@dataclass(frozen=True)
class Names:
    """Names for people and threads that say nothing about them outside this server."""

    secret: bytes

    def person(self, channel: str, *who: str) -> str:
        """Return a person's name."""
        return self._name(channel, "person", who)

    def thread(self, channel: str, *where: str) -> str:
        """Return a conversation's name."""
        return self._name(channel, "thread", where)

    def _name(self, channel: str, kind: str, parts: tuple[str, ...]) -> str:
        mark = hmac.digest(self.secret, "\0".join((channel, kind, *parts)).encode(), sha256).hex()[:32]
        return f"{channel[:24]}-{mark}"


@dataclass(frozen=True)
class Premises:
    """What a channel is given when it is opened."""

    clock: Clock
    say: Say
    names: Names
    ledger: Ledger
    languages: Sequence[Language] = ("zh-TW", "en")
    """Languages in which everything can be said, the place's own first."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Settings of this channel, by name without its prefix."""


Open = Callable[[Premises], Channel]


class Outlet(Protocol):
    """One channel's way out."""

    async def deliver(self, outbound: Outbound) -> int | None:
        """Hand over a reply, or its next messages; return the number of the message to go on with, None when all are over.

        Raises: DeliveryFailed (retryable), DeliveryRefused
        """
        ...


class WebDelivery:
    """For channels that read the outbox themselves: being committed is being delivered."""

    async def deliver(self, outbound: Outbound) -> None:
        """Succeed."""


def key_of(order: str, channel: str, message: str) -> str:
    """Return a message's id: sorts as `order` does, and is the same for the same message."""
    return f"{order[:40]}-{sha256(f'{channel}:{message}'.encode()).hexdigest()[:16]}"


def clean(text: str) -> str:
    """Return a text without characters that only disturb how it is drawn."""
    return _UNSEEN.sub("", text)


def wished_language(header: str | None, languages: Sequence[Language]) -> Language | None:
    """Return the first language of an Accept-Language header that we speak; None where it names none of ours."""
    for wish in (header or "")[:_LONGEST_HEADER].split(","):
        name = wish.partition(";")[0].strip().lower()
        for language in languages:
            if name and name.partition("-")[0] == language.lower().partition("-")[0]:
                return language
    return None
