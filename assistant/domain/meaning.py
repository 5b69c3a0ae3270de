"""Read a sentence as clauses of tokens, and mark the tokens that a meaning turns on."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from assistant.domain.terms import DIGITS, ENGLISH, LIMITS, MONTHS, TERMS, UNITS, Kind
from assistant.domain.value import Value

_LOOSE = (Kind.NUMBER, Kind.MANNER, Kind.ARTICLE)


class Token(Value):
    """One token: its kind and a form that is the same for synonyms."""

    kind: Kind
    form: str


class Clause(Value):
    """A stretch between commas, or between the words that open a condition."""

    tokens: tuple[Token, ...]

    @property
    def ordered(self) -> tuple[Token, ...]:
        """Tokens that carry meaning, in their order."""
        return tuple(token for token in self.tokens if token.kind not in (Kind.NEUTRAL, Kind.CONTRAST))

    @property
    def content(self) -> tuple[Token, ...]:
        """The same without what may stand in several places of a clause: lengths of time, articles, manners."""
        return tuple(token for token in self.ordered if token.kind not in _LOOSE)

    @property
    def loose(self) -> tuple[Token, ...]:
        """Lengths of time, articles and manners, in their order."""
        return tuple(token for token in self.ordered if token.kind in _LOOSE)

    @property
    def joins(self) -> bool:
        """Say whether it joins two things, so that a length of time belongs to one of them alone."""
        return any(token.form in ("and", "or") for token in self.tokens[1:])

    def has(self, *kinds: Kind) -> bool:
        """Say whether a token of one of the kinds stands in it."""
        return any(token.kind in kinds for token in self.tokens)


_ARTICLE_ZH = re.compile(r"第\s*(\d+)\s*條(?:之\s*(\d+))?(?:\s*第\s*(\d+)\s*項)?(?:\s*第\s*(\d+)\s*款)?")
_ARTICLE_EN = re.compile(r"\b(?:articles?|art|section|sec)\.?\s*(\d+(?:-\d+)?)(?:,?\s*(?:para(?:graph)?\.?)\s*(\d+))?")
_DATES = (
    re.compile(r"(?P<y>(?:19|20)\d{2})\s*[-/年]\s*(?P<m>\d{1,2})\s*[-/月]\s*(?P<d>\d{1,2})\s*日?"),
    re.compile(r"(?P<r>1\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"),
    re.compile(rf"(?P<d>\d{{1,2}})\s+(?P<n>{'|'.join(MONTHS)})\s+(?P<y>(?:19|20)\d{{2}})"),
    re.compile(rf"(?P<n>{'|'.join(MONTHS)})\s+(?P<d>\d{{1,2}}),?\s+(?P<y>(?:19|20)\d{{2}})"),
)
_SENTENCE = re.compile(r"[。!?;\n]+|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,:()「」]+|\s-\s|\s(?=(?:only\s)?(?:if|unless|except|provided|but|when|where|although|even if|as long as)\b)|—+")


def sentences(text: str) -> list[list[Clause]]:
    """Return a text's sentences as lists of clauses, in order; clauses without any token are left out."""
    found = []
    for sentence in _SENTENCE.split(_plain(text)):
        clauses = [Clause(tokens=tuple(_tokens(part))) for part in _CLAUSE.split(sentence) if part.strip()]
        if kept := [clause for clause in clauses if clause.tokens]:
            found.append(kept)
    return found


def tokens(text: str) -> tuple[Token, ...]:
    """Return every token of a text."""
    return tuple(token for sentence in sentences(text) for clause in sentence for token in clause.tokens)


def _plain(text: str) -> str:
    """Return a text with one way to write numbers, dates, articles and contractions."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"can't|cannot", "can not", text)
    text = re.sub(r"won't", "will not", text)
    text = re.sub(r"n't\b", " not", text)
    text = text.replace("每日", "每天")
    units = "|".join(UNITS.values())
    text = re.sub(rf"[一二兩三四五六七八九十百]+(?=\s*(?:{units}|條|項|款))", lambda found: str(_chinese(found[0])), text)
    text = re.sub(rf"\b({'|'.join(ENGLISH)})\b(?=[ -](?:more |further |or more )?(?:{units}))", lambda found: str(ENGLISH[found[1]]), text)
    for pattern in _DATES:
        text = pattern.sub(_date, text)
    text = _ARTICLE_ZH.sub(lambda found: f" §{'.'.join(part or '' for part in found.groups()).rstrip('.')} ", text)
    return _ARTICLE_EN.sub(lambda found: f" §{'..'.join(part for part in found.groups() if part)} ", text)


def _chinese(numeral: str) -> int:
    total = current = 0
    for char in numeral:
        if char in DIGITS:
            current = DIGITS[char]
        else:
            total, current = total + max(current, 1) * (10 if char == "十" else 100), 0
    return total + current


def _date(found: re.Match[str]) -> str:
    part = found.groupdict()
    year = int(part["y"]) if part.get("y") else int(part["r"]) + 1911  # the Republic's calendar
    month = int(part["m"]) if part.get("m") else MONTHS[part["n"]]
    return f" @{year}{month:02d}{int(part['d']):02d} "


def _tokens(text: str) -> Iterator[Token]:
    for found in _reader().finditer(text):
        name = found.lastgroup or ""
        if name.startswith("t"):
            kind, form, _ = TERMS[int(name[1:])]
            yield Token(kind=kind, form=form)
        elif name == "article":
            yield Token(kind=Kind.ARTICLE, form=found[0])
        elif name in ("date", "span", "number"):
            yield Token(kind=Kind.NUMBER, form=_length(found[0]))
        elif name == "latin":
            yield Token(kind=Kind.WORD, form=re.sub(r"(?<=[a-z]{3})(?:es|s|ed|d)$", "", found[0]))
        else:
            yield Token(kind=Kind.WORD, form=found[0])


def _length(text: str) -> str:
    """Return `within 15 day` for every way to write it."""
    text = text.strip()
    number = re.search(r"@?\d+(?:\.\d+)?", text)
    unit = next((name for name, pattern in UNITS.items() if re.search(rf"\d\s*-?(?:more |further )?(?:{pattern})", text)), "")
    limit = " ".join(name for name, pattern in LIMITS.items() if re.search(rf"(?:^|\s|(?<=[\d㐀-鿿]))(?:{pattern})(?=[\s\d]|$)", text))
    return f"{limit} {number[0] if number else ''} {unit}".strip()


@cache
def _reader() -> re.Pattern[str]:
    units = "|".join(f"(?:{pattern})(?![a-z])" for pattern in UNITS.values())
    limits = "|".join(f"(?:{pattern})" for pattern in LIMITS.values())
    parts = [
        r"(?P<article>§[\d.\-]+)",
        rf"(?P<date>(?:\b(?:before|after|by|on|from|since|until)\s+)?@\d{{8}}(?:\s*(?:{limits}))?)",
        r"(?P<span>"
        rf"(?:(?:\b|(?<=[㐀-鿿])|(?=[㐀-鿿]))(?:{limits})\s*)?\d+(?:\.\d+)?\s*-?(?:more |further )?(?:{units})(?:\s*(?:(?:之|以)?[內前後]|以上|以下))?)",
        rf"(?P<number>(?:\b(?:{limits})\s+)?\d+(?:\.\d+)?)",
    ]
    for number, (_, _, pattern) in enumerate(TERMS):
        chinese = [part for part in _alternatives(pattern) if re.search("[㐀-鿿]", part)]
        latin = [part for part in _alternatives(pattern) if not re.search("[㐀-鿿]", part)]
        whole = "|".join([*chinese, *([rf"\b(?:{'|'.join(latin)})\b"] if latin else [])])
        parts.append(f"(?P<t{number}>{whole})")
    parts += ["(?P<char>[㐀-鿿])", r"(?P<latin>[^\W\d_㐀-鿿]+(?:'[a-z]+)?)"]
    return re.compile("|".join(parts))


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at its outer bars."""
    found, depth, current = [], 0, ""
    for char in pattern:
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            found.append(current)
            current = ""
        else:
            current += char
    return [*found, current]
