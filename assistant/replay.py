"""Take a conversation up again from what was said in it, for callers that keep it themselves: nothing of it is stored here."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.dialogue import Dialogue, Exchange, Outcome, Scene
from assistant.domain.envelope import Choice, Inbound
from assistant.domain.talk import matches
from assistant.ending import REMEMBERED
from assistant.service import Service
from assistant.turn import decide

_MOST = 60
"""Turns that are taken again for a letter in the making."""


async def take_up(service: Service, past: Sequence[Exchange], text: str, scene: Scene, inbound: Inbound) -> Outcome:
    """Return what a message leads to after everything said before; a letter in the making goes on, and a button may be pressed by its words.

    A letter's interview is taken again turn by turn, which needs no model and gives the same draft.
    """
    if not _has_state(service, past, text):
        history = tuple(past[-REMEMBERED:])
        return await service.ask(inbound.but(text=text), scene.but(dialogue=Dialogue(history=history)))
    dialogue = Dialogue()
    offered: Sequence[Choice] = ()
    deps, known = replace(service.deps, model=None), service.organisations()
    for number, exchange in enumerate(past[-_MOST:]):
        again = pressed(inbound.but(id=f"{inbound.id}-{number}", text=exchange.user), offered)
        outcome = await decide(again, scene.but(dialogue=dialogue), deps, known)
        dialogue, offered = outcome.dialogue, outcome.reply.actions
    return await service.ask(pressed(inbound.but(text=text), offered), scene.but(dialogue=dialogue))


def with_choices(text: str, actions: Sequence[Choice]) -> str:
    """Return a reply with its buttons as lines to be typed back."""
    return "\n".join([text, "", *(f"▸ {action.label}" for action in actions)]) if actions else text


def pressed(inbound: Inbound, offered: Sequence[Choice]) -> Inbound:
    """Return the press that typed words mean; the message itself where they mean none."""
    named = next((choice for choice in offered if _plain(choice.label) == _plain(inbound.text)), None)
    return inbound.but(text="", choice=named.token) if named else inbound


def _has_state(service: Service, past: Sequence[Exchange], text: str) -> bool:
    """Say whether more than words may have come about: a letter, or a button that is being pressed."""
    wish = service.deps.drafting.talk.wish
    if any(matches(wish, exchange.user) for exchange in past):
        return True
    labels = {_plain(line.removeprefix("▸")) for exchange in past for line in exchange.assistant.splitlines() if line.startswith("▸")}
    return any(_plain(said) in labels for said in (text, *(exchange.user for exchange in past)))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().removeprefix("▸").split())
