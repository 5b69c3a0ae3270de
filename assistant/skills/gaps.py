"""Find what a transparency notice lacks: element by element present, vague or missing, with the quoted place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.domain.check import Checked, ElementCheck, Found, Gap, HardSentence, NoticeChecks, Patterns, PlainRules
from assistant.domain.value import Language

_QUOTE = 160
_LABEL = re.compile(r"^(?P<label>[^：:。！？!?]{1,40}?)\s*[：:](?!//)\s*(?P<rest>\S.*)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_MARKS = re.compile(r"^\s*(?:[-*•‧·–]\s+|[•‧·]|\d{1,2}[.、)）]|[（(]?[一二三四五六七八九十]{1,2}[、)）])\s*")
_ENDS = re.compile(r"(?<=[。！？；;!?])\s*|(?<=[a-z0-9)%”\"])\.\s+(?=[A-Z“\"(])|(?<=\.)\s+(?=[A-Z“\"])")
_WORDS = re.compile(r"[A-Za-z0-9'’-]+")


@dataclass(frozen=True)
class _Segment:
    """One sentence with what it stands under."""

    text: str
    label: str
    """What stands right before it: a label with a colon, or a question."""
    heading: str
    paragraph: int
    line: int
    private: bool
    """Whether the text has come to speak of collecting personal data, in this paragraph or by the section's heading."""


def gaps(text: str, language: Language, checks: NoticeChecks) -> Checked:
    """Return how every element stands in a text, and which sentences are hard to read. The text is only ever looked at."""
    segments = tuple(_segments(text, checks.privacy))
    found = tuple(_stands(check, segments) for check in checks.elements)
    return Checked(gaps=found, hard=tuple(_hard(segments, language, checks.plain)))


def _stands(check: ElementCheck, segments: Sequence[_Segment]) -> Gap:
    best: tuple[int, _Segment] | None = None
    for segment in segments:
        if check.within != "any" and segment.private is not (check.within == "privacy"):
            continue
        strength = _strength(check, segment)
        if strength and (best is None or strength > best[0]):
            best = (strength, segment)
    if check.parts:
        best = max((best, _by_parts(check, segments)), key=lambda each: each[0] if each else 0)
    if best is None:
        return Gap(element=check.id, part=check.part, found=Found.MISSING)
    state = Found.PRESENT if best[0] == _STRONG else Found.VAGUE
    return Gap(element=check.id, part=check.part, found=state, quote=_cut(best[1]), line=best[1].line)


_STRONG, _WEAK = 2, 1


def _strength(check: ElementCheck, segment: _Segment) -> int:
    """Return how surely one sentence holds the element: 0 not, 1 only mentioned, 2 checkable."""
    text = segment.text
    headed = _hit(check.heads, segment.label) or _hit(check.heads, segment.heading)
    if _hit(check.unless, text) and not headed:
        return 0
    if _hit(check.spoils, text):
        return _WEAK if headed or _hit(check.vague, text) or _hit(check.present, text) else 0
    if _hit(check.present, text) or (headed and text and (not check.needs or _hit(check.needs, text))):
        return _STRONG
    return _WEAK if headed or _hit(check.vague, text) else 0


def _by_parts(check: ElementCheck, segments: Sequence[_Segment]) -> tuple[int, _Segment] | None:
    """Return the best paragraph by how many of the parts it holds."""
    best: tuple[int, _Segment] | None = None
    for number in dict.fromkeys(segment.paragraph for segment in segments):
        inside = [segment for segment in segments if segment.paragraph == number and (segment.private or check.within == "any")]
        inside = [segment for segment in inside if not _hit(check.unless, segment.text)]
        held = [[segment for segment in inside if _hit(part, segment.text)] for part in check.parts]
        count = sum(bool(each) for each in held)
        if count:
            strength = _STRONG if count >= check.enough else _WEAK
            shown = next(each for each in held if each)[0]
            best = max(best, (strength, shown), key=lambda each: each[0]) if best else (strength, shown)
    return best


def _hard(segments: Sequence[_Segment], language: Language, rules: PlainRules) -> Iterator[HardSentence]:
    longest = rules.longest.get(language)
    for segment in segments:
        length = len(_WORDS.findall(segment.text)) if segment.text.isascii() or language == "en" else len(re.sub(r"\s", "", segment.text))
        if longest is not None and length > longest:
            yield HardSentence(quote=_cut(segment), line=segment.line, length=length)
    whole = "\n".join(segment.text for segment in segments)
    for term, plainly in rules.terms.get(language, {}).items():
        pattern = _compiled(rf"\b{re.escape(term)}s?\b" if term.isascii() else re.escape(term))
        first = next((segment for segment in segments if pattern.search(segment.text)), None)
        if first is not None and not _explained(pattern, whole):
            yield HardSentence(quote=_cut(first), line=first.line, term=term, plainly=plainly)


def _explained(pattern: re.Pattern[str], whole: str) -> bool:
    return any(re.match(r"\s*(?:[（(「“\"]|是指|也就是|即|指的是|,? ?(?:that is|means|i\.e\.))", whole[match.end() :]) for match in pattern.finditer(whole))


def _segments(text: str, privacy: Patterns) -> Iterator[_Segment]:
    """Take a text apart: headings and labels become what the sentences after them stand under."""
    heading, private_heading, private, paragraph = "", False, False, 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        mark = re.match(r"^#{1,6}\s+(.*)$", line)
        if mark or not line:
            paragraph, private = paragraph + 1, private_heading and not mark
        if mark:
            heading = _clean(mark[1])
            private = private_heading = _hit(privacy, heading)
            yield _Segment(text=heading, label="", heading="", paragraph=paragraph, line=number, private=False)
            continue
        for label, piece in _labelled(line):
            for under, sentence in _sentences(label, piece):
                private = private or _hit(privacy, f"{under} {sentence}")
                yield _Segment(text=sentence, label=under, heading=heading, paragraph=paragraph, line=number, private=private)


def _labelled(line: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a line with their labels: table cells, bold questions, "label: text"."""
    if line.startswith("|") and line.endswith("|"):
        cells = [_clean(cell) for cell in line.strip("|").split("|")]
        if not all(re.fullmatch(r":?-*:?", cell) for cell in cells):
            yield (cells[0], " ".join(cells[1:])) if len(cells) > 1 else ("", cells[0])
        return
    line = _MARKS.sub("", line)
    marks = list(_BOLD.finditer(line))
    if not marks:
        yield from _colon("", line)
        return
    if before := _clean(line[: marks[0].start()]):
        yield from _colon("", before)
    for mark, after in zip(marks, [*marks, None][1:], strict=True):
        label = _clean(mark[1] or mark[2]).rstrip("：: ")
        body = _clean(line[mark.end() : after.start() if after else len(line)]).lstrip("：: ")
        yield (label, body) if body else ("", label)


def _colon(label: str, text: str) -> Iterator[tuple[str, str]]:
    match = _LABEL.match(_clean(text))
    yield (match["label"], match["rest"]) if match else (label, _clean(text))


def _sentences(label: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a part with what they stand under; one that asks is the label of those after it, and so is "label: text"."""
    under = label
    for sentence in (piece.strip() for piece in _ENDS.split(text)):
        if not sentence:
            continue
        if sentence.endswith(("?", "？")):
            under = sentence
            continue
        match = _LABEL.match(sentence)
        if match:
            under = match["label"].strip()
        yield under, match["rest"] if match else sentence


def _clean(text: str) -> str:
    return re.sub(r"[*_`]{1,3}", "", text).strip()


def _cut(segment: _Segment) -> str:
    return segment.text if len(segment.text) <= _QUOTE else f"{segment.text[:_QUOTE]}…"


def _hit(patterns: Mapping[Language, tuple[str, ...]], text: str) -> bool:
    return any(_compiled(pattern).search(text) for found in patterns.values() for pattern in found)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)
