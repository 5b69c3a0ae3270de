"""One message on its way through the steps of a turn: what is known so far, and the trace."""

import time
from collections.abc import Sequence
from datetime import date

from assistant.cards.last_day import last_day_card, told_day
from assistant.cards.layout import lay_out
from assistant.counter import filing, serve
from assistant.counter.counter import Counter, Served
from assistant.domain.answer import Card, Citation, Line
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene, Step
from assistant.domain.draft import DraftState
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.place import Place
from assistant.domain.value import Language
from assistant.interview.desk import Desk
from assistant.letters import Sitting
from assistant.matter_talk import Table
from assistant.ports import Deps
from assistant.skills.pin import pin
from assistant.skills.refer import refer
from assistant.wording import Veil


class Turn:
    """One message on its way through the steps; keeps the trace."""

    def __init__(self, inbound: Inbound, scene: Scene, deps: Deps, organisations: Sequence[Organisation]) -> None:
        self.inbound, self.scene, self.deps, self.organisations = inbound, scene, deps, organisations
        self.dialogue = scene.dialogue
        self.veil = Veil(deps, organisations)
        self.language: Language = "en"
        self.spoken: Language | None = None
        self.trace: list[Step] = []
        self.beside: tuple[Choice, ...] = ()
        """What may be done with the text besides answering it."""
        self.since: date | None = None
        """First of the days that are asked about, where the text names a month or a year."""
        self._since = time.perf_counter()

    def note(self, name: str, said: str) -> None:
        """Write one step into the trace; `said` never holds a person's words."""
        now = time.perf_counter()
        self.trace.append(Step(name=name, said=said, ms=round((now - self._since) * 1000, 2)))
        self._since = now

    @property
    def place(self) -> Place:
        """The jurisdiction asked about."""
        return self.deps.library.places[self.scene.place]

    @property
    def sitting(self) -> Sitting:
        """This conversation's place at the writing desk."""
        deps = self.deps
        desk = Desk(drafting=deps.drafting, library=deps.library, say=deps.say, today=self.scene.today, calendar=deps.calendar)
        own = next((known for known in self.organisations if known.id == self.scene.reader.organisation), None)
        names = {own.kind: own.name.get(self.place.languages[0])} if own else {}
        company, union = names.get(OrganisationKind.COMPANY), names.get(OrganisationKind.UNION)
        matters, role = self.scene.matters, self.scene.reader.role
        return Sitting(deps=deps, desk=desk, place=self.place, language=self.language, company=company, union=union, matters=matters, role=role)

    @property
    def table(self) -> Table:
        """Where the person's letters and matters lie."""
        inbound = self.inbound
        return Table(sitting=self.sitting, dialogue=self.dialogue, person=inbound.person, thread=inbound.thread, key=inbound.id)

    @property
    def counter(self) -> Counter:
        """This conversation's place at the counter for cases."""
        own = next((known for known in self.organisations if known.id == self.scene.reader.organisation), None)
        company = own.name.get(self.language) or next(iter(own.name.values())) if own else None
        return Counter(self.deps, self.scene, self.inbound, self.language, self.sitting.letter, company)

    def help_first(self, need: str | None, text: str) -> str:
        """Return a text with human contacts before it, where there is a need for them."""
        if need is None:
            return text
        card = Card(answer=(Line(text=self.say(f"outcome.{need}")),), contacts=refer(need, self.place, self.frame))
        return f"{lay_out(card, (), self.frame, self.deps.say)}\n\n{text}"

    def end_at_counter(self, served: Served, need: str | None = None) -> Outcome:
        """End a turn at the counter; what was said there stays out of the history."""
        self.note("cases", served.reason)
        dialogue = Dialogue() if served.forgets else self.dialogue.but(casework=served.talk)
        text = self.help_first(need, served.text)
        reply = Reply(
            text=text,
            actions=served.actions,
            form=served.form,
            calendar=served.calendar,
            secret=served.secret,
            own_data=served.own_data,
            language=self.language,
        )
        kind = OutcomeKind.ASKED if served.asks else OutcomeKind.DONE if served.commands else OutcomeKind.ANSWERED
        kind = OutcomeKind.HELD_FOR_HUMAN if need else kind
        return Outcome(kind=kind, reason=need or served.reason, reply=reply, dialogue=dialogue, commands=served.commands, trace=tuple(self.trace))

    @property
    def collects(self) -> bool:
        """Whether something for a case is being collected, or a receipt code was typed: that is heard whatever else the text shows."""
        return self.dialogue.casework is not None or bool(self.scene.casework and self.scene.casework.typed)

    def at_counter(self, text: str) -> Served | None:
        """Return what a text leads to at the counter, where it is about cases."""
        return serve.said(self.counter, text) if self.scene.casework is not None else None

    def pressed_at_counter(self, token: str) -> Served | None:
        """Return what a button leads to at the counter."""
        return serve.pressed(self.counter, token) if serve.is_press(token) else None

    def filing(self, state: DraftState | None) -> tuple[Choice, ...]:
        """Return the button that files a finished letter, where somebody takes it."""
        return filing.offers(self.counter, state)

    def last_day(self, text: str) -> tuple[Card, tuple[Citation, ...]] | None:
        """Return the card for the question until when one may appeal, where a day is told from which to count."""
        told = self.place.last_day if self.spoken in self.deps.say.full else None
        start = told_day(text, self.deps.drafting.talk, self.scene.today) if told else None
        return last_day_card(start, told, self.place, self.language, today=self.scene.today, deps=self.deps) if told and start else None

    def look_back(self, asked: str) -> None:
        """Take the day that a question names for the one whose law is asked about, unless the caller named another."""
        if self.scene.day == self.scene.today and (pinned := pin(asked, self.scene.today, self.deps.signs.cues)):
            self.scene, self.since = self.scene.but(day=pinned.last), pinned.first
            self.note("pin", "past" if pinned.last < self.scene.today else "coming")

    @property
    def frame(self) -> Language:
        """The language of the words around an answer: the asker's own, also where no passage is in it; the caller's, where one was asked for."""
        asked = self.scene.language or self.inbound.language
        return self.spoken if self.spoken in self.deps.say.partial and asked is None else self.language

    def say(self, phrase: str, **values: object) -> str:
        """Say a phrase in the language of the frame."""
        return self.deps.say(phrase, self.frame, **values)
