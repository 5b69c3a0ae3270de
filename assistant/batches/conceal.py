"""Mask a batch before anything else is done with it, and keep what stood there under the union's key."""

from collections.abc import Sequence

from assistant.domain.complaint import Row
from assistant.domain.value import Value
from assistant.privacy import Level, Tokens, find, mask_with

_DOUBTED = ("PERSON", "ADDRESS")


class Concealed(Value):
    """One text masked."""

    text: str
    uncertain: tuple[str, ...] = ()
    """Values that may be personal: masked where it is likely, left where it is not."""


class Settled(Value):
    """What an officer said about uncertain values."""

    personal: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()


def conceal(rows: Sequence[Row], tokens: Tokens, settled: Settled | None = None, *, known: Sequence[str] = ()) -> tuple[Concealed, ...]:
    """Return every text masked, in order, with the same tokens throughout.

    A member's own name in its column is masked in the texts too. What an officer settled is followed.
    """
    settled = settled or Settled()
    ordinary = set(settled.ordinary)
    members = tuple(dict.fromkeys(row.member for row in rows if _is_name(row.member)))
    named = set(members)
    sure = [(value, "PERSON") for value in settled.personal]
    done = []
    for row in rows:
        own = [(row.member, "PERSON")] if row.member in named and row.member in row.text else []
        found = find(row.text, known, earlier=(*sure, *own))
        kept = [each for each in found if row.text[each.start : each.stop] not in ordinary]
        doubted = tuple(dict.fromkeys(row.text[each.start : each.stop] for each in kept if each.kind in _DOUBTED and each.level < Level.SURE))
        done.append(Concealed(text=mask_with(tokens, row.text, kept), uncertain=doubted))
    return tuple(done)


def conceal_again(text: str, uncertain: Sequence[str], settled: Settled, tokens: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return a masked text after an officer settled values, and what is still uncertain in it; new tokens are added to `tokens`."""
    by_value = {value: token for token, value in tokens.items()}
    book = Tokens(tokens)
    for value in settled.ordinary:
        if value in by_value:
            text = text.replace(by_value[value], value)
    for value in settled.personal:
        if value in text:
            text = text.replace(value, book.of(value, "PERSON"))
    tokens.update(book.values)
    decided = {*settled.personal, *settled.ordinary}
    return text, tuple(value for value in uncertain if value not in decided)


def _is_name(text: str) -> bool:
    return 1 < len(text) <= 40 and not text.isdigit()
