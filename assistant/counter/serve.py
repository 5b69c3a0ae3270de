"""Which messages and buttons are about cases, and who answers them."""

from dataclasses import replace

from assistant.counter import desk, filing, interview, own
from assistant.counter.counter import Counter, Served
from assistant.domain.case import Case, Move, RulingKind
from assistant.domain.dialogue import Dialogue
from assistant.domain.envelope import Choice, Inbound
from assistant.domain.signs import Cues

_FILING = ("file", "file_yes", "file_code", "file_no")
_WORKER = ("forget_yes", "own_data", "mine", "reply", "reopen", "name", "withdraw", "withdraw_yes", "remedy_yes", "remedy_no", "stop")
_DESK = ("take", "second", "open", "aside", "decide", "decide_yes", "notify", "notify_yes", "ask", "tell", "extend", "hand_back")
_SECOND = ("confirm_yes", "confirm_no", "look_yes", "look_no")
VERBS = frozenset((*_FILING, *_WORKER, *_DESK, *_SECOND, *map(str, RulingKind)))
"""First words of this room's buttons."""
_CUES = ("status", "queue", "withdraw", "forget", "data", "code")


def is_press(token: str | None) -> bool:
    """Say whether a button belongs to this room."""
    return token is not None and token.partition(":")[0] in VERBS


def case_in(inbound: Inbound, dialogue: Dialogue) -> str | None:
    """Return the id of the case that a message is about, as far as its button or the open interview says."""
    verb, _, case = (inbound.choice or "").partition(":")
    if verb in VERBS and verb not in _FILING:
        return case or None
    return dialogue.casework.case if dialogue.casework else None


def is_about_cases(inbound: Inbound, dialogue: Dialogue, cues: Cues) -> bool:
    """Say whether a message is for this counter, so that cases are read for it."""
    if inbound.choice:
        return is_press(inbound.choice)
    return dialogue.casework is not None or bool(own.codes_in(inbound.text)) or any(cues.gives(cue, inbound.text) for cue in _CUES)


def pressed(counter: Counter, token: str) -> Served | None:  # noqa: PLR0911 - one a kind of button
    """Return what a button of this room leads to; None where it is none, or its case is not this person's."""
    verb, _, key = token.partition(":")
    dialogue = counter.scene.dialogue
    if verb in ("file", "file_yes", "file_code"):
        return filing.told(counter, dialogue.draft) if verb == "file" else filing.filed(counter, dialogue.draft, pseudonym=verb == "file_code")
    if verb == "file_no":
        return Served(text=counter.say("case.file.not_yet"), reason="case_not_filed")
    if token == "mine:":  # noqa: S105  # a button
        return _all(counter)
    if verb == "own_data":
        return Served(text=counter.say("case.own_data"), reason="own_data", own_data=True)
    if verb == "forget_yes":
        return own.forget(counter, sure=True)
    case = counter.cases.case
    if verb not in VERBS or case is None or case.id != key:
        return Served(text=counter.say("error.not_found"), reason="case_unknown") if verb in VERBS else None
    return _on_case(counter, verb, case)


def _all(counter: Counter) -> Served:
    """Show what somebody has to do with: what lies at their desk, and their own."""
    cases = counter.cases
    at_desk = desk.queue(counter) if cases.queue or cases.given else None
    if at_desk is None and not cases.own:
        return Served(text=counter.say("case.mine.none"), reason="case_status", actions=(Choice(label=counter.say("action.menu_letter"), token="menu:letter"),))  # noqa: S106  # a button
    if at_desk is None:
        return own.mine(counter)
    if not cases.own:
        return at_desk
    mine = own.mine(counter)
    return replace(at_desk, text=f"{at_desk.text}\n\n{mine.text}", actions=(*at_desk.actions, *mine.actions))


def _on_case(counter: Counter, verb: str, case: Case) -> Served | None:
    mine = any(known.id == case.id for known in counter.cases.own)
    if mine:
        return own.pressed(counter, verb, case)
    if verb == "decide_yes":
        return interview.decided(counter, counter.scene.dialogue.casework, case)
    if verb in ("notify", "notify_yes"):
        return interview.notified(counter, verb, case)
    return desk.pressed(counter, verb, case)


def said(counter: Counter, text: str) -> Served | None:  # noqa: PLR0911 - one a wish
    """Return what a text leads to at this counter; None where it is for the rest of the flow."""
    if counter.cases.typed:
        return own.came_back(counter)
    if counter.inbound.files and (counter.cases.evidence or counter.cases.evidence_fault):
        return own.evidence(counter)
    talk = counter.scene.dialogue.casework
    if talk is not None and counter.cases.case is not None:
        return interview.heard(counter, talk, counter.cases.case, text)
    if counter.shows("queue", text) and (counter.cases.queue or counter.cases.given):
        return desk.queue(counter)
    if counter.shows("status", text):
        return own.mine(counter)
    if counter.shows("data", text):
        return Served(text=counter.say("case.own_data"), reason="own_data", own_data=True)
    if counter.shows("forget", text):
        return own.forget(counter, sure=False)
    if counter.shows("withdraw", text):
        open_now = [case for case in counter.cases.own if case.allows(Move.WITHDRAW)]
        return own.pressed(counter, "withdraw", open_now[0]) if len(open_now) == 1 else own.mine(counter)
    return None
