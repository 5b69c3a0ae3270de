"""Recognise the language of a text and read Simplified Chinese as Traditional."""

import re

import py3langid

from assistant.domain.value import Language
from assistant.knowledge.words import Traditional

_SCRIPTS = (
    ("th", re.compile("[฀-๿]")),
    ("ja", re.compile("[぀-ヿ]")),
    ("ko", re.compile("[가-힯]")),
    ("zh-TW", re.compile("[㐀-鿿]")),
)
_LATIN = {"vi": "vi", "id": "id", "ms": "id", "tl": "fil", "en": "en"}
_ENGLISH = re.compile(r"\b(?:the|my|is|can|what|how|do|does|i|they|and|if|for|to|of|why|me|not|am|are|score|shift|boss|fired|work|job)\b", re.I)
_MARKS = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)
_SIMPLIFIED = re.compile("[们这为个过时说国会对应开关经规诉业务员师样动产权见头实际资审让吗没么东车绩数据请问评]")


class Tongue:
    """Satisfies `ports.Tongue`."""

    def __init__(self) -> None:
        py3langid.set_languages(list(_LATIN))
        self._traditional = Traditional()

    def recognise(self, text: str) -> Language | None:
        """Return the language of a text; None where it has no letters. Chinese is always zh-TW."""
        counts = {language: len(script.findall(text)) for language, script in _SCRIPTS}
        latin = len(re.findall("[a-zA-ZÀ-ỹ]", text))
        if counts["ja"] and counts["ja"] * 4 > counts["zh-TW"]:
            return "ja"
        best = max(counts, key=lambda language: counts[language])
        if counts[best] and counts[best] * 4 >= latin:  # a few Latin names inside Chinese do not make it English
            return best
        if not latin:
            return None
        if _MARKS.search(text):
            return "vi"
        guess = _LATIN.get(str(py3langid.classify(text)[0]), "en")
        if guess in {"id", "fil"} and len(_ENGLISH.findall(text)) * 4 >= len(text.split()):
            return "en"
        return guess if guess != "vi" else "en"  # Vietnamese without its marks is rarer than short English

    def plain(self, text: str, language: Language) -> str:
        """Return Chinese text in Traditional characters with Taiwan's terms; other text unchanged."""
        return self._traditional(text) if language == "zh-TW" and _SIMPLIFIED.search(text) else text
