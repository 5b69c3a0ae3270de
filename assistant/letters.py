"""The letter inside a conversation: which one fits an answer, the next step of its interview, and what is shown when it is ready."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.dialogue import Dialogue
from assistant.domain.draft import DraftState, DraftStatus, StepKind, Stepped
from assistant.domain.envelope import Choice
from assistant.domain.letter import Letter
from assistant.domain.passage import Passage
from assistant.domain.place import Place
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, Template
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.interview.desk import Desk
from assistant.interview.speak import TOKEN
from assistant.interview.speak import worded as in_language
from assistant.ports import Deps
from assistant.skills import interview
from assistant.skills.draft import draft
from assistant.skills.inspect import inspect

START = "letter"
"""Button that begins a letter: `letter:tw/appeal`."""
_EMPLOYER = "employer"
"""Field of the letters that names the company written to."""
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


@dataclass(frozen=True)
class Sitting:
    """One conversation's place at the writing desk."""

    deps: Deps
    desk: Desk
    place: Place
    language: Language
    company: str | None = None
    """Name of the company that the person said they work for, or belongs to."""

    @property
    def kit(self) -> interview.Kit:
        """What the interview needs."""
        return interview.Kit(drafting=self.desk.drafting, say=self.deps.say, today=self.desk.today)

    def offered(self, passage: Passage) -> Choice | None:
        """Return the button for the letter that a passage leads to."""
        ranked = sorted(((_rank(template, passage), number, template) for number, template in enumerate(self._near())), key=lambda row: row[:2])
        if not ranked or ranked[0][0] == _NO_RANK or len(token := f"{START}:{ranked[0][2].id}".encode()) > _BUTTON_BYTES:
            return None
        title = in_language(ranked[0][2].title, self.language)
        return Choice(label=self.deps.say("action.letter", self.language, title=title), token=token.decode())

    def wishes(self, text: str) -> bool:
        """Say whether a text asks to have something written, whichever letter."""
        return matches(self.desk.drafting.talk.wish, text) is not None

    def wished(self, text: str) -> Template | None:
        """Return the letter that a text asks to have written, where it names one."""
        return self.desk.drafting.asked_for(text, self.place.code) if self.wishes(text) else None

    def waits(self, dialogue: Dialogue) -> bool:
        """Say whether a question of an interview waits for an answer."""
        return dialogue.draft is not None and is_open(dialogue.draft)

    def language_of(self, dialogue: Dialogue, text: str, recognised: Language) -> Language:
        """Return the language to answer in: short answers, names and numbers do not change that of an open interview."""
        draft = dialogue.draft
        if draft is None or not is_open(draft) or dialogue.language or draft.language not in self.deps.say.full:
            return recognised
        return recognised if len(text) >= _TELLING and self.desk.drafting.talk.asks(text) else draft.language

    def take(self, dialogue: Dialogue, text: str) -> Stepped | None:
        """Return the next step of a letter where one is open or asked for; None where the text is a plain question."""
        draft, talk = dialogue.draft, self.desk.drafting.talk
        if draft is not None and (is_open(draft) or talk.command(text) in _RESUMES):
            return self.go_on(draft, text, None)
        if draft is not None and not talk.asks(text) and (stepped := self.go_on(draft, text, None)).kind in (StepKind.ASKED, StepKind.READY):
            return stepped
        template = self.wished(text)
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

    def start(self, template: str, dialogue: Dialogue, *, text: str = "") -> Stepped:
        """Begin a letter with everything said so far. Raises: BadRequest where there is no such letter."""
        if template not in self.desk.drafting.templates:
            raise BadRequest(f"no letter {template!r}")
        if dialogue.draft is not None and dialogue.draft.template == template:
            return self.again(dialogue.draft)
        said = (*(exchange.user for exchange in dialogue.history), text)
        known = {_EMPLOYER: self.company} if self.company else None
        return interview.start(template, said, self.kit, language=self.language, known=known)

    def go_on(self, state: DraftState, text: str, choice: str | None) -> Stepped:
        """Take one message or one pressed button of the interview."""
        return interview.step(state, text, self.kit, choice=choice, language=self.language)

    def again(self, state: DraftState) -> Stepped:
        """Return to the open question after a side question."""
        return interview.again(state, self.kit, language=self.language)

    def shown(self, stepped: Stepped) -> str:
        """Return what the person reads after a step: the words, and a finished letter with what to look at before it is sent."""
        if stepped.kind is not StepKind.READY or stepped.state is None:
            return stepped.text
        letter = self.letter(stepped.state)
        findings = inspect(stepped.state, self.desk, language=self.language)[:_MOST_FINDINGS]
        told = "\n".join(f"• {finding.text}" for finding in findings)
        notes = f"{self.deps.say('letter.findings', self.language)}\n{told}" if told else ""
        return "\n\n".join(part for part in (stepped.text, letter.text, notes, self.deps.say("letter.sign", self.language)) if part)

    def letter(self, state: DraftState) -> Letter:
        """Return the letter in the law's language, else in the person's."""
        template = self.desk.drafting.templates[state.template]
        law = self.place.languages[0]
        language = law if law in template.letters else self.language
        return draft(state, language, drafting=self.desk.drafting, library=self.deps.library, on=self.desk.today)

    def _near(self) -> Sequence[Template]:
        templates = self.desk.drafting.templates.values()
        return [*(known for known in templates if known.place == self.place.code), *(known for known in templates if known.place != self.place.code)]


def is_open(state: DraftState | None) -> bool:
    """Say whether an interview waits for an answer."""
    return state is not None and state.status is not DraftStatus.PAUSED


def is_button(choice: str | None) -> bool:
    """Say whether a pressed button belongs to an interview."""
    return choice is not None and choice.startswith(f"{TOKEN}:")


def _rank(template: Template, passage: Passage) -> int:
    """Return how directly a passage leads to a letter: the smaller, the more directly."""
    if passage.id in template.basis:
        return template.basis.index(passage.id)
    if passage.id.rsplit("/", 1)[0] in template.offered:
        return len(template.basis)
    return _NO_RANK
