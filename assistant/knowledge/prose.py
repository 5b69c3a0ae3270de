"""Take a notice written as people write it apart into the elements of a notice, so that each of its parts answers its own question."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.domain.check import NoticeChecks
from assistant.domain.library import Vocabulary
from assistant.domain.passage import Passage
from assistant.domain.segments import Segment
from assistant.domain.value import Language, Span
from assistant.knowledge.notices import NoticeText, Ownership, element_passages, front_matter, prefix_of

Held = Callable[[str], Iterable[tuple[Segment, tuple[str, ...]]]]
"""Gives every sentence of a text with the elements that it holds, the surest first."""
_LANGUAGES = ("zh-TW", "en")
"""Languages in which a title is told, as it is where it has no other."""
_FEWEST = 5
"""Elements that a text must hold to be read as a notice; one that holds fewer is any other text."""
_PARTED = re.compile(r"^## [a-z_]+\s*$", re.M)
_TITLE = re.compile(r"^#\s+(.+?)\s*#*$", re.M)
_ENDS = ("。", "！", "？", "；", ".", "!", "?", ";", "：", ":")


def is_prose(text: str) -> bool:
    """Say whether a text has the front matter of a notice, but no headings that name elements."""
    return not _PARTED.search(text)


def prose_passages(  # noqa: PLR0913 - a text, and what it is read with
    path: Path, text: str, language: Language, owned: Ownership, *, vocabulary: Vocabulary, checks: NoticeChecks, read: Held
) -> tuple[str, tuple[Passage, ...]] | None:
    """Return the id prefix and the element passages of a notice in running words; None where it is no notice. Raises: DocumentUnreadable"""
    front, body = front_matter(path, text)
    spoken = _language(front, language)
    elements = _elements(body, checks, read)
    if len(elements) < _FEWEST:
        return None
    notice = NoticeText(
        system=str(front["system"]),
        version=str(front.get("version", "1.0")),
        name=front["name"]
        if isinstance(front.get("name"), dict)
        else dict.fromkeys((*_LANGUAGES, spoken), str(front.get("name") or _title(body) or front["system"])),
        audience=str(front.get("audience", owned.visibility)),
        decisions=tuple(front.get("decisions", ())),
        span=Span(start=owned.span.start or front.get("from"), until=owned.span.until or front.get("until")),
        texts={spoken: {element: parts for element, parts in elements.items() if element in vocabulary.elements}},
    )
    prefix = f"{prefix_of(notice.system, notice.version)}{spoken}/"
    passages = element_passages(notice, vocabulary, owned)
    return prefix, tuple(each.but(id=f"{prefix}{each.element}") for each in passages)


def told_by_front(path: Path, text: str, owned: Ownership) -> tuple[Ownership, str, str, str]:
    """Return the ownership that a text's front matter gives it, its own name, its version, and its words."""
    front, body = front_matter(path, text)
    span = Span(start=owned.span.start or front.get("from"), until=owned.span.until or front.get("until"))
    told = owned.but(span=span, visibility=str(front.get("audience", owned.visibility)))
    return told, str(front["system"]), str(front.get("version", "")), body


def _elements(body: str, checks: NoticeChecks, read: Held) -> dict[str, str]:
    """Return the sentences of each element; one that holds none belongs to the element before it in its paragraph."""
    by_id = {check.id: check.element or ("privacy" if check.part == "privacy" else "") for check in checks.elements}
    found: dict[str, list[Segment]] = {}
    before: tuple[int, str] = (-1, "")
    for segment, names in read(body):
        own = list(dict.fromkeys(by_id[name] for name in names if by_id[name]))
        if not own and before[0] == segment.paragraph and before[1]:
            own = [before[1]]
        for name in own:
            found.setdefault(name, []).append(segment)
        before = (segment.paragraph, own[0] if own else before[1] if before[0] == segment.paragraph else "")
    return {name: _joined(segments) for name, segments in found.items()}


def _joined(segments: list[Segment]) -> str:
    said: list[str] = []
    for segment in segments:
        under = f"{segment.label}：" if segment.label and not segment.label.endswith(("?", "？")) and f"{segment.label}：" not in "".join(said) else ""
        text = f"{under}{segment.text}"
        said.append(text if text.endswith(_ENDS) else text + ("." if text.isascii() else "。"))
    return ("" if not said[0].isascii() else " ").join(said)


def _language(front: Mapping[str, Any], usual: Language) -> Language:
    given = str(front.get("lang") or usual)
    return "zh-TW" if given.lower().startswith("zh") else given


def _title(body: str) -> str:
    found = _TITLE.search(body)
    return found[1].strip() if found else ""
