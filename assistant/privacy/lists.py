"""The word lists of `people.yaml`, read once."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml


class People(NamedTuple):
    """What names are made of."""

    surnames: frozenset[str]
    rare: frozenset[str]
    """Surnames that are ordinary words as well."""
    doubled: tuple[str, ...]
    given: frozenset[str]
    common: frozenset[str]
    """Ordinary words that begin like a name."""
    titles: str
    transliterated: re.Pattern[str]
    """First names of other languages, and of nicknames, in Chinese signs."""
    before: re.Pattern[str]
    before_strong: re.Pattern[str]
    after: re.Pattern[str]
    not_nick: frozenset[str]
    romanised: frozenset[str]
    """Chinese surnames as passports write them."""
    vietnamese: frozenset[str]
    first: frozenset[str]
    latin_before: re.Pattern[str]
    not_latin: frozenset[str]


_WEAK = {"找", "請", "叫", "跟", "給", "把", "問", "替", "幫", "由", "被", "和", "與", "及", "、", "「", "『", "(", ":", "是", "我"}


@cache
def people() -> People:
    """Return the lists."""
    lists = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text(encoding="utf-8"))
    before = [word.strip() for word in lists["before"].split("|") if word.strip()]
    return People(
        surnames=frozenset(lists["surnames"]),
        rare=frozenset(lists["rare"]),
        doubled=tuple(lists["doubled"]),
        given=frozenset("".join(lists["given"].split())),
        common=frozenset(lists["common"].split()),
        titles=lists["titles"].strip(),
        transliterated=re.compile("|".join(lists["transliterated"].split())),
        before=_at_end([word for word in before if word in _WEAK]),
        before_strong=_at_end([word for word in before if word not in _WEAK]),
        after=re.compile(rf"(?:{lists['after'].strip()})"),
        not_nick=frozenset(lists["not_nick"].split()),
        romanised=frozenset(lists["romanised"].split()),
        vietnamese=frozenset(lists["vietnamese"].split()),
        first=frozenset(lists["first"].split()),
        latin_before=re.compile(rf"(?:^|[^A-Za-z])(?:{'|'.join(re.escape(word.strip()) for word in lists['latin_before'].split('|'))})[:：]?\s*$", re.I),
        not_latin=frozenset(word.casefold() for word in lists["not_latin"].split()),
    )


def _at_end(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})[:：]?\s*$")
