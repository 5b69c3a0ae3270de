"""Write the note that goes with a letter to its sender: how to send it, the clocks, what protects, what comes next."""

from collections.abc import Iterator

from assistant.domain.deadline import Binds, Standing
from assistant.domain.draft import DraftState
from assistant.domain.letter import Block, Letter, Run
from assistant.domain.passage import Passage
from assistant.domain.template import Template
from assistant.domain.value import Language
from assistant.interview.counted import Counted, clocks
from assistant.interview.desk import Desk, checklist
from assistant.interview.speak import day_in_letter, worded


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
    protection = [sentence for passage in desk.library.known(template.protection) for sentence in _protection(passage, language)]
    yield from _section(say("protection"), tuple(protection))
    outside = [claim.text for passage in desk.library.known(template.outside) for claim in passage.wording(language).answer]
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
