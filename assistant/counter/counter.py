"""The counter at which a conversation speaks of cases: what it knows, and what comes of a turn there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.cards.reasons import day_in_words
from assistant.domain.case import Case
from assistant.domain.case_scene import CaseScene, CaseTalk
from assistant.domain.command import Command
from assistant.domain.dialogue import Scene
from assistant.domain.draft import DraftState
from assistant.domain.envelope import Blank, Choice, Inbound
from assistant.domain.letter import Letter
from assistant.domain.value import Language
from assistant.ports import Deps


@dataclass(frozen=True)
class Counter:
    """One turn's place at the counter."""

    deps: Deps
    scene: Scene
    inbound: Inbound
    language: Language
    letter: Callable[[DraftState], Letter]
    """Writes the letter of a draft."""
    company: str | None = None
    """Name of the company of this conversation."""

    @property
    def cases(self) -> CaseScene:
        """What the conversation knows of cases."""
        return self.scene.casework or CaseScene()

    def say(self, phrase: str, **values: object) -> str:
        """Say a phrase in the turn's language."""
        return self.deps.say(phrase, self.language, **values)

    def day(self, day: date | None) -> str:
        """Return a day in words."""
        return day_in_words(day, self.language, say=self.deps.say) if day else self.say("case.told.no_clock")

    def button(self, verb: str, case: Case | str, label: str | None = None) -> Choice:
        """Return the button of a verb on a case."""
        key = case if isinstance(case, str) else case.id
        return Choice(label=label or self.say(f"case.button.{verb}"), token=f"{verb}:{key}")

    def shows(self, cue: str, text: str) -> bool:
        """Say whether a short text gives a cue of this room."""
        return self.deps.signs.cues.gives(cue, text)


@dataclass(frozen=True)
class Served:
    """What comes of a turn at the counter."""

    text: str
    reason: str
    actions: tuple[Choice, ...] = ()
    form: tuple[Blank, ...] = ()
    """Everything that is being collected, for a channel that can ask for it at once."""
    commands: tuple[Command, ...] = ()
    talk: CaseTalk | None = None
    """What is still being collected."""
    asks: bool = False
    """True where the turn ends with a question."""
    forgets: bool = False
    """True where nothing of the conversation is kept."""
    secret: bool = False
    """True where the text holds a code that is not kept after it was delivered."""
    own_data: bool = False
    """True where everything kept about the person may be fetched as a file."""
    calendar: str | None = None
    """Case whose clock may be fetched as a calendar file."""
