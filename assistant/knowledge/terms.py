"""Words for the lexical half of search: character pairs for scripts without spaces, lower-case words for the rest."""

import re
import unicodedata
from functools import lru_cache

_RUNS = re.compile(r"[㐀-鿿]+|[぀-ヿ]+|[가-힯]+|[฀-๿]+|[a-z0-9]+(?:['’.-][a-z0-9]+)*", re.I)
_STOP = frozenset(
    (
        *("a", "an", "the", "i", "my", "me", "we", "our", "you", "your", "he", "she", "they", "it", "is", "are", "was"),
        *("were", "be", "been", "do", "does", "did", "can", "could", "will", "would", "should", "to", "of", "in", "on", "at", "for"),
        *("and", "or", "if", "by", "with", "from", "about", "that", "this", "what", "how", "why", "when", "who", "which", "not", "no"),
        *("so", "have", "has", "had", "am", "as"),
    )
)
_SUFFIX = re.compile(r"(?:ing|ed|es|s|ly|ment|ments|al)$")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    short = _SUFFIX.sub("", word)
    return (short if len(short) >= 4 else word).rstrip("e")


def terms(text: str) -> list[str]:
    """Return the search terms of a text, repeated as often as they occur."""
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii():
            if run not in _STOP:
                found.append(_stem(run))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def shared_terms(text: str) -> list[str]:
    """Return only what means the same in every language: numbers and Latin names of two or more capitals or digits."""
    return [run.lower() for run in re.findall(r"\b(?:[A-Z][A-Z0-9-]+|\d[\d.-]*)\b", unicodedata.normalize("NFKC", text))]
