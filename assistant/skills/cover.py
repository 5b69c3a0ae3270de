"""Write the note that goes with a letter to its sender: how to send it, the clocks, what protects, what comes next."""

from collections.abc import Iterator
from datetime import date

from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds, DeadlineRule, Reckoning, Standing
from assistant.domain.draft import DraftState, holds
from assistant.domain.letter import Block, Letter, Run
from assistant.domain.passage import Passage
from assistant.domain.template import ClockUse, Template
from assistant.domain.value import Language, Value
from assistant.errors import BadRequest
from assistant.interview.desk import Desk, checklist
from assistant.interview.speak import day_in_letter, worded


class Counted(Value):
    """One clock of a letter."""

    rule: DeadlineRule
    reckoning: Reckoning
    supposed: bool
    """True where the start is not known yet and today stands in for it."""


def clocks(state: DraftState, desk: Desk) -> tuple[Counted, ...]:
    """Return the clocks that a letter starts or that run against its sender; what starts with receipt is counted from today."""
    template = desk.drafting.templates[state.template]
    place = desk.library.places.get(template.place)
    found = []
    for use in template.clocks:
        rule = desk.library.rule(template.place, use.rule)
        start = _start(use, state, desk.today)
        if place is None or rule is None or start is None or rule.unit == "hours" or not holds(use.only_if, state.by_field):
            continue
        try:
            found.append(Counted(rule=rule, reckoning=reckon(rule, start, desk.calendar(place)), supposed=use.starts is None))
        except BadRequest:  # the calendar does not reach that far
            continue
    return tuple(found)


def _start(use: ClockUse, state: DraftState, today: date) -> date | None:
    if use.starts is None:
        return today
    value = state.value(use.starts)
    return date.fromisoformat(value) if value and len(value) == 10 else None


def cover(state: DraftState, language: Language, desk: Desk) -> Letter:
    """Return the note in one language; every sentence of law is a passage's own."""
    template = desk.drafting.templates[state.template]
    blocks = tuple(_blocks(template, state, language, desk))
    return Letter(template=template.id, language=language, title=desk.say("draft.cover.title", language), blocks=blocks)


def _blocks(template: Template, state: DraftState, language: Language, desk: Desk) -> Iterator[Block]:
    def say(name: str, **values: object) -> str:
        return desk.say(f"draft.cover.{name}", language, **values)

    yield _block("title", say("title"))
    yield _block("plain", worded(template.title, language))
    yield from _section(say("how"), (say("how_text"), say("mail_slip")))
    ready, ask = checklist(state, language, drafting=desk.drafting)
    yield from _section(say("evidence"), ready)
    yield from _section(say("ask"), ask)
    counted = tuple(_clock(found, template, language, desk) for found in clocks(state, desk))
    yield from _section(say("clocks"), (*counted, say("not_stop")) if counted else (say("not_stop"),))
    protection = [sentence for name in template.protection for sentence in _protection(desk.library.passages[name], language)]
    yield from _section(say("protection"), tuple(protection))
    outside = [claim.text for name in template.outside for claim in desk.library.passages[name].wording(language).answer]
    yield from _section(say("outside"), tuple(outside))
    yield _block("plain", say("not_advice"))


def _section(title: str, lines: tuple[str, ...]) -> Iterator[Block]:
    if lines:
        yield _block("heading", title)
        for line in lines:
            yield _block("bullet", line)


def _block(kind: str, text: str) -> Block:
    return Block.model_validate({"kind": kind, "runs": (Run(text=text),)})


def _protection(passage: Passage, language: Language) -> list[str]:
    wording = passage.wording(language)
    return [claim.text for claim in (*wording.answer, *wording.limits)]


def _clock(found: Counted, template: Template, language: Language, desk: Desk) -> str:
    words = desk.drafting.words_for(template.place, language)
    rule, counted = found.rule, found.reckoning
    values = {
        "title": worded(rule.title, language),
        "start": day_in_letter(counted.start.isoformat(), words),
        "last": day_in_letter(counted.last_day.isoformat(), words),
    }
    if rule.binds is not Binds.THEM and not found.supposed and counted.standing(desk.today) is Standing.PASSED:
        return desk.say("draft.cover.clock_lapsed", language, **values)
    name = "clock_if" if found.supposed else ("clock_you" if rule.binds is Binds.YOU else "clock_them")
    text = desk.say(f"draft.cover.{name}", language, **values)
    if counted.extended_last_day:
        last = day_in_letter(counted.extended_last_day.isoformat(), words)
        text += words.joint + desk.say("draft.cover.clock_extended", language, last=last)
    return text
