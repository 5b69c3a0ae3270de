"""Make passages of what an organisation publishes: a notice element by element, any other text section by section."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.library import Vocabulary
from assistant.domain.passage import Article, Claim, Mark, Passage, Ref, Source, Status, Wording
from assistant.domain.value import Language, Span, Text, Value
from assistant.errors import DocumentUnreadable
from assistant.knowledge.yaml_text import load_yaml

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.M)
_SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+(?=[A-Z])")
_LONGEST = 600
"""Characters of one section; a longer one is cut at a sentence into several passages."""


class Ownership(Value):
    """Whose text it is, and when it holds."""

    owner: str
    place: str
    span: Span = Span()
    visibility: str = "members"


class NoticeText(Value):
    """A notice before it becomes passages: one text an element and language."""

    system: str
    version: str
    name: Text
    audience: str
    decisions: tuple[str, ...] = ()
    span: Span = Span()
    texts: dict[Language, dict[str, str]]


def notice_passages(path: Path, text: str, vocabulary: Vocabulary, owned: Ownership) -> tuple[str, tuple[Passage, ...]]:
    """Return the id prefix and the element passages of a notice with front matter. Raises: DocumentUnreadable."""
    notice = read_notice(path, text, vocabulary, owned)
    return prefix_of(notice.system, notice.version), element_passages(notice, vocabulary, owned)


def read_notice(path: Path, text: str, vocabulary: Vocabulary, owned: Ownership) -> NoticeText:
    """Return a notice with front matter, element by element. Raises: DocumentUnreadable."""
    front, body = front_matter(path, text)
    try:
        system, version, name = str(front["system"]), str(front["version"]), front["name"]
    except KeyError as missing:
        raise DocumentUnreadable(f"{path.name}: a notice needs {missing} in its front matter") from missing
    span = Span(start=owned.span.start or front.get("from"), until=owned.span.until or front.get("until"))
    texts = _by_language(body)
    unknown = [element for element in dict.fromkeys(chain.from_iterable(texts.values())) if element not in vocabulary.elements]
    if unknown:
        raise DocumentUnreadable(f"{path.name}: unknown element {', '.join(unknown)}; known: {', '.join(vocabulary.elements)}")
    audience, decisions = str(front.get("audience", owned.visibility)), tuple(front.get("decisions", ()))
    return NoticeText(system=system, version=version, name=name, audience=audience, decisions=decisions, span=span, texts=texts)


def prefix_of(system: str, version: str) -> str:
    """Return how the ids of a notice's passages begin."""
    return f"notice/{system}/{version}/"


def element_passages(notice: NoticeText, vocabulary: Vocabulary, owned: Ownership) -> tuple[Passage, ...]:
    """Return one passage an element, headed by the element's question."""
    source = _source(f"{owned.owner}:{notice.system}", notice.name, notice.version, notice.span, "notice")
    return tuple(
        _element_passage(notice, element, source, vocabulary.elements[element].question, owned)
        for element in dict.fromkeys(chain.from_iterable(notice.texts.values()))
    )


def _element_passage(notice: NoticeText, element: str, source: Source, question: Text, owned: Ownership) -> Passage:
    wordings = {
        language: _wording(f"{_name(notice.name, language)}：{question[language]}", (question[language],), parts[element], source.id, element)
        for language, parts in notice.texts.items()
        if element in parts
    }
    return Passage(
        id=prefix_of(notice.system, notice.version) + element,
        owner=owned.owner,
        place=owned.place,
        kind="notice",
        visibility=notice.audience,
        topics=("notice",),
        decisions=notice.decisions,
        in_force=notice.span,
        element=element,
        system=notice.system,
        own_sources=(source.but(articles={element: Article(mark=Mark.SEEN, locator=question)}),),
        wordings=wordings,
    )


def document_passages(  # noqa: PLR0913, PLR0917 - a text, and everything that is known of it
    path: Path, text: str, language: Language, vocabulary: Vocabulary, owned: Ownership, name: str = "", version: str = ""
) -> tuple[str, tuple[Passage, ...]]:
    """Return the id prefix and one passage a section of any other text; a heading that names an element is tagged with it."""
    stem = re.sub(r"[^\w-]+", "-", name or path.stem).strip("-").lower() or "document"
    prefix = f"document/{stem}/{version or owned.span.start or 'always'}/" + (f"{language}/" if name else "")
    title = {"zh-TW": path.stem, "en": path.stem}
    source = _source(f"{owned.owner}:{stem}", title, version or str(owned.span.start or ""), owned.span, "policy")
    passages = []
    for number, (heading, part) in enumerate(_sections(text, path.stem), 1):
        element = next((name for name, known in vocabulary.elements.items() if any(word.lower() in heading.lower() for word in known.words)), None)
        key = str(number)
        articles = {key: Article(mark=Mark.SEEN, locator=dict.fromkeys(title, heading))}
        asks = (vocabulary.elements[element].question[language],) if element and language in vocabulary.elements[element].question else ()
        passages.append(
            Passage(
                id=f"{prefix}{key}",
                owner=owned.owner,
                place=owned.place,
                kind="policy",
                visibility=owned.visibility,
                topics=("notice",),
                in_force=owned.span,
                element=element,
                own_sources=(source.but(articles=articles),),
                wordings={language: _wording(heading, asks, part, source.id, key)},
            )
        )
    return prefix, tuple(passages)


def is_notice(text: str) -> bool:
    """Say whether a text has the front matter of a notice."""
    return bool(re.match(r"---\s*\n(?:.*\n)*?system:", text))


def front_matter(path: Path, text: str) -> tuple[dict[str, Any], str]:
    """Return the fields before a text, and the text. Raises: DocumentUnreadable"""
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.M)
    try:
        front = load_yaml(parts[1])
    except (yaml.YAMLError, IndexError) as problem:
        raise DocumentUnreadable(f"{path.name}: front matter is not readable: {problem}") from problem
    if not isinstance(front, dict):
        raise DocumentUnreadable(f"{path.name}: front matter must be a mapping")
    return front, parts[2]


def _by_language(body: str) -> dict[Language, dict[str, str]]:
    found: dict[Language, dict[str, str]] = {}
    for block in re.split(r"^# ", body, flags=re.M)[1:]:
        language, _, rest = block.partition("\n")
        parts = re.split(r"^## ", rest, flags=re.M)[1:]
        found[language.strip()] = {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() for part in parts}
    return found


def _sections(text: str, title: str) -> list[tuple[str, str]]:
    marks = list(_HEADING.finditer(text))
    spans = [(title, text[: marks[0].start()] if marks else text)]
    spans += [(mark[2], text[mark.end() : after.start() if after else len(text)]) for mark, after in zip(marks, [*marks, None][1:], strict=True)]
    return [(heading, piece) for heading, part in spans for piece in _pieces(part.strip()) if piece]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for sentence in _SENTENCES.split(re.sub(r"\s*\n\s*", " ", text)):
        if pieces and len(pieces[-1]) + len(sentence) <= _LONGEST:
            pieces[-1] = f"{pieces[-1]} {sentence}".strip()
        elif sentence.strip():
            pieces.append(sentence.strip())
    return pieces


def _wording(question: str, asks: Sequence[str], text: str, source: str, article: str) -> Wording:
    claim = Claim(text=re.sub(r"\s*\n\s*", " ", text).strip(), refs=(Ref(source=source, article=article),))
    return Wording(question=question, asks=tuple(asks), answer=(claim,))


def _source(key: str, name: Text, version: str, span: Span, kind: str) -> Source:
    return Source(id=key, title=name, short=name, number=version, kind=kind, status=Status.IN_FORCE, as_of=span.start, articles={})


def _name(name: Text, language: Language) -> str:
    return name.get(language) or next(iter(name.values()))
