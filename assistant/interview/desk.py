"""What lies on the desk when a finished draft is looked through or sent on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.domain.deadline import Calendar
from assistant.domain.draft import DraftState
from assistant.domain.library import Library
from assistant.domain.place import Place
from assistant.domain.talk import Drafting
from assistant.domain.value import Language
from assistant.ports import Say


@dataclass(frozen=True)
class Desk:
    """Everything needed besides the draft."""

    drafting: Drafting
    library: Library
    say: Say
    today: date
    calendar: Callable[[Place], Calendar]


def checklist(state: DraftState, language: Language, *, drafting: Drafting) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what to get ready, and what to ask the other side for, given the grounds picked."""
    template = drafting.templates[state.template]
    picked = [known for name in state.values("grounds") if (known := template.ground(name))]
    ready = [*template.evidence.get(language, template.evidence.get("en", ()))]
    ask: list[str] = []
    for known in picked:
        ready.extend(known.evidence.get(language, known.evidence.get("en", ())))
        ask.extend(known.ask.get(language, known.ask.get("en", ())))
    return tuple(dict.fromkeys(ready)), tuple(dict.fromkeys(ask))
