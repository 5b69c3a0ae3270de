"""What somebody wishes to have done, where no command says it: see a case, be forgotten, get a copy of their data, hand something in, sort complaints."""

from assistant import menu
from assistant.domain.answer import Card, Line
from assistant.domain.dialogue import Outcome, OutcomeKind
from assistant.domain.envelope import Choice
from assistant.ending import ended, held
from assistant.followup import PRESS
from assistant.letters import Written
from assistant.underway import Turn

_PLAIN = "ask"
_SURE = {"talk_to_person": 0.75, "status": 0.7, "my_data": 0.7, "file_case": 0.7}
_SURE_ELSE = 0.6
"""Chance from which a wish is granted: of 143 plain questions in cross-validation, 8 were taken for a wish at 0.6, and 5 at 0.7."""
_BUTTONS = {"status": "cases", "my_data": "data"}
"""Wishes that a command of the menu grants."""
_FILED = ("tw/appeal", "common/appeal")
"""Letters to begin with where somebody wants to hand something in, the first that the place has."""
DRAFT, COMPARE, ELSEWHERE = "draft", "compare", "elsewhere"


async def wish_in(turn: Turn, text: str) -> str | None:
    """Return what a text surely wishes, or that it is something that is not ours; None for a plain question."""
    chances = await turn.deps.index.chances(text, "wishes")
    wish = max(chances, key=lambda label: chances[label], default=_PLAIN)
    if wish == _PLAIN or chances[wish] < _SURE.get(wish, _SURE_ELSE):
        return None
    turn.note("wish", f"{wish} {chances[wish]:.2f}")
    return wish


def granted(turn: Turn, wish: str | None) -> Outcome | None:  # noqa: PLR0911 - one a wish
    """End a turn whose wish something here grants; None where it is for the search, or for the writing desk."""
    match wish:
        case "status" if turn.scene.matters and (written := turn.table.press(f"{PRESS}:show")):
            return _shown(turn, written)
        case "status" | "my_data":
            return _said(turn, wish, _button(turn, _BUTTONS[wish]))
        case "forget_me":
            asked = menu.answered(turn.inbound.but(choice=f"{menu.TOKEN}:delete"), turn.scene, turn.deps, turn.organisations)
            return asked.but(reason="wish_forget_me", trace=tuple(turn.trace)) if asked else None
        case "union_batch":
            return _said(turn, wish)
        case "file_case":
            known = turn.deps.drafting.templates
            letter = next((name for name in _FILED if name in known), None)
            return _said(turn, wish, *((Choice(label=turn.say("action.wish_letter"), token=f"letter:{letter}"),) if letter else ()))
        case "talk_to_person":
            return held(turn, "human", "outcome.person", reason="wants_person", closing=turn.say("outcome.person_adviser"))
    return None


def _said(turn: Turn, wish: str, *buttons: Choice, first: tuple[Line, ...] = ()) -> Outcome:
    card = Card(answer=(*first, Line(text=turn.say(f"wish.{wish}"))))
    outcome = ended(turn, OutcomeKind.ANSWERED, card, reason=f"wish_{wish}")
    return outcome.but(reply=outcome.reply.but(actions=(*buttons, *outcome.reply.actions)))


def _button(turn: Turn, name: str) -> Choice:
    return Choice(label=turn.say(f"action.menu_{name}"), token=f"{menu.TOKEN}:{name}")


def _shown(turn: Turn, written: Written) -> Outcome:
    """Tell where the person's own letters stand, and where their cases are."""
    outcome = _said(turn, "status", *written.actions, _button(turn, "cases"), first=(Line(text=written.text),))
    return outcome.but(reply=outcome.reply.but(papers=written.papers))
