"""Number the sources behind the sentences of a card."""

from datetime import date

from assistant.domain.answer import Citation, Line
from assistant.domain.library import Library, status_on
from assistant.domain.passage import Claim, Passage, Ref, Status
from assistant.domain.value import Language
from assistant.ports import Say

PRACTICAL = "advice"
"""Kind of source that is no source: practical advice is shown without a mark."""


class Citer:
    """Collects the citations of one card; the same article of the same source has one number."""

    def __init__(self, library: Library, language: Language, day: date, say: Say, *, today: date | None = None) -> None:
        self._library, self._language, self._day, self._say = library, language, day, say
        self._today = today or day
        self._found: dict[tuple[str, str], Citation] = {}

    def line(self, claim: Claim, passage: Passage, *, lead: str = "") -> Line:
        """Return a claim as a line of the card with its citation marks."""
        return Line(text=lead + claim.text, citations=self.marks(claim, passage))

    def marks(self, claim: Claim, passage: Passage) -> tuple[str, ...]:
        """Return the marks of a claim's sources, numbering new ones."""
        return tuple(dict.fromkeys(mark for ref in claim.refs if (mark := self._mark(ref, claim, passage))))

    def rule_marks(self, keys: tuple[str, ...], place: str, passage: Passage, quote: str) -> tuple[str, ...]:
        """Return the marks of a clock's sources, given as `act:article`."""
        refs = []
        for key in keys:
            act, _, article = key.partition(":")
            home = f"{place.lower()}:{act}"
            if home in self._library.sources:
                refs.append(Ref(source=home, article=article))
        return self.marks(Claim(text=quote, refs=tuple(refs)), passage) if refs else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything cited so far, in order of first use."""
        return tuple(self._found.values())

    def _mark(self, ref: Ref, claim: Claim, passage: Passage) -> str | None:
        source, _ = self._library.source_of(ref, passage)
        if source.kind == PRACTICAL:
            return None
        key = (ref.source, ref.article)
        if key not in self._found:
            self._found[key] = self._citation(f"c{len(self._found) + 1}", ref, claim, passage)
        return self._found[key].id

    def _citation(self, mark: str, ref: Ref, claim: Claim, passage: Passage) -> Citation:
        source, article = self._library.source_of(ref, passage)
        # what did not hold on the day asked about is told with its standing of today
        status = status_on(source, article, passage, self._day if passage.in_force.holds_on(self._day) else self._today)
        url = (article.url if article else None) or source.url
        if ref.article[:1].isdigit() and source.article_url and not (article and article.url):
            url = source.article_url.format(article=ref.article.split("(")[0])
        return Citation(
            id=mark,
            title=source.title.get(self._language) or next(iter(source.title.values())),
            locator=self._locator(ref, passage),
            url=url,
            as_of=(article.as_of if article else None) or source.as_of,
            kind=source.kind,
            status=status_words(status, passage, self._language, self._say),
            quote=claim.text,
            passage=passage.id,
            source=ref.key,
        )

    def _locator(self, ref: Ref, passage: Passage) -> str:
        _, article = self._library.source_of(ref, passage)
        if article and article.locator:
            return article.locator.get(self._language) or next(iter(article.locator.values()))
        place = self._library.places.get(passage.place)
        if place is None or not ref.article[:1].isdigit():
            return ref.article
        return place.locate(ref.article, self._language)


def status_words(status: Status, passage: Passage, language: Language, say: Say) -> str:
    """Return a status in words, with its date where it has one."""
    return say(f"status.{status}", language, date=passage.in_force.start or "")
