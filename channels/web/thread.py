"""The visitor's own conversation, as it is drawn, and the one turn of it that a script asks for."""

from collections.abc import Sequence

from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.value import Language
from assistant.errors import Forbidden
from channels.web.views import TurnView, Voice, labels_of, turn_view
from channels.web.visit import Visit

Pair = tuple[Inbound, Sequence[Outbound]]


async def turns_of(visit: Visit) -> list[TurnView]:
    """Return the whole conversation, oldest turn first; nothing when the thread is not this person's."""
    pairs = await _pairs(visit)
    labels = labels_of(pairs)
    return [await _view(visit, pair, number, labels) for number, pair in enumerate(pairs, 1)]


async def turn_of(visit: Visit, inbound_id: str) -> TurnView | None:
    """Return one turn of the visitor's own conversation; None when it is not in it."""
    pairs = await _pairs(visit)
    labels = labels_of(pairs)
    for number, pair in enumerate(pairs, 1):
        if pair[0].id == inbound_id:
            return await _view(visit, pair, number, labels)
    return None


async def refreshed(visit: Visit, turn: TurnView, outbounds: Sequence[Outbound], inbound: Inbound) -> TurnView:
    """Return a turn with what the outbox holds by now."""
    outcome = await visit.web.service.outcome(inbound.id)
    return turn_view(inbound, outbounds, number=turn.number, asked=turn.asked, outcome=outcome[0] if outcome else None, voice=_voice(visit))


async def own_inbound(visit: Visit, inbound_id: str) -> Inbound | None:
    """Return a message of the visitor's own conversation; None when it is not theirs."""
    return next((inbound for inbound, _ in await _pairs(visit) if inbound.id == inbound_id), None)


async def _pairs(visit: Visit) -> Sequence[Pair]:
    try:
        return await visit.web.service.conversation(visit.session.thread, visit.session.person)
    except Forbidden:
        return ()


async def _view(visit: Visit, pair: Pair, number: int, labels: dict[str, str]) -> TurnView:
    inbound, outbounds = pair
    outcome = await visit.web.service.outcome(inbound.id)
    asked = inbound.text or labels.get(inbound.choice or "", "")
    return turn_view(inbound, outbounds, number=number, asked=asked, outcome=outcome[0] if outcome else None, voice=_voice(visit))


def _voice(visit: Visit) -> Voice:
    def voice(language: Language) -> Language:
        return visit.web.drawing.spoken(language) or visit.language

    return voice
