"""Turns as they are drawn: what was asked, what the outbox holds, and the words around a card."""

from collections.abc import Callable, Sequence

from assistant.domain.answer import Citation
from assistant.domain.envelope import Choice, Inbound, Outbound, Reply
from assistant.domain.value import Language, Value

PROVISIONAL = "provisional"
_HELD = "held_for_human"
_SECTION = "【"


class ReplyView(Value):
    """One reply, ready to be drawn."""

    reply: Reply
    language: Language
    """Language of the words around it: the reply's, or the page's where we have no words in that."""
    provisional: bool
    opening: tuple[str, ...]
    """What was said before the card."""
    closing: tuple[str, ...]
    """What was said after it."""

    @property
    def numbers(self) -> dict[str, int]:
        """Return the number shown for each citation mark."""
        return {citation.id: number for number, citation in enumerate(self.reply.citations, 1)}

    @property
    def sources(self) -> dict[str, Citation]:
        """Return the citations by mark."""
        return {citation.id: citation for citation in self.reply.citations}


class TurnView(Value):
    """One turn, ready to be drawn."""

    id: str
    asked: str
    """The person's words, or the label of the button they pressed."""
    number: int
    replies: tuple[ReplyView, ...] = ()
    notice: bool = False
    """True for a message that answers none: nothing was asked."""
    urgent: bool = False
    """True where a human contact stands before everything else."""

    @property
    def done(self) -> bool:
        """Say whether the committed reply is there."""
        return any(not reply.provisional for reply in self.replies)


Voice = Callable[[Language], Language]
"""Gives the language in which the words around a reply are said."""


def turn_view(inbound: Inbound, outbounds: Sequence[Outbound], *, number: int, asked: str, outcome: str | None, voice: Voice) -> TurnView:
    """Return one turn; the committed reply replaces what was provisional."""
    committed = [outbound for outbound in outbounds if outbound.state != PROVISIONAL]
    shown = committed or list(outbounds)
    replies = tuple(_reply_view(outbound, voice) for outbound in shown)
    notice = not (inbound.text or inbound.choice or inbound.files)
    return TurnView(id=inbound.id, asked=asked, number=number, replies=replies, notice=notice, urgent=outcome == _HELD)


def labels_of(conversation: Sequence[tuple[Inbound, Sequence[Outbound]]]) -> dict[str, str]:
    """Return the label of every button that was offered."""
    offered: list[Choice] = [action for _, outbounds in conversation for outbound in outbounds for action in outbound.reply.actions]
    return {action.token: action.label for action in offered}


def _reply_view(outbound: Outbound, voice: Voice) -> ReplyView:
    reply = outbound.reply
    opening, closing = _around(reply)
    return ReplyView(reply=reply, language=reply.frame or voice(reply.language), provisional=outbound.state == PROVISIONAL, opening=opening, closing=closing)


def _around(reply: Reply) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the text says before and after the card: the card itself does not hold it."""
    blocks = [block for block in reply.text.split("\n\n") if block.strip()]
    if reply.card is None:
        return tuple(blocks), ()
    first = reply.card.answer[0].text if reply.card.answer else None
    opening: list[str] = []
    closing: list[str] = []
    inside = False
    for block in blocks:
        if block.startswith(_SECTION) or (first is not None and block.startswith(first)):
            inside = True
        else:
            (closing if inside else opening).append(block)
    return tuple(opening), tuple(closing)
