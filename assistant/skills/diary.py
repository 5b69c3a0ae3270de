"""Write the diary of a matter: every letter, how it went out, whose clock ran from which day, and what came back."""

from collections.abc import Iterator

from assistant.cards.reasons import explain
from assistant.domain.draft import DraftState
from assistant.domain.letter import Block, Letter, Run
from assistant.domain.library import COMMON
from assistant.domain.matter import Matter, SentLetter
from assistant.domain.value import Language
from assistant.interview.counted import Counted
from assistant.interview.desk import Desk
from assistant.interview.speak import day_in_letter, value_in_words, worded


def diary(matter: Matter, counted: tuple[tuple[Counted, ...], ...], language: Language, desk: Desk) -> Letter:
    """Return the diary in one language; `counted` holds the other side's clocks of each letter, in order."""
    blocks = tuple(_blocks(matter, counted, language, desk))
    return Letter(
        template="common/sending", language=language, title=blocks[0].text, blocks=blocks, page=desk.drafting.words_for(COMMON, language).labels["page"]
    )


def _blocks(matter: Matter, counted: tuple[tuple[Counted, ...], ...], language: Language, desk: Desk) -> Iterator[Block]:
    words = desk.drafting.words_for(COMMON, language)
    yield _block("title", desk.say("matter.diary", language))
    yield _block("plain", desk.say("matter.diary_as_of", language, day=day_in_letter(desk.today.isoformat(), words)))
    for number, (letter, found) in enumerate(zip(matter.letters, counted, strict=True), 1):
        template = desk.drafting.templates[letter.draft.template]
        yield _block("heading", desk.say("matter.diary_letter", language, number=number, title=worded(template.title, language)))
        yield from _letter(letter, found, language, desk)
    if matter.closed_on:
        yield _block("plain", desk.say("matter.diary_closed", language, day=day_in_letter(matter.closed_on.isoformat(), words)))
    yield _block("plain", desk.say("draft.cover.not_stop", language))
    yield _block("plain", desk.say("draft.cover.not_advice", language))


def _letter(letter: SentLetter, counted: tuple[Counted, ...], language: Language, desk: Desk) -> Iterator[Block]:
    template = desk.drafting.templates[letter.draft.template]
    to = letter.draft.value(template.recipient) if template.recipient else None
    if to:
        yield _named(desk.say("matter.to", language), to, language, desk)
    yield from _facts(letter.sending, language, desk)
    if letter.received_on is None:
        yield _block("bullet", desk.say("matter.guessed", language))
    for clock in counted:
        yield _block("bullet", explain(clock.reckoning, clock.rule, language, say=desk.say).replace("\n", " "))
    if letter.answer:
        yield from _facts(letter.answer, language, desk)


def _facts(state: DraftState, language: Language, desk: Desk) -> Iterator[Block]:
    """Yield what an interview of the matter noted, one line each."""
    template = desk.drafting.templates[state.template]
    words = desk.drafting.words_for(COMMON, language)
    for field in template.fields:
        known = state.by_field.get(field.id)
        if known and known.given:
            yield _named(worded(field.label, language), value_in_words(field, known, template, words, language), language, desk)


def _named(label: str, value: str, language: Language, desk: Desk) -> Block:
    return Block(kind="bullet", runs=(Run(text=f"{label}{desk.say('draft.colon', language)}"), Run(text=value, said=True)))


def _block(kind: str, text: str) -> Block:
    return Block.model_validate({"kind": kind, "runs": (Run(text=text),)})
