"""Names in Latin letters: English, Vietnamese, Indonesian and Filipino ones, also inside Chinese."""

import re
from collections.abc import Iterator

from assistant.privacy.found import Found, Level, every
from assistant.privacy.lists import People, people

_WORD = r"[A-ZĐÀ-Ỹ][a-zà-ỹ'’-]+[a-zà-ỹ]|[A-ZĐÀ-Ỹ][a-zà-ỹ]|[A-Z][a-z]+-[a-z]+"
_RUN = re.compile(rf"(?<![A-Za-zÀ-ỹ0-9@._-])(?:{_WORD})(?: (?:{_WORD}|[A-Z]\.|bin|binti|de|dela|van)(?![A-Za-z]))*(?![A-Za-zÀ-ỹ0-9@_-])")
_WITH_SURNAME = re.compile(r" ?[陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁](?![㐀-鿿])")
_CALLED = re.compile(r"(?:[Mm]y name(?:'s| is)|[Mm]y full name is|(?:I am|I'm) called|我叫做?|[Nn]ame:)\s+([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})")
_THAI = re.compile(r"ชื่อ\s*([\u0E00-\u0E7F]{2,20}(?: [\u0E00-\u0E7F]{2,12}(?= ))?)")
_SI = re.compile(r"\b(?:[Ss]i|[Nn]i|[Kk]ay) ([A-Z][\w'’-]+)")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam)\.? ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})")


def latin_names(text: str) -> Iterator[Found]:
    """Yield names in Latin letters with how sure each is."""
    yield from every(_THAI, "PERSON", text, level=Level.LIKELY)
    if not re.search("[A-ZĐÀ-Ỹ]", text):
        return
    yield from every(_SI, "PERSON", text, level=Level.LIKELY)
    yield from every(_CALLED, "PERSON", text)
    yield from every(_TITLED, "PERSON", text)
    lists = people()
    for match in _RUN.finditer(text):
        for start, stop in _trimmed(match, text, lists):
            weight = _weight(text, start, stop, lists)
            more = _WITH_SURNAME.match(text, stop)
            if weight >= 1:
                end = more.end() if more else stop
                nick = text[max(0, start - 1) : start] == "阿"
                yield Found(start - nick, end, "PERSON", Level.SURE if weight >= 2.5 else Level.LIKELY if weight >= 2 else Level.HINT)


def _trimmed(match: re.Match[str], text: str, lists: People) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run of capitalised words that ordinary words do not break."""
    start: int | None = None
    stop = match.start()
    for word in re.finditer(r"\S+", match[0]):
        at, end = match.start() + word.start(), match.start() + word.end()
        ordinary = not word[0][0].isupper() or (
            word[0].casefold().strip(".'’") in lists.not_latin and word[0] not in lists.vietnamese and not (start is not None and word[0] in lists.first)
        )
        if ordinary and start is not None:
            yield start, stop
            start = None
        elif not ordinary:
            start, stop = (at if start is None else start), end
    if start is not None and text[start:stop]:
        yield start, stop


def _weight(text: str, start: int, stop: int, lists: People) -> float:
    words = re.split(r"[ ]", text[start:stop])
    before = text[max(0, start - 16) : start]
    opening = not before.strip() or before.rstrip()[-1] in ".!?。！？\n"
    beside_chinese = bool(re.match("[㐀-鿿，、]", text[stop : stop + 1]) or re.search("[㐀-鿿，、]$", before))
    known = 0 if before.rstrip().endswith(("tiếng", "bahasa")) else sum(word in lists.first for word in words)
    vietnamese = words[0] in lists.vietnamese and len(words) >= 2
    weight = 2.6 if vietnamese else 2.2 if known else 0.0
    weight += 0.4 if known and len(words) > 1 else 0.0
    weight += 1.2 if len(words) in (2, 3) and words[-1] in lists.romanised else 0.0
    weight += 2.0 if lists.latin_before.search(before) and not opening else 0.0
    weight += 1.2 if len(words) in (2, 3) and not opening else 0.4 if len(words) in (2, 3) else 0.0
    return weight + (1.0 if beside_chinese and not opening else 0.8 if beside_chinese else 0.0)
