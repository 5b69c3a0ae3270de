"""The letter inside a conversation: which one fits an answer, the next step of its interview, and what is shown when it is ready."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.command import Command
from assistant.domain.dialogue import Dialogue
from assistant.domain.draft import DraftState, DraftStatus, Known, StepKind, Stepped
from assistant.domain.envelope import Choice
from assistant.domain.letter import Letter
from assistant.domain.matter import Matter
from assistant.domain.passage import Passage
from assistant.domain.person import Role
from assistant.domain.place import Place
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, Template
from assistant.domain.value import Language, Value
from assistant.errors import BadRequest
from assistant.followup import FollowUp
from assistant.interview.desk import Desk
from assistant.interview.speak import TOKEN
from assistant.interview.speak import worded as in_language
from assistant.ports import Deps
from assistant.skills import interview
from assistant.skills.draft import draft
from assistant.skills.follow import carried, next_letter
from assistant.skills.inspect import inspect

START = "letter"
"""Button that begins a letter: `letter:tw/appeal`."""
_EMPLOYER, _OWN_FIRM, _UNION = "employer", "firm_name", "union_name"
"""Fields of the letters that name the company written to, the company that writes, the union that writes."""
_MOST_FINDINGS = 4
_TELLING = 20
"""Characters from which a question tells in which language a person wants to go on."""
_RESUMES = ("resume", "forget", "show")
"""Commands that a paused letter obeys."""
_NAMES = (FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM)
_LEFT = 18
"""Letters that may stand between names."""
_NO_RANK = 1000
_BUTTON_BYTES = 64  # Telegram: callback_data is 1-64 bytes


class Written(Value):
    """What one step at the writing desk leads to."""

    stepped: Stepped
    dialogue: Dialogue
    text: str
    actions: tuple[Choice, ...] = ()
    papers: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()

    @property
    def done(self) -> bool:
        """Whether something was finished by it."""
        return self.stepped.kind in (StepKind.READY, StepKind.PAUSED, StepKind.FORGOTTEN)


@dataclass(frozen=True)
class Sitting:
    """One conversation's place at the writing desk."""

    deps: Deps
    desk: Desk
    place: Place
    language: Language
    company: str | None = None
    """Name of the company that the person said they work for, or belongs to."""
    union: str | None = None
    """Name of the union that the person belongs to."""
    matters: tuple[Matter, ...] = ()
    role: Role = Role.WORKER

    @property
    def kit(self) -> interview.Kit:
        """What the interview needs."""
        return interview.Kit(drafting=self.desk.drafting, say=self.deps.say, today=self.desk.today)

    @property
    def follow(self) -> FollowUp:
        """Says what belongs to letters that went out."""
        return FollowUp(desk=self.desk, language=self.language)

    def offered(self, passage: str) -> Choice | None:
        """Return the button for the letter that a passage, named by its id, leads to."""
        ranked = sorted(((_rank(template, passage), number, template) for number, template in enumerate(self._near())), key=lambda row: row[:2])
        if not ranked or ranked[0][0] == _NO_RANK or len(token := f"{START}:{ranked[0][2].id}".encode()) > _BUTTON_BYTES:
            return None
        title = in_language(ranked[0][2].title, self.language)
        return Choice(label=self.deps.say("action.letter", self.language, title=title), token=token.decode())

    def wishes(self, text: str) -> bool:
        """Say whether a text asks to have something written, whichever letter."""
        talk = self.desk.drafting.talk
        return matches(talk.wish, text) is not None and not (talk.asks(text) and matches(talk.when, text))

    def wished(self, text: str, dialogue: Dialogue) -> Template | None:
        """Return the letter that a text asks to have written, where it names one; an order alone means the one offered below the last answer."""
        if not self.wishes(text):
            return None
        drafting, last = self.desk.drafting, dialogue.history[-1:]
        if named := drafting.asked_for(text, self.place.code, "\n".join(exchange.user for exchange in dialogue.history)):
            return named
        passages = last[0].passages if last and matches(drafting.talk.bidding, text.strip().strip("。.!！")) else ()
        offer = self.offered(passages[0]) if passages else None
        return drafting.templates[offer.token.partition(":")[2]] if offer else None

    def by_passage(self, text: str, passage: Passage, dialogue: Dialogue, *, wished: bool = False) -> Written | None:
        """Begin the letter that fits a passage, where somebody wants "a letter" without naming which; `wished` says that this was read from its meaning."""
        if dialogue.draft is not None or not (wished or self.wishes(text)):
            return None
        offer = self.offered(passage.id)
        return self.start(offer.token.partition(":")[2], dialogue, text=text) if offer else None

    def waits(self, dialogue: Dialogue) -> bool:
        """Say whether a question of an interview waits for an answer."""
        return is_open(dialogue.follow) or is_open(dialogue.draft)

    def language_pressed(self, dialogue: Dialogue, usual: Language) -> Language:
        """Return the language in which a button was offered: that of the interview or matter at hand."""
        known = [state.language for state in (dialogue.follow, dialogue.draft) if state is not None]
        known += [matter.language for matter in self.matters if matter.id == dialogue.matter]
        return next((language for language in known if language in self.deps.say.full), usual)

    def asking(self, dialogue: Dialogue) -> DraftState | None:
        """Return the interview whose question stands open."""
        return next((state for state in (dialogue.follow, dialogue.draft) if state is not None and is_open(state) and state.current), None)

    def language_of(self, dialogue: Dialogue, text: str, recognised: Language, *, asked: bool = False) -> Language:
        """Return the language to answer in: short answers, names and numbers do not change that of an open interview."""
        state = dialogue.follow if is_open(dialogue.follow) else dialogue.draft
        if state is not None and state.chosen and is_open(state):
            return state.language
        if asked or state is None or not is_open(state) or dialogue.language or state.language not in self.deps.say.full:
            return recognised
        return recognised if len(text) >= _TELLING and self.desk.drafting.talk.asks(text) else state.language

    def take(self, dialogue: Dialogue, text: str) -> Written | None:
        """Return the next step of a letter where one is open or asked for; None where the text is a plain question."""
        state, talk = dialogue.draft, self.desk.drafting.talk
        if state is not None and (is_open(state) or talk.command(text) in _RESUMES):
            return self.step(dialogue, text)
        if state is not None and not talk.asks(text) and (written := self.step(dialogue, text)).stepped.kind in (StepKind.ASKED, StepKind.READY):
            return written
        if state is None and talk.command(text) == "show" and matches(talk.drafts, text):
            shown = Stepped(state=None, kind=StepKind.SHOWN, text=self.deps.say("draft.none", self.language))
            return Written(stepped=shown, dialogue=dialogue, text=shown.text)
        template = self.wished(text, dialogue)
        return self.start(template.id, dialogue, text=text) if template else None

    def tells_names_only(self, text: str, stepped: Stepped) -> bool:
        """Say whether next to nothing is left of a text but the names that a step took from it, such as a person and a company."""
        if stepped.state is None:
            return False
        template, rest = self.desk.drafting.templates[stepped.state.template], text
        for name in stepped.noted:
            if template.field(name).kind in _NAMES:
                rest = rest.replace(stepped.state.value(name) or "", " ")
        return rest != text and len(re.findall(r"[^\W\d_]", rest)) <= _LEFT

    def start(self, template: str, dialogue: Dialogue, *, text: str = "") -> Written:
        """Begin a letter with everything said so far, or go on with it where it is open. Raises: BadRequest where there is no such letter."""
        if template not in self.desk.drafting.templates:
            raise BadRequest(f"no letter {template!r}")
        if dialogue.draft is not None and dialogue.draft.template == template:
            return self._written(self.again(dialogue.draft), dialogue)
        said = (*(exchange.user for exchange in dialogue.history), text)
        matter = self._going_on(template, dialogue)
        stepped = interview.start(template, said, self.kit, language=self.language, known=self._known(template, dialogue, matter))
        return self._written(stepped, dialogue.but(matter=matter.id if matter else None))

    def _going_on(self, template: str, dialogue: Dialogue) -> Matter | None:
        """Return the matter whose next letter this is."""
        matter = next((known for known in self.matters if known.id == dialogue.matter), None)
        if matter is None:
            return None
        after = self.desk.drafting.templates[matter.last.draft.template].after
        return matter if any(template in opened.letters for opened in after.values()) else None

    def _known(self, template: str, dialogue: Dialogue, matter: Matter | None) -> tuple[Known, ...]:
        """Return what a new letter already knows: from the matter it goes on, from the letter that was open, from the company chosen."""
        own = {_EMPLOYER: self.company, _OWN_FIRM: self.company, _UNION: self.union}
        known = [Known(field=field, values=(name,), state="default") for field, name in own.items() if name]  # what people write themselves stands above it
        if dialogue.draft is not None:
            known += carried(dialogue.draft, self.desk.drafting.templates[template], self.desk)
        elif matter is not None:
            known += next_letter(matter, template, self.language, self.desk)
        return tuple(known)

    def step(self, dialogue: Dialogue, text: str, choice: str | None = None) -> Written:
        """Take one message or one pressed button of the letter that is being written."""
        if dialogue.draft is None:
            raise BadRequest("no letter is open")
        return self._written(interview.step(dialogue.draft, text, self.kit, choice=choice, language=self.language), dialogue)

    def again(self, state: DraftState) -> Stepped:
        """Return to the open question after a side question."""
        return interview.again(state, self.kit, language=self.language)

    def _written(self, stepped: Stepped, dialogue: Dialogue) -> Written:
        actions, papers = stepped.actions, tuple[str, ...]()
        if stepped.state and stepped.state.status is DraftStatus.READY and stepped.kind in (StepKind.READY, StepKind.SHOWN):
            actions, papers = (*actions, self.follow.button("sent", "action.sent")), self.papers(stepped.state)
        return Written(stepped=stepped, dialogue=dialogue.but(draft=stepped.state), text=self._shown(stepped), actions=actions, papers=papers)

    def papers(self, state: DraftState) -> tuple[str, ...]:
        """Return the files that go with a finished letter."""
        template = self.desk.drafting.templates[state.template]
        return ("note", *(("beside",) if len(template.letters) > 1 else ()), *(("ics",) if template.clocks else ()))

    def _shown(self, stepped: Stepped) -> str:
        """Return what the person reads after a step: the words, and a finished letter with what to look at before it is sent."""
        if stepped.state is None or stepped.state.status is not DraftStatus.READY or stepped.kind not in (StepKind.READY, StepKind.SHOWN):
            return stepped.text
        letter = self.letter(stepped.state)
        findings = inspect(stepped.state, self.desk, language=self.language)[:_MOST_FINDINGS]
        told = "\n".join(f"• {finding.text}" for finding in findings)
        notes = f"{self.deps.say('letter.findings', self.language)}\n{told}" if told else ""
        closing = (
            self.deps.say("letter.language", self.language) if letter.language != self.language else "",
            self.deps.say("letter.sign", self.language),
            self.deps.say("matter.protect", self.language),
            self.deps.say("draft.cover.not_stop", self.language),
        )
        return "\n\n".join(part for part in (stepped.text, letter.text, notes, *closing) if part)

    def letter(self, state: DraftState) -> Letter:
        """Return the letter in the law's language, else in the person's."""
        template = self.desk.drafting.templates[state.template]
        law = self.place.languages[0]
        language = law if law in template.letters else self.language
        return draft(state, language, drafting=self.desk.drafting, library=self.deps.library, on=self.desk.today)

    def _near(self) -> Sequence[Template]:
        templates = [template for template in self.desk.drafting.templates.values() if template.kind == "letter" and template.is_for(self.role)]
        return [*(known for known in templates if known.place == self.place.code), *(known for known in templates if known.place != self.place.code)]


def is_open(state: DraftState | None) -> bool:
    """Say whether an interview waits for an answer, or a finished letter for changes."""
    return state is not None and state.status is not DraftStatus.PAUSED


def is_button(choice: str | None) -> bool:
    """Say whether a pressed button belongs to an interview."""
    return choice is not None and choice.startswith(f"{TOKEN}:")


def _rank(template: Template, passage: str) -> int:
    """Return how directly a passage leads to a letter: the smaller, the more directly."""
    if passage in template.basis:
        return template.basis.index(passage)
    if passage.rsplit("/", 1)[0] in template.offered:
        return len(template.basis)
    return _NO_RANK
