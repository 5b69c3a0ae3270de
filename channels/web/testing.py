"""A service that answers by a script, shipped for tests of the page and of whatever shows it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.domain.answer import Citation
from assistant.domain.dialogue import Reader
from assistant.domain.envelope import Inbound, Outbound, Reply
from assistant.domain.organisation import Organisation
from assistant.domain.passage import Passage
from assistant.domain.value import Instant, Language, Value
from assistant.errors import BadRequest, Forbidden, NotFound, RecourseError, UnknownOrganisation
from assistant.phrases import Phrases
from assistant.ports import Say
from channels.web.samples import ACCESS, COMPANY, NOTICE, UNION, citations_in, sample_reply

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
INVITATION = "demo-invitation"


class Kept(Value):
    """Satisfies `port.Accepted`."""

    id: str
    new: bool


class Shown(Value):
    """Satisfies `port.PassageView`."""

    passage: Passage
    citations: tuple[Citation, ...]


class StillClock:
    """A clock that stands; satisfies `ports.Clock`."""

    def now(self) -> Instant:
        """Return noon in Taipei on 22 November 2026."""
        return NOON


class StillDeps:
    """Satisfies `port.Timed`."""

    clock = StillClock()


@dataclass
class ScriptedService:
    """Satisfies `port.ChatService` without a core."""

    answer: Callable[[Inbound], Reply] = sample_reply
    held: bool = False
    """True: accepted messages stay without a committed reply until `release`."""
    provisional: bool = False
    """True: what is held shows a provisional reply."""
    failure: RecourseError | None = None
    written: bytes | None = None
    """The finished letter of every conversation; None: there is none."""
    outcome_kind: str = "answered"
    accepted: list[Inbound] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    deps: StillDeps = field(default_factory=StillDeps)
    say: Say = field(default_factory=Phrases)
    languages: tuple[Language, ...] = ("zh-TW", "en")

    def release(self) -> None:
        """Commit everything that was held."""
        self.held = False
        self.released.update(inbound.id for inbound in self.accepted)

    async def letter(self, thread: str, person: str, form: str) -> bytes:  # noqa: ARG002 - the port names them
        """Return the letter that was given, for any thread of its own. Raises: NotFound, BadRequest"""
        if self.written is None:
            raise NotFound("no letter is finished here")
        if form != "md":
            raise BadRequest(f"no such format {form!r}")
        return self.written

    async def accept(self, inbound: Inbound) -> Kept:
        """Keep a message once."""
        if self.failure:
            raise self.failure
        for known in self.accepted:
            if (known.channel, known.message) == (inbound.channel, inbound.message):
                return Kept(id=known.id, new=False)
        self.accepted.append(inbound)
        if not self.held:
            self.released.add(inbound.id)
        return Kept(id=inbound.id, new=True)

    async def wait(self, inbound_id: str, timeout_s: float) -> tuple[Outbound, ...]:
        """Return what there is when the reply is committed or the time is over."""
        for _ in range(int(timeout_s / 0.02)):
            if inbound_id in self.released:
                break
            await asyncio.sleep(0.02)
        return await self.replies(inbound_id)

    async def replies(self, inbound_id: str) -> tuple[Outbound, ...]:
        """Return the outbox's rows for a message."""
        inbound = next((known for known in self.accepted if known.id == inbound_id), None)
        done = inbound_id in self.released
        if inbound is None or not (done or self.provisional):
            return ()
        key = f"{inbound.id}.{'r1' if done else 'p1'}"
        state = "waiting" if done else "provisional"
        return (
            Outbound.model_validate(
                {"id": key, "inbound": inbound.id, "thread": inbound.thread, "channel": "web", "state": state, "reply": self.answer(inbound)}
            ),
        )

    async def outcome(self, inbound_id: str) -> tuple[str, str | None] | None:
        """Return how the turn ended."""
        return (self.outcome_kind, None) if inbound_id in self.released else None

    async def conversation(self, thread: str, person: str) -> tuple[tuple[Inbound, tuple[Outbound, ...]], ...]:
        """Return a thread's messages with their replies."""
        own = [inbound for inbound in self.accepted if inbound.thread == thread]
        if any(inbound.person != person for inbound in own):
            raise Forbidden
        return tuple([(inbound, await self.replies(inbound.id)) for inbound in own])

    def forget(self, person: str) -> int:
        """Erase a person's messages."""
        before = {inbound.thread for inbound in self.accepted if inbound.person == person}
        self.accepted[:] = [inbound for inbound in self.accepted if inbound.person != person]
        return len(before)

    async def passage(self, passage_id: str, *, reader: Reader, language: Language) -> Shown:
        """Return one of the sample passages."""
        found = next((each for each in (ACCESS, NOTICE) if each.id == passage_id), None)
        if found is None or found.visibility not in reader.visibilities:
            raise Forbidden
        return Shown(passage=found, citations=citations_in(language))

    async def notices(self, organisation: str, reader: Reader) -> Sequence[Passage]:
        """Return the invented company's notice."""
        return tuple(notice for notice in (NOTICE,) if notice.owner == organisation and notice.visibility in reader.visibilities)

    def organisations(self) -> tuple[Organisation, ...]:
        """Return an invented company and an invented union."""
        return COMPANY, UNION

    def reader_of(self, person: str, organisation: str | None = None) -> Reader:
        """Return a public reader."""
        return Reader(organisation=organisation or self.declared.get(person))

    def join(self, person: str, code: str) -> None:
        """Accept the one invitation there is."""
        if code != INVITATION:
            raise BadRequest("this invitation does not hold")
        self.declared[person] = "demo"

    def declare(self, person: str, organisation: str) -> None:
        """Note a company."""
        if organisation not in {"demo", "demo-union"}:
            raise UnknownOrganisation(repr(organisation))
        self.declared[person] = organisation
