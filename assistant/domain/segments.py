"""Take a text apart for the gap check: sentences, each with the label or heading it stands under."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.domain.check import Patterns
from assistant.domain.value import Language

_LABEL = re.compile(r"^(?P<label>[^：:。！？!?]{1,40}?)\s*[：:](?!//)\s*(?P<rest>\S.*)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_MARKS = re.compile(r"^\s*(?:[-*•‧·–]\s+|[•‧·]|\d{1,2}[.、)）]|[（(]?[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}[、)）])\s*")
_ASKED = re.compile(r"^(?:Q|A|問|答)\d{0,2}\s*[：:.]\s*")
_ENDS = re.compile(r"(?<=[。！？；;!?])\s*|(?<=[a-z0-9)%”\"])\.\s+(?=[A-Z“\"(])|(?<=\.)\s+(?=[A-Z“\"])")
_FEW = 5
"""Words of a first sentence that is read as the label of the rest: "What it decides. …"."""


@dataclass(frozen=True)
class Segment:
    """One sentence with what it stands under."""

    text: str
    label: str
    """What stands right before it: a label with a colon, or a question."""
    heading: str
    paragraph: int
    line: int
    private: bool
    """Whether the text has come to speak of collecting personal data, in this paragraph or by the section's heading."""

    @property
    def placed(self) -> str:
        """The sentence after what it stands under."""
        under = self.label or self.heading
        return f"{under}：{self.text}" if under else self.text


Sense = Callable[[Sequence["Segment"]], Sequence[Mapping[str, float]]]
"""How surely each sentence holds each element, from 0 to 1, by what it was taught from examples."""


def take_apart(text: str, privacy: Patterns) -> Iterator[Segment]:
    """Take a text apart: headings and labels become what the sentences after them stand under."""
    heading, private_heading, private, paragraph = "", False, False, 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        mark = re.match(r"^#{1,6}\s+(.*)$", line)
        if mark or not line:
            paragraph, private = paragraph + 1, private_heading and not mark
        if mark:
            heading = _MARKS.sub("", _clean(mark[1]))
            private = private_heading = hit(privacy, heading)
            yield Segment(text=heading, label="", heading="", paragraph=paragraph, line=number, private=False)
            continue
        for label, piece in _labelled(line):
            for under, sentence in _sentences(label, piece):
                private = private or hit(privacy, f"{under} {sentence}")
                yield Segment(text=sentence, label=under, heading=heading, paragraph=paragraph, line=number, private=private)


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
        label = _MARKS.sub("", _clean(mark[1] or mark[2]).rstrip("：: "))
        body = _clean(line[mark.end() : after.start() if after else len(line)]).lstrip("：: ")
        yield (label, body) if body else ("", label)


def _colon(label: str, text: str) -> Iterator[tuple[str, str]]:
    text = _ASKED.sub("", _clean(text))
    match = _LABEL.match(text)
    yield (match["label"], match["rest"]) if match else (label, text)


def _sentences(label: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a part with what they stand under; one that asks is the label of those after it, and so is "label: text"."""
    under, first = label, True
    for piece in (_ASKED.sub("", piece.strip()) for piece in _ENDS.split(text)):
        sentence, opening, first = piece, first, False
        if not sentence:
            continue
        if opening and not label and len(sentence) < len(text) - 2 and len(sentence.split()) <= _FEW and sentence.isascii() and "," not in sentence:
            under = sentence
        if sentence.endswith(("?", "？")):
            under = sentence
            continue
        match = _LABEL.match(sentence)
        if match:
            under = match["label"].strip()
        yield under, match["rest"] if match else sentence


def _clean(text: str) -> str:
    return re.sub(r"[*_`]{1,3}", "", text).strip()


def hit(patterns: Mapping[Language, tuple[str, ...]], text: str) -> bool:
    """Say whether any pattern of any language is in a text."""
    return any(compiled(pattern).search(text) for found in patterns.values() for pattern in found)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled once."""
    return re.compile(pattern, re.I)
