"""What desks, channels, other assistants and the command line may call: accept, ask, act, search, see."""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from assistant import access, acting
from assistant.cards.cite import Citer
from assistant.cases.reading import CaseReading
from assistant.documents.write import write
from assistant.domain.answer import Citation
from assistant.domain.command import Command, Declare, Forget, Join
from assistant.domain.dialogue import Outcome, Reader, Scene, Step
from assistant.domain.doors_command import Widget
from assistant.domain.draft import DraftState
from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.letter import Letter
from assistant.domain.matter import Matter
from assistant.domain.organisation import Membership, Organisation, Proof
from assistant.domain.passage import Passage
from assistant.domain.person import Actor, Role
from assistant.domain.value import Instant, Language, Value
from assistant.errors import Forbidden, NotFound, UnknownOrganisation, UnknownPlace
from assistant.interview.desk import Desk
from assistant.keeping import keep
from assistant.letters import Sitting
from assistant.matters.papers import PAPERS, Papers
from assistant.ports import Act, Deps, Hit
from assistant.register.kit import kit
from assistant.register.reading import Register
from assistant.ringing import ring_all
from assistant.store import conversations, doors, identity_people, matters, notices, organisations, people
from assistant.store.database import Database
from assistant.turn import decide, take_turn, today_in

_LOOK_S = 0.03
"""How often a waiting caller looks at the outbox."""


class Accepted(Value):
    """A message that is kept; `new` is False when the channel had delivered it before."""

    id: str
    new: bool


class PassageView(Value):
    """A whole passage with what it cites, for reading."""

    passage: Passage
    citations: tuple[Citation, ...]


def digest_of(secret: str) -> str:
    """Return what is stored of an API key or invitation (both are random, so one round is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _unasked(notice: Outbound, thread: str, person: str, at: Instant) -> Inbound:
    """Return the empty message that a notice stands below, so that it is read where it belongs in time."""
    return Inbound(id=notice.id, channel=notice.channel, message=notice.id, thread=thread, person=person, received_at=at, event="odd")


class Service:
    """The one door to the core."""

    def __init__(self, database: Database, deps: Deps, *, place: str, start: Callable[[Inbound], Awaitable[None]] | None = None) -> None:
        self.database, self.deps, self.place = database, deps, place
        self._start = start or self._take_here
        self.say = deps.say
        self.cases, self.register = CaseReading(database, deps), Register(database, deps)

    def kit(self, firm: Organisation, language: Language) -> bytes:
        """Return a firm's governance kit as a zip. Raises: DocumentFailed"""
        return kit(self.register, self.deps, firm, language, self.scene(place=firm.place).today)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Languages in which everything can be said, the place's own first."""
        own = self.deps.library.places[self.place].languages
        return tuple(sorted(self.say.full, key=lambda language: own.index(language) if language in own else len(own)))

    def start_turns_with(self, start: Callable[[Inbound], Awaitable[None]]) -> None:
        """Have accepted messages' turns started by the engine instead of in this process."""
        self._start = start

    async def _take_here(self, inbound: Inbound) -> None:
        await take_turn(inbound.id, database=self.database, deps=self.deps, place=self.place)

    async def accept(self, inbound: Inbound) -> Accepted:
        """Keep a message once and have its turn started.

        Raises: StoreBusy (retryable), Forbidden for another person's thread, TooMany
        """
        kept, new = await asyncio.to_thread(self._keep, inbound)
        await self._start(kept)
        return Accepted(id=kept.id, new=new)

    def _keep(self, inbound: Inbound) -> tuple[Inbound, bool]:
        with self.database.write() as tx:
            return keep(tx, inbound)

    async def wait(self, inbound_id: str, timeout_s: float) -> tuple[Outbound, ...]:
        """Return the replies to a message once committed, or what there is when the time is over."""
        try:
            async with asyncio.timeout(timeout_s):
                while not (found := await self.replies(inbound_id)) or all(reply.state == "provisional" for reply in found):  # noqa: ASYNC110 - only the outbox knows
                    await asyncio.sleep(_LOOK_S)
                return found
        except TimeoutError:
            return await self.replies(inbound_id)

    async def replies(self, inbound_id: str) -> tuple[Outbound, ...]:
        """Return what the outbox holds for a message now."""
        return await asyncio.to_thread(self._replies, inbound_id)

    def _replies(self, inbound_id: str) -> tuple[Outbound, ...]:
        with self.database.read() as tx:
            return conversations.replies_to(tx, inbound_id)

    async def outcome(self, inbound_id: str) -> tuple[str, str | None] | None:
        """Return a finished turn's outcome and reason."""
        with self.database.read() as tx:
            return conversations.outcome_of(tx, inbound_id)

    async def trace(self, inbound_id: str) -> tuple[Step, ...]:
        """Return the steps of a finished turn."""
        with self.database.read() as tx:
            return conversations.trace_of(tx, inbound_id)

    async def conversation(self, thread: str, person: str) -> tuple[tuple[Inbound, tuple[Outbound, ...]], ...]:
        """Return a thread's messages and replies, oldest first. Raises: Forbidden for another person's thread."""
        with self.database.read() as tx:
            own = people.names_of(tx, identity_people.person_of(tx, person))
            if conversations.thread_owner(tx, thread) not in (None, own[0]):
                raise Forbidden("this thread is another person's")
            pairs = [pair for pair in conversations.replies_in(tx, thread) if pair[0].person in own]
            told = [(_unasked(notice, thread, own[0], at), (notice,)) for at, notice in notices.dated_notices(tx, thread)]
            return tuple(sorted([*pairs, *told], key=lambda pair: pair[0].received_at))

    async def letter(self, thread: str, person: str, form: str) -> bytes:
        """Return the letter that a person's own conversation has shown, as `md`, `docx` or `pdf`, or a paper of it; what was skipped stands as a blank line.

        Raises: Forbidden for another person's thread, NotFound where no letter was shown yet, BadRequest for another format, DocumentFailed
        """
        state, matter = await asyncio.to_thread(self._at_hand, thread, person)
        if state is None or not state.version:
            raise NotFound("no letter is finished here")
        if form in PAPERS:
            follow = self._sitting(state.language).follow
            return await asyncio.to_thread(Papers(follow=follow, state=state, matter=matter, at=self.deps.clock.now()).make, form)
        return await asyncio.to_thread(write, self._sitting(state.language).letter(state), form)

    def _at_hand(self, thread: str, person: str) -> tuple[DraftState | None, Matter | None]:
        """Return the letter at hand, else the last one that went out, and the matter spoken of."""
        with self.database.read() as tx:
            owner = identity_people.person_of(tx, person)
            if conversations.thread_owner(tx, thread) not in (None, owner):
                raise Forbidden("this thread is another person's")
            dialogue, known = conversations.dialogue_of(tx, thread)[0], matters.matters_of(tx, owner)
        matter = next((found for found in known if found.id == dialogue.matter), None) or next(iter(known), None)
        return dialogue.draft or (matter.last.draft if matter else None), matter

    def drafted(self, thread: str, person: str) -> Letter | None:
        """Return the letter of a person's own conversation as far as it is written. Raises: Forbidden for another person's thread."""
        state = self.draft_of(thread, person)
        if state is None:
            return None
        return self._sitting(state.language).letter(state)

    def _sitting(self, language: Language) -> Sitting:
        desk = Desk(drafting=self.deps.drafting, library=self.deps.library, say=self.say, today=self.scene().today, calendar=self.deps.calendar)
        return Sitting(deps=self.deps, desk=desk, place=self.deps.library.places[self.place], language=language)

    def draft_of(self, thread: str, person: str) -> DraftState | None:
        """Return what a person's own conversation knows for a letter. Raises: Forbidden for another person's thread."""
        with self.database.read() as tx:
            if conversations.thread_owner(tx, thread) not in (None, identity_people.person_of(tx, person)):
                raise Forbidden("this thread is another person's")
            return conversations.dialogue_of(tx, thread)[0].draft

    async def ask(self, inbound: Inbound, scene: Scene) -> Outcome:
        """Answer without storing anything; the caller brings the history in the scene."""
        return await decide(inbound, scene, self.deps, self.organisations())

    def scene(self, *, place: str | None = None, on: date | None = None) -> Scene:
        """Return an empty scene for a place and a day of law. Raises: UnknownPlace."""
        code = (place or self.place).upper()
        if code not in self.deps.library.places:
            raise UnknownPlace(f"{code!r}; known: {', '.join(sorted(self.deps.library.places))}")
        scene = today_in(code, self.deps, self.deps.clock.now())
        return scene.but(day=on) if on else scene

    def reader(self, role: Role, organisation: str | None, proof: Proof | None) -> Reader:
        """Return what somebody in a role may read. Raises: UnknownOrganisation."""
        if organisation is not None:
            with self.database.read() as tx:
                if organisations.find_organisation(tx, organisation) is None:
                    raise UnknownOrganisation(repr(organisation))
        return access.reader_for(role, organisation, proof)

    def reader_of(self, person: str, organisation: str | None = None) -> Reader:
        """Return what a person's memberships let them read today."""
        with self.database.read() as tx:
            found = organisations.memberships_on(tx, identity_people.person_of(tx, person), self.scene().today)
        return access.reader_of_memberships(found, organisation)

    def person_of(self, address: str) -> str:
        """Return the one person behind a channel's or browser's own id; that id itself where nothing is linked."""
        with self.database.read() as tx:
            return identity_people.person_of(tx, address)

    def memberships_of(self, person: str) -> tuple[Membership, ...]:
        """Return a person's memberships that hold today, proven ones first."""
        with self.database.read() as tx:
            return organisations.memberships_on(tx, identity_people.person_of(tx, person), self.scene().today)

    def actor(self, person: str, *roles: Role, organisation: str | None = None) -> Actor:
        """Return a person as an actor in one of these roles, by a membership that holds today and was proven. Raises: Forbidden."""
        return access.actor_of(self.person_of(person), self.memberships_of(person), roles, organisation)

    def key_holder(self, secret: str, kind: str) -> tuple[str | None, Role] | None:
        """Return the organisation and role that an API key or invitation stands for."""
        with self.database.read() as tx:
            found = organisations.find_key(tx, digest_of(secret), kind)
        return (found[0], Role(found[1])) if found else None

    def organisations(self) -> tuple[Organisation, ...]:
        """Return every organisation, by id."""
        with self.database.read() as tx:
            return organisations.all_organisations(tx)

    def widget(self, organisation: str) -> Widget | None:
        """Return on which pages an organisation's chat may stand; None where nowhere."""
        with self.database.read() as tx:
            return doors.widget_of(tx, organisation)

    async def search(self, question: str, language: Language, *, reader: Reader, scene: Scene, limit: int) -> Sequence[Hit]:
        """Return the nearest passages with their signals."""
        return await self.deps.index.search(question, language, reader=reader, places=(scene.place, "*"), day=scene.day, limit=limit)

    async def warm(self) -> None:
        """Open every index, building what is missing, so that nobody's first question waits for it."""
        scene = self.scene()
        for organisation in (None, *(each.id for each in self.organisations())):
            await self.search("?", self.languages[0], reader=self.reader(Role.WORKER, organisation, None), scene=scene, limit=1)

    async def passage(self, passage_id: str, *, reader: Reader, language: Language, day: date | None = None) -> PassageView:
        """Return a whole passage for reading. Raises: Forbidden where it is not this reader's, unknown, or (but for law) not in force."""
        day = day or self.scene().today
        found = await self.deps.index.passages([passage_id], reader=reader, day=day, any_day=True)
        if not found:
            raise Forbidden(f"no such passage: {passage_id!r}")
        citer = Citer(self.deps.library, language, day, self.say)
        for claim in found[0].wording(language).claims:
            citer.marks(claim, found[0])
        return PassageView(passage=found[0], citations=citer.citations)

    async def notices(self, organisation: str, reader: Reader) -> tuple[Passage, ...]:
        """Return an organisation's notice elements that this reader may see today."""
        if reader.organisation != organisation:
            reader = access.reader_for(reader.role, organisation, None)
        return tuple(await self.deps.index.notices((), reader=reader, day=self.scene().today))

    def act(self, command: Command, actor: Actor, *, key: str | None = None, owner: str | None = None) -> dict[str, str]:
        """Check access, carry a command out and record it, all in one commit; the same key again changes nothing.

        Raises: Forbidden, UnknownOrganisation, BadRequest, StoreBusy (retryable)
        """
        act = Act(actor=actor, at=self.deps.clock.now(), key=key or f"{command.verb}:{secrets.token_hex(8)}", deps=self.deps)
        with self.database.write() as tx:
            return acting.act(tx, command, act, owner=owner)

    def ring(self) -> int:
        """Do everything that is due now, each under its own key and in its own commit; return how many dates there were."""
        return ring_all(self)

    def join(self, person: str, code: str) -> None:
        """Accept an invitation. Raises: BadRequest where it does not hold."""
        person = self.person_of(person)
        self.act(Join(person=person, digest=digest_of(code), day=self.scene().today), Actor(person=person, role=Role.WORKER), owner=person)

    def declare(self, person: str, organisation: str) -> None:
        """Say which company one means. Raises: UnknownOrganisation."""
        person = self.person_of(person)
        self.act(Declare(person=person, organisation=organisation, day=self.scene().today), Actor(person=person, role=Role.WORKER), owner=person)

    def forget(self, person: str) -> int:
        """Erase a person's conversations at once; return how many there were."""
        person = self.person_of(person)
        with self.database.read() as tx:
            count = len(conversations.threads_of(tx, person))
        self.act(Forget(person=person), Actor(person=person, role=Role.WORKER), owner=person)
        return count
