"""A desk's work in a conversation: the queue, taking a case, opening it, and the buttons that begin an interview; none decides by itself."""

from typing import Literal

from assistant.counter.counter import Counter, Served
from assistant.counter.interview import form
from assistant.domain.case import Case, Move, RulingKind, Status
from assistant.domain.case_command import AssignCase, StepAside
from assistant.domain.case_file import CaseFile, PayloadKind, QueueRow
from assistant.domain.case_round_command import LookInto
from assistant.domain.case_scene import CaseTalk
from assistant.domain.envelope import Choice

_ROWS = 8
_FIRST_PART = {"ask": "text", "tell": "text"} | dict.fromkeys(("extend", "hand_back", "confirm_yes", "confirm_no", "look_yes", "look_no"), "reason")
_SHOWN = (
    PayloadKind.STORY,
    PayloadKind.LETTER,
    PayloadKind.MESSAGE,
    PayloadKind.QUESTION,
    PayloadKind.ANSWER,
    PayloadKind.FILE,
    PayloadKind.REASON,
)
_VERBS = (("decide", Move.DECIDE), ("ask", Move.ASK), ("extend", Move.EXTEND), ("hand_back", Move.HAND_BACK))


def queue(counter: Counter) -> Served:
    """Show what is in one's hands and what waits: number, kind, clock and severity, nothing else."""
    cases = counter.cases
    given = [counter.say("case.queue.given", number=case.number, last=counter.day(case.clock.last_day if case.clock else None)) for case in cases.given[:_ROWS]]
    waiting = [row for row in cases.queue if row.status is Status.FILED][:_ROWS]
    rows = [_row(counter, row) for row in waiting]
    if not given and not rows:
        return Served(text=counter.say("case.queue.empty"), reason="case_queue")
    actions = [counter.button("open", case, label=counter.say("case.button.open_number", number=case.number)) for case in cases.given[:_ROWS]]
    actions += [counter.button("take", row.id, label=counter.say("case.button.take_number", number=row.number)) for row in waiting]
    return Served(text="\n".join([counter.say("case.queue.head"), *given, *rows]), reason="case_queue", actions=tuple(actions))


def _row(counter: Counter, row: QueueRow) -> str:
    kind, severity = counter.say(f"case.kind.{row.kind}"), counter.say(f"case.severity.{row.severity.name.lower()}")
    return counter.say("case.queue.row", number=row.number, kind=kind, last=counter.day(row.due_on), severity=severity)


def pressed(counter: Counter, verb: str, case: Case) -> Served | None:  # noqa: PLR0911 - one a button
    """Return what a button of the desk leads to; None where it is no such button."""
    person = counter.inbound.person
    match verb:
        case "take" | "second":
            part: Literal["first", "second"] = "first" if verb == "take" else "second"
            assign = AssignCase(case=case.id, version=case.version, reviewer=person, part=part)
            actions = (counter.button("open", case),)
            return Served(text=counter.say("case.done.taken", number=case.number), reason="case_taken", commands=(assign,), actions=actions)
        case "open":
            return _opened(counter, case)
        case "aside":
            aside = StepAside(case=case.id, person=person, reason="near")
            return Served(text=counter.say("case.done.aside", number=case.number), reason="case_aside", commands=(aside,))
        case "decide":
            buttons = tuple(Choice(label=counter.say(f"case.ruling.{kind}"), token=f"{kind}:{case.id}") for kind in case.rules.rulings)
            return Served(text=counter.say("case.ask.outcome", number=case.number), reason="case_decide", actions=buttons, asks=True)
        case _ if verb in _FIRST_PART:
            first = _FIRST_PART[verb]
            talk = CaseTalk(doing=verb, case=case.id, version=case.version, asking=first)
            return Served(text=counter.say(f"case.part.{first}"), reason=f"case_{verb}", talk=talk, form=form(counter, talk, case), asks=True)
        case _ if verb in tuple(RulingKind) and verb in case.rules.rulings:
            first = case.rules.reasons[0]
            talk = CaseTalk(doing="decide", case=case.id, version=case.version, outcome=verb, asking=first)
            return Served(text=counter.say(f"case.part.{first}"), reason="case_decide", talk=talk, form=form(counter, talk, case), asks=True)
    return None


def _opened(counter: Counter, case: Case) -> Served:
    file = counter.cases.file
    if file is None or file.case.id != case.id:
        return Served(text=counter.say("error.forbidden"), reason="case_closed_to_you")
    return Served(text=_told(counter, file), reason="case_open", commands=(LookInto(case=case.id),), actions=_verbs(counter, file))


def _told(counter: Counter, file: CaseFile) -> str:
    case = file.case
    lines = [counter.say("case.mine.head", number=case.number, status=counter.say(f"case.status.{case.status}"))]
    if case.clock:
        lines.append(counter.say("case.mine.clock", last=counter.day(case.clock.last_day)))
    for payload in file.payloads:
        if payload.kind in _SHOWN:
            said = payload.body.get("text") or payload.body.get("name", "")
            lines.append(f"— {counter.say(f'case.paper.{payload.kind}')}\n{said}")
    return "\n\n".join(lines)


def _verbs(counter: Counter, file: CaseFile) -> tuple[Choice, ...]:
    case, verbs = file.case, []
    if file.part == "look":
        verbs = ["look_yes", "look_no"]
    elif file.part == "second" and case.status is Status.PROPOSED:
        verbs = ["confirm_yes", "confirm_no"]
    elif file.part == "assigned":
        verbs = [
            name for name, move in (("decide", Move.DECIDE), ("ask", Move.ASK), ("extend", Move.EXTEND), ("hand_back", Move.HAND_BACK)) if case.allows(move)
        ]
        verbs += ["notify"] if case.status is Status.DECIDED else []
        verbs += ["tell", "aside"]
    return tuple(counter.button(verb, case) for verb in verbs)
