"""Offer the claims of passages under tokens, with the citation marks that the card uses."""

from collections.abc import Sequence
from datetime import date

from assistant.cards.cite import Citer
from assistant.domain.answer import Card, Citation, Line
from assistant.domain.evidence import Evidence
from assistant.domain.passage import Claim, Passage
from assistant.domain.value import Language, Value
from assistant.ports import Deps


class Offer(Value):
    """Claims that may be used, and everything that they and the card cite."""

    evidence: tuple[Evidence, ...]
    citations: tuple[Citation, ...]
    """The card's own, then those that only the claims need."""


def offer(passages: Sequence[Passage], citations: Sequence[Citation], language: Language, day: date, deps: Deps) -> Offer:
    """Return the claims of the passages, first passage first; a source that the card cites already keeps its mark."""
    citer = Citer(deps.library, language, day, deps.say)
    found: list[tuple[str, Claim, Line, bool]] = []
    for number, passage in enumerate({passage.id: passage for passage in passages}.values(), 1):
        wording = passage.wording(language)
        told = (*wording.answer, *wording.clock, *wording.limits)
        for place, claim in enumerate(told, 1):
            line = citer.line(claim, passage, lead=_lead(passage, language, deps))
            found.append((f"p{number}.{place}", claim, line, number == 1 and place <= len(wording.answer) + len(wording.clock)))
    marks, everything = _same_marks(citer.citations, citations)
    return Offer(
        evidence=tuple(
            Evidence(token=token, text=claim.text, line=line.but(citations=tuple(marks[mark] for mark in line.citations)), direct=direct)
            for token, claim, line, direct in found
        ),
        citations=everything,
    )


def only_cited(card: Card, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return those of the citations that the card still uses, in their order."""
    marked = [line.citations for line in (*card.answer, *card.steps, *card.protection, *card.not_found)] + [line.citations for line in card.clock]
    used = {mark for marks in marked for mark in marks}
    return tuple(citation for citation in citations if citation.id in used)


def _lead(passage: Passage, language: Language, deps: Deps) -> str:
    if passage.kind != "notice" or not passage.own_sources:
        return ""
    source = passage.own_sources[0]
    return deps.say("card.notice_lead", language, system=(source.short or source.title)[language], version=source.number or "")


def _same_marks(new: Sequence[Citation], known: Sequence[Citation]) -> tuple[dict[str, str], tuple[Citation, ...]]:
    """Return how the marks of `new` read on the card, and all citations."""
    by_source = {_identity(citation): citation.id for citation in known}
    everything, marks = list(known), {}
    for citation in new:
        mark = by_source.get(_identity(citation))
        if mark is None:
            mark = f"c{len(everything) + 1}"
            everything.append(citation.but(id=mark))
        marks[citation.id] = mark
    return marks, tuple(everything)


def _identity(citation: Citation) -> tuple[str, str, str, str | None]:
    return citation.source, citation.title, citation.locator, citation.url
