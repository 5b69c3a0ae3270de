"""The worker's own cases in a conversation: where they stand, what can be done, coming back with a code."""

from assistant.counter.counter import Counter, Served
from assistant.domain.case import OVER, Case, Move, Status
from assistant.domain.case_command import AddEvidence, AnswerRemedy, StopReading, WithdrawCase
from assistant.domain.case_file import PayloadKind
from assistant.domain.case_round_command import ComeBack
from assistant.domain.case_scene import CaseTalk
from assistant.domain.command import Forget
from assistant.domain.envelope import Choice

_SHOWN = 5


def mine(counter: Counter) -> Served:
    """Say where the person's cases stand."""
    own = counter.cases.own
    if not own:
        return Served(text=counter.say("case.mine.none"), reason="case_status")
    if len(own) == 1:
        return one(counter, own[0])
    lines = [counter.say("case.mine.line", number=case.number, status=counter.say(f"case.status.{case.status}")) for case in own[:_SHOWN]]
    actions = tuple(counter.button("mine", case, label=case.number) for case in own[:_SHOWN])
    return Served(text="\n".join([counter.say("case.mine.several"), *lines]), reason="case_status", actions=actions)


def one(counter: Counter, case: Case) -> Served:
    """Say where one case stands: its clock and why, what is open, what can be done now."""
    parts = [counter.say("case.mine.head", number=case.number, status=counter.say(f"case.status.{case.status}"))]
    if case.clock and case.status not in (*OVER, Status.NOTIFIED, Status.REMEDIED):
        parts.append(counter.say("case.mine.late" if case.late else "case.mine.clock", last=counter.day(case.clock.last_day)))
    parts.append(counter.say("case.mine.reader" if case.reviewer else "case.mine.no_reader") if case.status not in OVER else "")
    if case.alone:
        parts.append(counter.say("case.mine.alone"))
    if (question := _open_question(counter, case)) is not None:
        parts.append(counter.say("case.mine.question", text=question))
    if case.remedy_on and case.status is Status.NOTIFIED:
        parts.append(counter.say("case.mine.remedy", day=counter.day(case.remedy_on)))
    return Served(text="\n".join(filter(None, parts)), reason="case_status", actions=_actions(counter, case), calendar=case.id if case.clock else None)


def _open_question(counter: Counter, case: Case) -> str | None:
    file = counter.cases.file
    if case.status is not Status.WAITING or file is None or file.case.id != case.id:
        return None
    asked = [payload.body["text"] for payload in file.payloads if payload.kind is PayloadKind.QUESTION]
    return asked[-1] if asked else None


def _actions(counter: Counter, case: Case) -> tuple[Choice, ...]:
    verbs = []
    if case.status not in OVER and case.filed_at:
        verbs.append("reply")
    if case.status is Status.NOTIFIED and case.remedy_on:
        verbs.extend(["remedy_yes", "remedy_no"])
    if case.allows(Move.REOPEN):
        verbs.append("reopen")
    if case.allows(Move.WITHDRAW):
        verbs.append("withdraw")
    if case.pseudonym and case.status not in OVER:
        verbs.append("name")
    return tuple(counter.button(verb, case) for verb in verbs)


def pressed(counter: Counter, verb: str, case: Case) -> Served | None:  # noqa: PLR0911 - one a button
    """Return what a button on the person's own case leads to; None where it is no such button."""
    match verb:
        case "mine":
            return one(counter, case)
        case "reply" | "reopen" | "name":
            asking = {"reply": "text", "reopen": "reason", "name": "name"}[verb]
            talk = CaseTalk(doing=verb, case=case.id, version=case.version, asking=asking)
            return Served(text=counter.say(f"case.ask.{verb}", number=case.number), reason=f"case_{verb}", talk=talk, asks=True)
        case "withdraw":
            yes = counter.button("withdraw_yes", case)
            return Served(text=counter.say("case.ask.withdraw", number=case.number), reason="case_withdraw", actions=(yes,), asks=True)
        case "withdraw_yes":
            return Served(text=counter.say("case.done.withdrawn", number=case.number), reason="case_withdrawn", commands=(WithdrawCase(case=case.id),))
        case "remedy_yes":
            return Served(text=counter.say("case.done.remedy", number=case.number), reason="case_remedy", commands=(AnswerRemedy(case=case.id, done=True),))
        case "remedy_no":
            missing = AnswerRemedy(case=case.id, done=False)
            return Served(text=counter.say("case.done.no_remedy"), reason="case_remedy", commands=(missing,), actions=(counter.button("reopen", case),))
        case "stop":
            stop = StopReading(case=case.id, organisation=case.organisation)
            return Served(text=counter.say("case.done.withdrawn", number=case.number), reason="case_withdrawn", commands=(stop,))
    return None


def came_back(counter: Counter) -> Served:
    """Answer a receipt code: the same words whether it is wrong or there is no such case."""
    cases = counter.cases
    if cases.too_often:
        return Served(text=counter.say("case.code.wait"), reason="case_code_wait")
    if cases.opened is None:
        return Served(text=counter.say("case.code.unknown"), reason="case_code_unknown")
    served = one(counter, cases.opened)
    text = f"{counter.say('case.code.known')}\n{served.text}"
    back = ComeBack(case=cases.opened.id, code=cases.typed)
    return Served(text=text, reason="case_came_back", actions=served.actions, commands=(back,), calendar=served.calendar)


def evidence(counter: Counter) -> Served:
    """Put the files of a message into the case that is open; say which one, or why a file was not taken."""
    cases = counter.cases
    case = cases.case or next((each for each in cases.own if each.status not in OVER), None)
    if case is None:
        return Served(text=counter.say("case.mine.none"), reason="case_evidence")
    fault = counter.say(cases.evidence_fault, **cases.evidence_values) if cases.evidence_fault else ""
    names = ", ".join(file.name for file in cases.evidence)
    told = counter.say("case.done.evidence", number=case.number, names=names) if names else ""
    commands = tuple(AddEvidence(case=case.id, file=file) for file in cases.evidence)
    return Served(text="\n".join(filter(None, (told, fault))), reason="case_evidence", commands=commands, actions=(counter.button("mine", case),))


def forget(counter: Counter, *, sure: bool) -> Served:
    """Erase everything of the person's at once, after a yes; what a desk has it keeps to its limit, and that is said."""
    filed = [case for case in counter.cases.own if case.filed_at]
    if not sure:
        text = counter.say("case.ask.forget", number_of=len(filed), years=counter.deps.policy.keep_years)
        return Served(text=text, reason="forget", actions=(Choice(label=counter.say("case.button.forget_yes"), token="forget_yes:"),), asks=True)  # noqa: S106  # a button
    person = counter.inbound.person
    text = counter.say("case.done.forgotten", number_of=len(filed), years=counter.deps.policy.keep_years)
    return Served(text=text, reason="forgotten", commands=(Forget(person=person, receipt=counter.inbound.id),), forgets=True)


def codes_in(text: str) -> str:
    """Return the sixteen digits of a receipt code; empty where the text holds none."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits if len(digits) == 16 else ""
