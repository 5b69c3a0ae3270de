"""What the page needs of the core, as a protocol; `assistant.service.Service` and the scripted one of the tests satisfy it."""

from collections.abc import Sequence
from typing import Protocol

from assistant.domain.answer import Citation
from assistant.domain.dialogue import Reader
from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.organisation import Organisation
from assistant.domain.passage import Passage
from assistant.domain.value import Language
from assistant.ports import Clock, Say


class Accepted(Protocol):
    """A message that was kept."""

    @property
    def id(self) -> str:
        """Id of the kept message; of the first one, when the same message came before."""
        ...

    @property
    def new(self) -> bool:
        """False when the same message was kept before."""
        ...


class PassageView(Protocol):
    """One passage as one reader may see it."""

    @property
    def passage(self) -> Passage:
        """The passage."""
        ...

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources of its claims."""
        ...


class Timed(Protocol):
    """What knows the time."""

    @property
    def clock(self) -> Clock:
        """The only source of time."""
        ...


class Conversing(Protocol):
    """The part of the service that a conversation needs."""

    @property
    def deps(self) -> Timed:
        """What the core itself works with; the page takes the clock from it."""
        ...

    async def letter(self, thread: str, person: str, form: str) -> bytes:
        """Return the finished letter of a person's own conversation as a file. Raises: Forbidden, NotFound, BadRequest, DocumentFailed"""
        ...

    async def accept(self, inbound: Inbound) -> Accepted:
        """Keep the message once and have its turn started."""
        ...

    async def wait(self, inbound_id: str, timeout_s: float) -> Sequence[Outbound]:
        """Return what the outbox holds once the reply is committed, or when the time is over."""
        ...

    async def replies(self, inbound_id: str) -> Sequence[Outbound]:
        """Return what the outbox holds now."""
        ...

    async def outcome(self, inbound_id: str) -> tuple[str, str | None] | None:
        """Return how the turn ended and why; None while it runs."""
        ...

    async def conversation(self, thread: str, person: str) -> Sequence[tuple[Inbound, Sequence[Outbound]]]:
        """Return the thread's messages with their replies, oldest first. Raises: Forbidden"""
        ...

    def forget(self, person: str) -> int:
        """Erase the person's conversations; return how many."""
        ...


class Reading(Protocol):
    """The part of the service that shows passages and organisations."""

    async def passage(self, passage_id: str, *, reader: Reader, language: Language) -> PassageView:
        """Return one passage as it stands today. Raises: Forbidden when it is unknown or not for this reader."""
        ...

    async def notices(self, organisation: str, reader: Reader) -> Sequence[Passage]:
        """Return the elements of the organisation's notices that this reader may see."""
        ...

    def organisations(self) -> Sequence[Organisation]:
        """Return every organisation."""
        ...

    def reader_of(self, person: str, organisation: str | None = None) -> Reader:
        """Return what this person may read."""
        ...

    def join(self, person: str, code: str) -> None:
        """Accept an invitation. Raises: BadRequest where it does not hold."""
        ...

    def declare(self, person: str, organisation: str) -> None:
        """Note which company the person means. Raises: UnknownOrganisation"""
        ...


class ChatService(Conversing, Reading, Protocol):
    """Everything the page needs."""

    @property
    def languages(self) -> Sequence[Language]:
        """Languages in which everything can be said."""
        ...

    @property
    def say(self) -> Say:
        """Words on the screen."""
        ...
