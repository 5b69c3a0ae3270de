"""Decide how a text is met before anything is looked up: unreadable, danger, orders, urgency, the wish for a person."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from assistant.domain.signs import Signs
from assistant.domain.value import Value

_HIDDEN = re.compile("[\U000e0000-\U000e007f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_STACKED = re.compile("[\u0300-\u036f]")  # marks that no letter of our languages keeps after composing
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_FEWEST_LETTERS = 2
_MEANT, _SURELY_MEANT = 0.5, 0.95
"""Chance of danger from which a text means it though no pattern shows it: help stands first; from the second on it stands alone."""
_LIKELIEST = 0.35
"""Chance that one kind of danger must have beside: small chances of several kinds are doubt, not danger."""
_NOT_MEANT = 0.35
"""Chance of danger below which a pattern's word is most likely used about something else."""
_WANTED, _BARELY = 0.5, 0.1
"""Chance from which a text is urgent, or wants a person, though no pattern shows it; below the second, one that a pattern shows asks about a right."""


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
    certain: bool = True
    """False where a sign of danger and the meaning of the text disagree: help stands first, the answer follows."""
    danger: float = 0.0
    """Chance that the text means danger of any kind."""
    signed: bool = False
    """True where a pattern shows danger."""
    hidden: bool = False
    """True where invisible or control characters were taken out."""

    @property
    def need(self) -> str | None:
        """The need that a human contact answers before anything else: a kind of danger, or urgent."""
        if self.met is Met.CRISIS:
            return self.kind
        return "urgent" if self.urgent else None

    @property
    def may_be_answered(self) -> bool:
        """True for a question, and for a text where danger is possible but not certain."""
        return self.met is Met.QUESTION or (self.met is Met.CRISIS and not self.certain)


def clean(text: str) -> tuple[str, bool]:
    """Return the text without invisible and control characters, and whether there were any."""
    visible = _CONTROL.sub(" ", _STACKED.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", text))))
    return visible.strip(), bool(_HIDDEN.search(text) or _CONTROL.search(text))


def screen(text: str, signs: Signs, chances: Mapping[str, float], *, max_chars: int) -> Screened:  # noqa: PLR0911 - one a way of being met
    """Return how `text` is met. `chances` holds the probability that it means each kind of danger, is urgent, or wants a person."""
    visible, hidden = clean(text)
    if not visible:
        return Screened(met=Met.EMPTY if not text.strip() else Met.UNREADABLE, text="", hidden=hidden)
    if len(visible) > max_chars:
        return Screened(met=Met.TOO_LONG, text=visible, hidden=hidden)
    shown = next((sign.kind for sign in signs.crisis if sign.shows_in(visible)), None)
    kinds = [sign.kind for sign in signs.crisis]
    danger = sum(chances.get(kind, 0.0) for kind in kinds)
    says_so = signs.wants_person.shows_in(visible)
    asks_for_person = chances.get("wants_person", float(says_so)) >= (_BARELY if says_so else _WANTED)
    likely = max(kinds, key=lambda kind: chances.get(kind, 0.0), default=None)
    top = chances.get(likely, 0.0) if likely else 0.0
    meant = danger >= _MEANT and top >= _LIKELIEST
    if shown or (meant and not asks_for_person):
        kind = likely if shown is None or top >= _MEANT else shown
        certain = danger >= (_SURELY_MEANT if shown is None else _NOT_MEANT)
        return Screened(met=Met.CRISIS, text=visible, kind=kind, certain=certain, danger=danger, signed=shown is not None, hidden=hidden)
    if len(re.findall(r"[^\W\d_]", visible)) < _FEWEST_LETTERS:
        return Screened(met=Met.UNREADABLE, text=visible, hidden=hidden)
    orders = next((sign.kind for sign in signs.orders if sign.shows_in(visible)), None)
    if orders is None and hidden and any(sign.shows_in(_revealed(text)) for sign in signs.orders):
        orders = "hidden"
    if orders:
        return Screened(met=Met.ORDERS, text=visible, kind=orders, hidden=hidden)
    urgent = signs.urgent.shows_in(visible) or chances.get("urgent", 0.0) >= _WANTED
    if asks_for_person:
        return Screened(met=Met.WANTS_PERSON, text=visible, urgent=urgent, hidden=hidden)
    return Screened(met=Met.QUESTION, text=visible, urgent=urgent, hidden=hidden)


def _revealed(text: str) -> str:
    """Return the text with Unicode tag characters turned into the letters they hide."""
    return "".join(chr(ord(char) - 0xE0000) if 0xE0020 <= ord(char) <= 0xE007E else char for char in text)
