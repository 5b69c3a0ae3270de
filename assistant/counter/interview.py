"""The short interview of a case: one part after another, each checked, and a yes before anything is decided."""

from datetime import date

from assistant.counter.counter import Counter, Served
from assistant.dates import parse_date
from assistant.domain.case import FAVOURABLE, KINDS, Case, RulingKind, Status
from assistant.domain.case_command import (
    AnswerCase,
    AskWorker,
    ConfirmRuling,
    DecideCase,
    ExtendCase,
    HandBack,
    LookAgain,
    NameYourself,
    NotifyWorker,
    ReopenCase,
    TellCase,
)
from assistant.domain.case_file import PayloadKind
from assistant.domain.case_ruling import SHORTEST, NextStep, Ruling
from assistant.domain.case_scene import CaseTalk
from assistant.domain.command import Command
from assistant.domain.envelope import Blank, Choice
from assistant.reply_letter import reply_letter

_DAYS = ("until", "remedy_on", "outside_until")
_MAY_LACK = ("outside_until",)
_DONE = {"reply": "sent", "tell": "sent", "ask": "sent", "extend": "extended", "hand_back": "handed_back", "reopen": "reopened", "name": "named"}


def parts_of(talk: CaseTalk, case: Case) -> tuple[str, ...]:
    """Return what an interview collects, in asking order."""
    match talk.doing:
        case "decide":
            outcome = RulingKind(talk.outcome or "")
            wanted = list(KINDS[case.kind].reasons)
            wanted += ["ground"] if outcome in (RulingKind.REFUSED, RulingKind.INADMISSIBLE) else []
            wanted += ["answer"] if outcome is RulingKind.ANSWERED else []
            if outcome in FAVOURABLE:
                wanted += ["remedy"] if "remedy" not in wanted else []
                wanted.insert(wanted.index("remedy") + 1, "remedy_on")
            if "outside" in wanted:
                wanted.insert(wanted.index("outside") + 1, "outside_until")
            return tuple(wanted)
        case "extend":
            return ("reason", "until")
        case "reply" | "ask" | "tell":
            return ("text",)
        case "name":
            return ("name",)
        case _:
            return ("reason",)


def heard(counter: Counter, talk: CaseTalk, case: Case, text: str) -> Served:
    """Take one answer; ask for the next part, or do what was collected."""
    command = counter.deps.drafting.talk.command(text)
    if command in ("pause", "forget") or counter.shows("cancel", text):
        return Served(text=counter.say("case.done.cancelled"), reason="case_cancelled")
    if counter.inbound.filled:
        return _filled(counter, talk, case)
    return _heard(counter, talk, case, text)


def form(counter: Counter, talk: CaseTalk, case: Case) -> tuple[Blank, ...]:
    """Return everything that an interview collects as blanks to fill in."""
    return tuple(Blank(name=part, label=counter.say(f"case.part.{part}"), long=part not in _DAYS, optional=part in _MAY_LACK) for part in parts_of(talk, case))


def _filled(counter: Counter, talk: CaseTalk, case: Case) -> Served:
    """Take a form as if each blank had been answered in turn; the first that cannot be read is asked for again, in words."""
    given, served = dict(counter.inbound.filled), None
    for part in parts_of(talk, case):
        if talk.asking != part:
            continue
        served = _heard(counter, talk, case, given.get(part, ""))
        if served.talk is None or served.talk.asking == part:
            return served
        talk = served.talk
    return served or _heard(counter, talk, case, counter.inbound.text)


def _heard(counter: Counter, talk: CaseTalk, case: Case, text: str) -> Served:
    if not talk.asking:
        return Served(text=counter.say("case.ask.press_yes"), reason="case_decide", talk=talk, actions=_yes(counter, case), asks=True)
    value = _read(counter, talk.asking, text)
    if value is None:
        return Served(
            text=counter.say("case.part.again" if talk.asking not in _DAYS else "case.part.no_day") + "\n" + counter.say(f"case.part.{talk.asking}"),
            reason=f"case_{talk.doing}",
            talk=talk,
            asks=True,
        )
    known = talk.but(given={**talk.given, talk.asking: value})
    left = [part for part in parts_of(known, case) if part not in known.given]
    if left:
        return Served(text=counter.say(f"case.part.{left[0]}"), reason=f"case_{talk.doing}", talk=known.but(asking=left[0]), asks=True)
    if known.doing == "decide":
        summary = _letter(counter, case, _ruling(known, case))
        text = f"{counter.say('case.ask.decide_yes')}\n\n{summary}"
        return Served(text=text, reason="case_decide", talk=known.but(asking=""), actions=_yes(counter, case), asks=True)
    done = _DONE.get(known.doing, "noted")
    return Served(text=counter.say(f"case.done.{done}", number=case.number), reason=f"case_{known.doing}", commands=(_command(known, case),))


def decided(counter: Counter, talk: CaseTalk | None, case: Case) -> Served:
    """Carry out a ruling whose reasons were all collected; a bare press of the button decides nothing."""
    if talk is None or talk.doing != "decide" or talk.case != case.id or talk.asking:
        return Served(text=counter.say("case.refused.no_reasons"), reason="case_decide")
    ruling = _ruling(talk, case)
    command = DecideCase(case=case.id, version=talk.version, ruling=ruling)
    waits = case.needs_two(ruling.outcome)
    actions = () if waits else (counter.button("notify", case),)
    return Served(
        text=counter.say("case.done.proposed" if waits else "case.done.decided", number=case.number),
        reason="case_decided",
        commands=(command,),
        actions=actions,
    )


def notified(counter: Counter, verb: str, case: Case) -> Served:
    """Show the letter to the worker, and send it after a yes."""
    file = counter.cases.file
    ruling = next((payload for payload in reversed(file.payloads) if payload.kind is PayloadKind.RULING), None) if file and file.case.id == case.id else None
    if ruling is None or case.status is not Status.DECIDED:
        return Served(text=counter.say("case.refused.move"), reason="case_notify")
    letter = _letter(counter, case, Ruling.model_validate_json(ruling.body["ruling"]))
    if verb == "notify":
        yes = counter.button("notify_yes", case)
        return Served(text=f"{counter.say('case.ask.notify')}\n\n{letter}", reason="case_notify", actions=(yes,), asks=True)
    command = NotifyWorker(case=case.id, version=case.version, letter=letter)
    return Served(text=counter.say("case.done.notified", number=case.number), reason="case_notified", commands=(command,))


def _letter(counter: Counter, case: Case, ruling: Ruling) -> str:
    return reply_letter(case, ruling, organisation=counter.company or case.organisation, language=case.language, say=counter.deps.say)


def _yes(counter: Counter, case: Case) -> tuple[Choice, ...]:
    return (counter.button("decide_yes", case),)


def _read(counter: Counter, part: str, text: str) -> str | None:
    """Return an answer as it is kept; None where it is none."""
    if part in _DAYS:
        left_empty = bool(counter.inbound.filled) and not text.strip()
        if part in _MAY_LACK and (left_empty or counter.shows("no_day", text)):
            return "-"
        found = parse_date(text, counter.scene.today, future=True)
        return found.day.isoformat() if found and found.day and found.day >= counter.scene.today else None
    text = text.strip()
    return text if len(text) >= (SHORTEST if part not in ("text", "name") else 1) else None


def _ruling(talk: CaseTalk, case: Case) -> Ruling:
    given = talk.given
    until = given.get("outside_until", "-")
    outside = NextStep(what=given["outside"], until=None if until == "-" else date.fromisoformat(until)) if "outside" in given else None
    words = {name: given[name] for name in ("facts", "machine", "checked", "remedy", "ground", "answer") if name in given}
    remedy_on = date.fromisoformat(given["remedy_on"]) if "remedy_on" in given else None
    return Ruling(kind=case.kind, outcome=RulingKind(talk.outcome or ""), **words, remedy_on=remedy_on, outside=outside)


def _command(talk: CaseTalk, case: Case) -> Command:  # noqa: PLR0911 - one an interview
    given, version = talk.given, talk.version
    match talk.doing:
        case "reply":
            return AnswerCase(case=case.id, text=given["text"]) if case.status is Status.WAITING else TellCase(case=case.id, text=given["text"])
        case "tell":
            return TellCase(case=case.id, text=given["text"])
        case "ask":
            return AskWorker(case=case.id, version=version, text=given["text"])
        case "extend":
            return ExtendCase(case=case.id, version=version, reason=given["reason"], until=date.fromisoformat(given["until"]))
        case "hand_back":
            return HandBack(case=case.id, version=version, reason=given["reason"])
        case "reopen":
            return ReopenCase(case=case.id, reason=given["reason"])
        case "name":
            return NameYourself(case=case.id, identity={"name": given["name"]})
        case "look_yes" | "look_no":
            return LookAgain(case=case.id, version=version, agrees=talk.doing == "look_yes", reason=given["reason"])
        case _:
            return ConfirmRuling(case=case.id, version=version, agrees=talk.doing == "confirm_yes", reason=given["reason"])
