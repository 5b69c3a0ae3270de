"""The dates on a card: what the law gives, counted from today where it runs from an event, and what the company promised."""

from collections.abc import Sequence
from datetime import date

from assistant.cards.cite import Citer
from assistant.cards.reasons import day_in_words, length_in_words, worded
from assistant.domain.answer import ClockLine
from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds, DeadlineRule, Reckoning
from assistant.domain.passage import Passage
from assistant.domain.place import Place
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.ports import Deps

_MOST = 4
PROMISED = "appeal"
"""Element of a notice that holds the company's own time limit."""


def clock_lines(  # noqa: PLR0913 - what a clock is counted from, and what it is said with
    lead: Passage, asides: Sequence[Passage], notices: Sequence[Passage], *, place: Place, today: date, language: Language, deps: Deps, citer: Citer
) -> tuple[ClockLine, ...]:
    """Return the clocks of a card: the leading passage's, else those of what was added to it; then the company's promise."""
    wanted = lead.clocks or tuple(dict.fromkeys(rule for passage in asides for rule in passage.clocks))
    lines = []
    for rule_id in wanted[:_MOST]:
        rule = deps.library.rule(place.code, rule_id)
        if rule is not None:
            lines.append(_dated(rule, lead, place, today, language=language, deps=deps, citer=citer))
    for passage in notices:
        if passage.element == PROMISED:
            claim = passage.wording(language).answer[0]
            lines.append(ClockLine(text=claim.text, rule="", kind="promised", binds="them", last_day=None, citations=citer.marks(claim, passage)))
    return tuple(lines)


def told_clock(passage: Passage, language: Language, citer: Citer) -> tuple[ClockLine, ...]:
    """Return what the passage itself says about time."""
    claims = passage.wording(language).clock
    return tuple(ClockLine(text=claim.text, rule="", kind="statutory", binds="them", last_day=None, citations=citer.marks(claim, passage)) for claim in claims)


def _dated(rule: DeadlineRule, passage: Passage, place: Place, today: date, *, language: Language, deps: Deps, citer: Citer) -> ClockLine:  # noqa: PLR0913 - as above
    try:
        counted = reckon(rule, today, deps.calendar(place)) if rule.unit != "hours" and rule.direction == "after" else None
    except BadRequest:  # the calendar does not reach that far: the length is said without a date
        counted = None
    text = _sentence(rule, counted, today, language, deps)
    marks = citer.rule_marks(rule.sources, place.code, passage, text)
    return ClockLine(text=text, rule=rule.id, kind=rule.kind, binds=rule.binds, last_day=counted.last_day if counted else None, citations=marks)


def _sentence(rule: DeadlineRule, counted: Reckoning | None, today: date, language: Language, deps: Deps) -> str:
    say = deps.say
    title, starts = worded(rule.title, language), worded(rule.starts, language)
    length = length_in_words(rule.length, rule.unit, language, say)
    if counted is None:
        phrase = "card.clock_before" if rule.direction == "before" else "card.clock_length"
        return _upper(say(phrase, language, title=title, starts=starts, length=length))
    last = day_in_words(counted.last_day, language, say=say)
    phrase = {Binds.YOU: "card.clock_you", Binds.THEM: "card.clock_them", Binds.AUTHORITY: "card.clock_authority"}[rule.binds]
    text = say(phrase, language, title=title, starts=starts, length=length, today=day_in_words(today, language, say=say), last=last)
    if counted.extended_last_day:
        until = day_in_words(counted.extended_last_day, language, say=say)
        text = f"{text} {say('card.clock_extended', language, last=until)}"
    return _upper(text)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
