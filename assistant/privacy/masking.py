"""Put tokens in the place of personal data, and turn them back; the same value gets the same token."""

import re
from collections.abc import Iterable, Sequence

from pydantic import Field

from assistant.domain.value import Value
from assistant.privacy.finding import find
from assistant.privacy.found import WIDE, Found, Level

TOKEN = re.compile(r"\[[A-Z]+_\d+\]")


class Masked(Value):
    """A text whose personal data stand as tokens."""

    text: str
    tokens: dict[str, str] = Field(default_factory=dict)
    """`[PERSON_1]` -> what stood there."""


class Tokens:
    """Gives out tokens and remembers them; one for a text, or one for all texts of a batch."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.values: dict[str, str] = dict(known or {})
        self._by_value: dict[tuple[str, str], str] = {(_kind(token), _plain(value)): token for token, value in self.values.items()}
        self._counts: dict[str, int] = {}
        for token in self.values:
            self._counts[_kind(token)] = self._counts.get(_kind(token), 0) + 1

    def of(self, value: str, kind: str) -> str:
        """Return the token of a value; 'Ａ１' and 'A 1' are the same number."""
        key = (kind, _plain(value))
        token = self._by_value.get(key)
        if token is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            token = f"[{kind}_{self._counts[kind]}]"
            self._by_value[key], self.values[token] = token, value
        return token


def mask(text: str, known: Sequence[str] = (), *, earlier: Masked | None = None) -> Masked:
    """Return the text with personal data and the `known` organisations' names as tokens, hints included.

    `earlier` carries the tokens of a text masked before, so that the same person keeps the same token in both.
    """
    tokens = Tokens(earlier.tokens if earlier else None)
    found = find(text, known, earlier=[(value, _kind(token)) for token, value in tokens.values.items()])
    return Masked(text=mask_with(tokens, text, found, least=Level.HINT), tokens=tokens.values)


def mask_with(tokens: Tokens, text: str, found: Iterable[Found], *, least: Level = Level.LIKELY) -> str:
    """Return the text with what was found, from a level on, as tokens; what looks like a token of ours loses its brackets first."""
    pieces, end = [], 0
    for each in found:
        if each.level >= least:
            pieces += [_unbracket(text[end : each.start]), tokens.of(text[each.start : each.stop], each.kind)]
            end = each.stop
    return "".join([*pieces, _unbracket(text[end:])])


def unmask(text: str, tokens: dict[str, str]) -> str:
    """Return the text with every known token turned back into what it stands for."""
    return TOKEN.sub(lambda found: tokens.get(found[0], found[0]), text)


def _unbracket(text: str) -> str:
    """Keep somebody's own `[PERSON_1]` from being turned into a person."""
    return TOKEN.sub(lambda found: f"({found[0][1:-1]})", text)


def _kind(token: str) -> str:
    return token.strip("[]").rsplit("_", 1)[0]


def _plain(value: str) -> str:
    return re.sub(r"[\s-]", "", value.translate(WIDE)).casefold()
