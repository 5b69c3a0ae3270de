"""The comparison of economies as a card: what stands where in words, and the table with a source in every cell that has one."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.cards.cite import Citer
from assistant.domain.answer import Card, Citation, Line, Table
from assistant.domain.comparison import Compared, Known, Right
from assistant.domain.library import Library
from assistant.domain.passage import Claim, Passage
from assistant.domain.value import Language
from assistant.ports import Say

_MOST_COLUMNS, _MOST_NAMED = 3, 4


def comparison_card(  # noqa: PLR0913 - what is compared, in whose words, on which day
    places: Sequence[str], rights: Sequence[Right], language: Language, *, library: Library, day: date, say: Say, beside: Sequence[Passage] = ()
) -> tuple[Card, tuple[Citation, ...]]:
    """Return the table of these places and rights; of many places, those of which nothing is known are named below it instead.

    `beside` are passages that answer the question itself in one of the places; their direct answers stand above the table.
    """
    return _Comparison(places, rights, language, library, day, say).card(beside)


class _Comparison:
    """What is compared, while its card is written."""

    def __init__(self, places: Sequence[str], rights: Sequence[Right], language: Language, library: Library, day: date, say: Say) -> None:
        self._rights, self._language, self._library, self._day, self._say = rights, language, library, day, say
        self._citer = Citer(library, language, day, say)
        self._rows = {(row.economy, row.right): row for row in library.comparison}
        self._names = {code: library.places[code].name[language] for code in places}
        empty = {code for code in places if all(self._standing(code, right) is Known.UNKNOWN for right in rights)} if len(places) > _MOST_COLUMNS else set()
        self._empty, self._places = [code for code in places if code in empty], [code for code in places if code not in empty]

    def card(self, beside: Sequence[Passage]) -> tuple[Card, tuple[Citation, ...]]:
        """Return the card and what it cites."""
        told = [line for passage in beside for line in self._told(passage)]
        table = self._table()
        notes = [Line(text=self._said("unknown_is_open"))]
        if self._empty:
            notes.insert(0, Line(text=self._said("nothing_confirmed", places=self._named(self._empty))))
        return Card(answer=(*self._summary(), *told), table=table, not_found=tuple(notes)), self._citer.citations

    def _told(self, passage: Passage) -> Iterator[Line]:
        """Yield the direct answer of a place, its first sentence with the place and the day that it begins."""
        start = passage.in_force.start
        lead = self._said("side", place=self._names[passage.place])
        if start and self._day < start:
            lead += self._say("card.upcoming", self._language, date=start)
        for number, claim in enumerate(passage.wording(self._language).answer):
            yield self._citer.line(claim, passage, lead="" if number else lead)

    def _said(self, phrase: str, **values: object) -> str:
        return self._say(f"compare.{phrase}", self._language, **values)

    def _named(self, places: Sequence[str]) -> str:
        return self._said("comma").join(self._names[code] for code in places)

    def _standing(self, place: str, right: Right) -> Known:
        return self._rows[place, right].standing_on(self._day)

    def _table(self) -> Table:
        label = {right: self._said(f"right_{right}") for right in self._rights}
        if len(self._places) <= _MOST_COLUMNS:
            turned = [(Line(text=label[right]), *(self._cell(code, right) for code in self._places)) for right in self._rights]
            return Table(columns=(self._said("right"), *(self._names[code] for code in self._places)), rows=tuple(turned))
        rows = [(Line(text=self._names[code]), *(self._cell(code, right) for right in self._rights)) for code in self._places]
        return Table(columns=(self._said("place"), *label.values()), rows=tuple(rows))

    def _cell(self, place: str, right: Right) -> Line:
        row, standing = self._rows[place, right], self._standing(place, right)
        status = self._said("no_day") if standing is Known.FROM_DATE and row.start is None else self._said(standing, date=row.start or "")
        return Line(text=self._said("cell", status=status, scope=row.scope[self._language]), citations=self._marks(row))

    def _marks(self, row: Compared) -> tuple[str, ...]:
        if row.source is None or row.passage is None:
            return ()
        return self._citer.marks(Claim(text=row.scope[self._language], refs=(row.source,)), self._library.passages[row.passage])

    def _summary(self) -> Iterator[Line]:
        """Say what is compared and, of a single right, where it stands; the table says the rest."""
        if len(self._places) <= _MOST_NAMED:
            yield Line(text=self._said("told", day=self._day, places=self._named(self._places)))
        else:
            yield Line(text=self._said("told_many", day=self._day, count=len(self._places)))
        if len(self._rights) > 1:
            return
        for right in self._rights:
            found = {standing: [code for code in self._places if self._standing(code, right) is standing] for standing in Known}
            parts = [self._said(f"where_{standing}", places=self._dated(codes, right)) for standing, codes in found.items() if codes]
            marks = {mark for code in self._places for mark in self._marks(self._rows[code, right])}
            text = self._said("of_right", right=self._said(f"right_{right}"), parts=self._said("joint").join(parts))
            yield Line(text=text, citations=tuple(sorted(marks, key=lambda mark: int(mark[1:]))))

    def _dated(self, places: Sequence[str], right: Right) -> str:
        def dated(code: str) -> str:
            start = self._rows[code, right].start
            return (
                self._said("place_from", place=self._names[code], date=start) if start and self._standing(code, right) is Known.FROM_DATE else self._names[code]
            )

        return self._said("comma").join(map(dated, places))
