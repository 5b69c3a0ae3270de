"""How people say it -> the word the corpus uses. Data in corpus/common/terms.yaml; used for search only."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import opencc

from assistant.domain.value import Language
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml

_SPACED = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]", re.I)
"""First letter of a word in a script that puts spaces between words."""


class Expander:
    """Adds the corpus's words to a question that uses others, and hears those of languages in which the corpus has no passage."""

    def __init__(self, bank: Mapping[Language, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]], *, written: Sequence[Language] = ("zh-TW", "en")) -> None:
        self._bank = {
            language: [(re.compile("|".join(_edge(word, language) for word in say), re.I), " ".join(means)) for say, means in rows]
            for language, rows in bank.items()
        }
        self._written = written

    def expand(self, question: str, language: Language) -> str:
        """Return the question followed by the corpus's words for what it says."""
        added = [means for pattern, means in self._bank.get(language, ()) if pattern.search(question)]
        return " ".join((question, *added))

    def heard(self, question: str, language: Language) -> str | None:
        """Return the English words for what a question in a language without passages says; None for a language that has some."""
        if language in self._written:
            return None
        return " ".join(means for pattern, means in self._bank.get(language, ()) if pattern.search(question))


def load_terms(path: Path) -> Expander:
    """Return the term bank of a file. Raises: CorpusInvalid."""
    bank = {}
    for language, rows in read_yaml(path).items():
        try:
            bank[language] = [(tuple(map(str, row["say"])), tuple(map(str, row["means"]))) for row in rows]
        except (KeyError, TypeError) as problem:
            raise CorpusInvalid(f"{path}: {language}: a row needs say and means") from problem
    return Expander(bank)


def _edge(word: str, language: Language) -> str:
    escaped = re.escape(word)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if word.isascii() or language == "en" else rf"(?<!\w){escaped}(?!\w)" if _SPACED.match(word) else escaped


class Traditional:
    """Simplified Chinese in, Traditional (Taiwan) out; for understanding, never for quoting."""

    def __init__(self) -> None:
        self._convert = opencc.OpenCC("s2twp")

    def __call__(self, text: str) -> str:
        """Return the text in Traditional characters with Taiwan's terms."""
        return str(self._convert.convert(text))


class Letters:
    """Gives letters that Traditional Chinese does not know, as an engine reads them in a blurred picture, their Traditional form; no word is changed."""

    def __init__(self) -> None:
        self._convert = opencc.OpenCC("s2tw")

    def __call__(self, text: str) -> str:
        """Return the text with those letters replaced."""
        return "".join(str(self._convert.convert(char)) if _is_foreign(char) else char for char in text)


def _is_foreign(char: str) -> bool:
    """Say whether a Chinese letter is outside Big5, in which every letter of Taiwan's own texts can be written."""
    if not "\u4e00" <= char <= "\u9fff":
        return False
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return True
    return False
