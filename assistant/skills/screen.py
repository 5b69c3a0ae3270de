"""Decide how a text is met before anything is looked up: unreadable, danger, orders, urgency, the wish for a person."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from assistant.domain.signs import Sign, Signs
from assistant.domain.value import Value
from assistant.ports import Anchor

_HIDDEN = re.compile("[\U000e0000-\U000e007f​-‏‪-‮⁠-⁤⁦-⁩﻿­]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f�]")
_LOOKS_ALIKE = 0.012  # a look-alike this much nearer than any true example means: no crisis
_MEANING = 0.925  # e5 cosine above which a short text says the same as an example


class Met(StrEnum):
    """How a text is met."""

    QUESTION = "question"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    CRISIS = "crisis"
    ORDERS = "orders"
    WANTS_PERSON = "wants_person"


class Screened(Value):
    """A cleaned text and how to meet it."""

    met: Met
    text: str
    kind: str | None = None
    """self_harm, violence, danger; or the family of orders."""
    urgent: bool = False
    hidden: bool = False
    """True where invisible or control characters were taken out."""


def clean(text: str) -> tuple[str, bool]:
    """Return the text without invisible and control characters, and whether there were any."""
    visible = _CONTROL.sub(" ", _HIDDEN.sub("", unicodedata.normalize("NFC", text)))
    return visible.strip(), bool(_HIDDEN.search(text) or _CONTROL.search(text))


def screen(text: str, signs: Signs, near: Sequence[Anchor], *, max_chars: int) -> Screened:
    """Return how `text` is met. `near` holds its distance to the crisis examples (empty: patterns alone decide)."""
    visible, hidden = clean(text)
    if not visible:
        return Screened(met=Met.EMPTY if not text.strip() else Met.UNREADABLE, text="", hidden=hidden)
    if len(visible) > max_chars:
        return Screened(met=Met.TOO_LONG, text=visible, hidden=hidden)
    if crisis := _crisis(visible, signs.crisis, {anchor.kind: anchor.cosine for anchor in near}):
        return Screened(met=Met.CRISIS, text=visible, kind=crisis, hidden=hidden)
    if not re.search(r"\w", visible) or not re.search(r"[^\W\d_]", visible):
        return Screened(met=Met.UNREADABLE, text=visible, hidden=hidden)
    orders = next((sign.kind for sign in signs.orders if sign.shows_in(visible)), None)
    if orders is None and hidden and any(sign.shows_in(_revealed(text)) for sign in signs.orders):
        orders = "hidden"
    if orders:
        return Screened(met=Met.ORDERS, text=visible, kind=orders, hidden=hidden)
    urgent = signs.urgent.shows_in(visible)
    if signs.wants_person.shows_in(visible):
        return Screened(met=Met.WANTS_PERSON, text=visible, urgent=urgent, hidden=hidden)
    return Screened(met=Met.QUESTION, text=visible, urgent=urgent, hidden=hidden)


def _revealed(text: str) -> str:
    """Return the text with Unicode tag characters turned into the letters they hide."""
    return "".join(chr(ord(char) - 0xE0000) if 0xE0020 <= ord(char) <= 0xE007E else char for char in text)


def _crisis(text: str, kinds: Sequence[Sign], near: dict[str, float]) -> str | None:
    for sign in kinds:
        alike = near.get(f"not:{sign.kind}", 0.0)
        meant = near.get(sign.kind, 0.0)
        if sign.shows_in(text):
            if alike > 0.97 and alike > meant + _LOOKS_ALIKE:
                continue
            return sign.kind
        others = max(near.get(f"not:{other.kind}", 0.0) for other in kinds)
        if meant >= _MEANING and meant > others + _LOOKS_ALIKE:
            return sign.kind
    return None
