"""Say in plain words what a group of complaints is about, without a model: its matter, and the words that tell it from the others."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.value import Language

_LANGUAGES = ("zh-TW", "en")
_WORD = re.compile(r"[㐀-鿿]+|[a-zà-ỹ][a-zà-ỹ'-]{2,}")
_TOKEN = re.compile(r"\[[A-Z]+_\d+\]")
_SHARE = 0.45
_WORDS = 3


def matter_of(shown: Sequence[Sequence[str]], signs: ComplaintSigns) -> str | None:
    """Return the matter that most of a group names, the most telling one first."""
    tally = Counter(name for found in shown for name in found)
    weights = {matter.id: matter.weight for matter in signs.matters}
    ranked = [(count * weights[name], name) for name, count in tally.items() if count >= _SHARE * len(shown)]
    return max(ranked)[1] if ranked else None


def telling_words(groups: Sequence[Sequence[str]], stop: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return for each group of texts the words that it uses more than the others, best first."""
    counted = [Counter(word for text in texts for word in set(_terms(text, stop))) for texts in groups]
    spread = Counter(word for counts in counted for word in counts)
    return tuple(_best(counts, spread, len(groups), len(texts)) for counts, texts in zip(counted, groups, strict=True))


def label(matter: str | None, words: Sequence[str], signs: ComplaintSigns, *, risk: str, twice: bool) -> dict[Language, str]:
    """Return a label in both languages. `twice`: another group has the same matter, so words tell them apart; `risk` is said where nothing else is."""
    found = signs.matter(matter) if matter else None
    told = "、".join(words[:_WORDS])
    if found is None:
        return dict.fromkeys(_LANGUAGES, told) if told else {language: signs.label("risks", risk, language) for language in _LANGUAGES}
    joined = {"zh-TW": "：", "en": ": "}
    return {language: found.label[language] + (joined[language] + told if twice and told else "") for language in _LANGUAGES}


def _terms(text: str, stop: frozenset[str]) -> Iterable[str]:
    for found in _WORD.finditer(_TOKEN.sub(" ", text.lower())):
        word = found[0]
        if not re.match("[㐀-鿿]", word):
            if word not in stop:
                yield word
            continue
        for size in (2, 3, 4):
            for at in range(len(word) - size + 1):
                term = word[at : at + size]
                if term[0] not in stop and term[-1] not in stop:
                    yield term


def _best(counts: Counter[str], spread: Counter[str], groups: int, texts: int) -> tuple[str, ...]:
    least = 2 if texts > 2 else 1
    scored = sorted(
        (
            (count * log(1 + groups / spread[word]) * (1 + 0.25 * len(word) if not word.isascii() else 1.4), word)
            for word, count in counts.items()
            if count >= least
        ),
        key=lambda each: (-each[0], each[1]),
    )
    kept: list[str] = []
    for _, word in scored[:60]:
        if not any(word in other or other in word or (len(word) > 2 and word[1:] in other) for other in kept):
            kept.append(word)
        if len(kept) == 5:
            break
    return tuple(kept)
