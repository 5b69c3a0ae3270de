"""How a turn ends: a card laid out, with its buttons, kept in what the conversation remembers."""

from collections.abc import Sequence

from assistant.cards.layout import lay_out
from assistant.domain.answer import Card, Citation, Line
from assistant.domain.dialogue import Exchange, Outcome, OutcomeKind
from assistant.domain.envelope import Choice, Reply
from assistant.ports import Hit
from assistant.skills.refer import refer
from assistant.underway import Turn
from assistant.wording import must_tell

REMEMBERED = 6
"""Turns a conversation remembers."""


def held(turn: Turn, need: str, phrase: str, *, reason: str | None = None, closing: str = "") -> Outcome:
    """End a turn with human contacts for a need, before or instead of an answer."""
    contacts = refer(need, turn.place, turn.frame)
    lines = [Line(text=turn.say(phrase))]
    if closing:
        lines.append(Line(text=closing))
    card = Card(answer=tuple(lines), contacts=contacts)
    turn.note("refer", need)
    return ended(turn, OutcomeKind.HELD_FOR_HUMAN, card, reason=reason or need)


def ended(  # noqa: PLR0913 - everything that a turn ends with
    turn: Turn,
    kind: OutcomeKind,
    card: Card,
    *,
    reason: str | None,
    citations: tuple[Citation, ...] = (),
    found: Sequence[Hit] = (),
    passage: str | None = None,
) -> Outcome:
    """End a turn with a card: laid out in the language of the frame, with what may be pressed below it."""
    tells = bool(citations) and must_tell(turn.deps, turn.dialogue)
    told = [turn.say("disclaimer")] if citations and not turn.dialogue.told_disclaimer else []
    closing = "\n\n".join([*told, *([turn.say("model.told")] if tells else [])])
    foreign = turn.frame if turn.frame != turn.language else None
    text = lay_out(card, citations, turn.frame, turn.deps.say, opening=turn.say("card.frame") if foreign and citations else "", closing=closing)
    actions = [*turn.beside, *turn.table.due]
    if found and passage and (offer := turn.sitting.offered(found[0].passage.id)):
        actions.append(offer)
    if passage and len(f"steps:{passage}".encode()) <= 64:  # Telegram: callback_data is 1-64 bytes
        actions.append(Choice(label=turn.say("action.steps"), token=f"steps:{passage}"))
    if kind is not OutcomeKind.HELD_FOR_HUMAN:
        actions.append(Choice(label=turn.say("action.person"), token="person"))  # noqa: S106  # a button, not a password
    turn.note("reply", kind.value)
    exchange = Exchange(user=turn.inbound.text, assistant=card.answer[0].text if card.answer else "", passages=tuple(hit.passage.id for hit in found[:3]))
    dialogue = turn.dialogue.but(
        history=(*turn.dialogue.history, exchange)[-REMEMBERED:],
        told_disclaimer=turn.dialogue.told_disclaimer or bool(citations),
        told_model=turn.dialogue.told_model or tells,
    )
    after = ""
    if (open_ := turn.sitting.asking(dialogue)) is not None:
        waiting = turn.sitting.again(open_)
        after, actions = waiting.text, list(waiting.actions)
        text = f"{text}\n\n{after}"
    reply = Reply(text=text, card=card, after=after, citations=citations, actions=tuple(actions), language=turn.language, frame=foreign)
    return Outcome(kind=kind, reason=reason, reply=reply, dialogue=dialogue, trace=tuple(turn.trace))
