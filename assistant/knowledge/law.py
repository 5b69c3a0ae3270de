"""Read Taiwan's open law data (the Ministry of Justice's JSON: laws with articles, dates and history) as article passages."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.passage import Article, Claim, Mark, Passage, Ref, Source, Status, Wording
from assistant.domain.value import Span
from assistant.errors import DocumentUnreadable
from assistant.knowledge.notices import Ownership

_NUMBER = re.compile(r"第\s*(\d+)(?:\s*-\s*(\d+))?\s*條(?:之\s*(\d+))?")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_FAR = "99991231"
"""What the data writes where the first day is not fixed yet."""
_LAW = "Laws"


def is_law_file(path: Path, text: str) -> bool:
    """Say whether a file is of the Ministry's law data: one law, or a list of them under `Laws`."""
    return path.suffix.lower() == ".json" and ('"LawArticles"' in text or '"lawArticles"' in text)


def law_passages(path: Path, text: str, owned: Ownership) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Yield the id prefix and the article passages of every law in a file.

    A version is dated by the day it begins; an article that was deleted is left out, one without a number or without words is a fault.
    Raises: DocumentUnreadable naming file and line
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as problem:
        raise DocumentUnreadable(f"{path.name}:{problem.lineno}: not JSON: {problem.msg}") from problem
    laws = content.get(_LAW, [content]) if isinstance(content, dict) else content
    if not isinstance(laws, list) or not all(isinstance(law, dict) for law in laws):
        raise DocumentUnreadable(f"{path.name}:1: a law is a mapping with LawName and LawArticles")
    for law in laws:
        yield _passages(path, text, law, owned)


def _passages(path: Path, text: str, law: dict[str, Any], owned: Ownership) -> tuple[str, tuple[Passage, ...]]:
    name, code = law.get("LawName"), _code(law)
    if not name or not code:
        raise DocumentUnreadable(f"{path.name}:{_line(text, 'LawName')}: a law needs LawName and a LawURL with its pcode")
    span = Span(start=_day(path, text, law.get("LawEffectiveDate") or law.get("LawModifiedDate"), "LawEffectiveDate"))
    if owned.span.start or owned.span.until:
        span = owned.span
    waits = str(law.get("LawEffectiveDate") or "") == _FAR
    status = Status.REPEALED if law.get("LawAbandonNote") else Status.PENDING if waits else Status.IN_FORCE
    key = f"{owned.owner}:{code.lower()}"
    numbers: dict[str, str] = {}
    for entry in law.get("LawArticles") or []:
        if entry.get("ArticleType") == "C":  # the heading of a chapter
            continue
        number, said = _article(path, text, name, entry)
        if number in numbers:
            raise DocumentUnreadable(f"{path.name}:{_line(text, entry['ArticleNo'])}: {name}: {entry['ArticleNo']} is there twice")
        numbers[number] = said
    _whole(path, text, name, list(numbers))
    address = f"https://law.moj.gov.tw/LawClass/LawSingle.aspx?pcode={code}&flno={{article}}"
    source = Source(
        id=key,
        title={"zh-TW": name, "en": law.get("EngLawName") or name},
        short={"zh-TW": name, "en": law.get("EngLawName") or name},
        number=code,
        kind="statute",
        status=status,
        as_of=_day(path, text, law.get("LawModifiedDate"), "LawModifiedDate"),
        url=f"https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode={code}",
        article_url=address,
        articles={number: Article(mark=Mark.DATA) for number in numbers},
    )
    prefix = f"law/{code.lower()}/{span.start or 'always'}/"
    written = [(number, said) for number, said in numbers.items() if not re.fullmatch(r"[（(]?刪除[）)]?", said)]
    return prefix, tuple(_passage(prefix, name, number, said, source, span, owned) for number, said in written)


def _passage(prefix: str, name: str, number: str, said: str, source: Source, span: Span, owned: Ownership) -> Passage:  # noqa: PLR0913, PLR0917 - one article, and whose law it is of
    claim = Claim(text=said, refs=(Ref(source=source.id, article=number),))
    heading = f"{name}第 {number} 條"
    return Passage(
        id=f"{prefix}{number}",
        owner=owned.owner,
        place=owned.place,
        kind="policy",
        visibility=owned.visibility,
        topics=("rules",),
        in_force=span,
        own_sources=(source.but(articles={number: source.articles[number]}),),
        wordings={"zh-TW": Wording(question=heading, asks=(said[:60],), answer=(claim,))},
    )


def _article(path: Path, text: str, name: str, entry: dict[str, Any]) -> tuple[str, str]:
    number, said = _NUMBER.search(str(entry.get("ArticleNo", ""))), re.sub(r"\s*\n\s*", " ", str(entry.get("ArticleContent") or "")).strip()
    where = f"{path.name}:{_line(text, str(entry.get('ArticleNo') or entry.get('ArticleContent') or 'LawArticles'))}"
    if number is None:
        raise DocumentUnreadable(f"{where}: {name}: an article needs a number like 第 12 條, not {entry.get('ArticleNo')!r}")
    if not said:
        raise DocumentUnreadable(f"{where}: {name}: {entry['ArticleNo']} has no text")
    after = number[2] or number[3]
    return f"{number[1]}-{after}" if after else number[1], said


def _whole(path: Path, text: str, name: str, numbers: list[str]) -> None:
    """Make sure that no article is missing: deleted ones stay in the data with their number."""
    if not numbers:
        raise DocumentUnreadable(f"{path.name}:{_line(text, 'LawArticles')}: {name} has no article")
    plain = {int(number.partition("-")[0]) for number in numbers}
    missing = sorted(set(range(1, max(plain) + 1)) - plain)
    if missing:
        raise DocumentUnreadable(
            f"{path.name}:{_line(text, 'LawArticles')}: {name}: article {', '.join(map(str, missing[:5]))} is missing; nothing was taken in"
        )


def _code(law: dict[str, Any]) -> str | None:
    found = re.search(r"pcode=([A-Za-z]\d{7})", str(law.get("LawURL", "")), re.I)
    return found[1].upper() if found else None


def _day(path: Path, text: str, given: object, field: str) -> date | None:
    if not given or str(given) == _FAR:
        return None
    parts = _DAY.match(str(given))
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else _no_day(path, text, given, field)
    except ValueError:
        return _no_day(path, text, given, field)


def _no_day(path: Path, text: str, given: object, field: str) -> date:
    raise DocumentUnreadable(f"{path.name}:{_line(text, field)}: {field} is no day like 20260105: {given!r}")


def _line(text: str, words: str) -> int:
    """Return the line on which words stand first; 1 where they are not found as written."""
    at = text.find(words)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
