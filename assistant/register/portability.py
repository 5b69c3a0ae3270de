"""What one notice covers elsewhere: one row an element, one column a regime; and the four bottom-line rights of a firm."""

from datetime import date
from enum import StrEnum

from assistant.domain.assessment import Assessment
from assistant.domain.check import Checked, Found, NoticeChecks, Regime
from assistant.domain.document import DocumentState
from assistant.domain.notice import Notice
from assistant.domain.value import Value


class Cover(StrEnum):
    """How an element that a regime asks for stands."""

    COVERED = "covered"
    VAGUE = "vague"
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    """Not asked for as far as confirmed."""


class Cell(Value):
    """One element in one regime."""

    regime: str
    cover: Cover


class Row(Value):
    """One element in every regime."""

    element: str
    cells: tuple[Cell, ...]


class Table(Value):
    """The table, and per regime how much of what it asks is covered."""

    regimes: tuple[Regime, ...]
    rows: tuple[Row, ...]
    pending: tuple[str, ...]
    """Regimes that begin later than the day asked about."""

    def asked(self, regime: str) -> int:
        """Return how many elements a regime asks for."""
        return sum(cell.cover is not Cover.NOT_ASKED for row in self.rows for cell in row.cells if cell.regime == regime)

    def covered(self, regime: str) -> int:
        """Return how many of them stand checkable."""
        return sum(cell.cover is Cover.COVERED for row in self.rows for cell in row.cells if cell.regime == regime)


_COVER = {Found.PRESENT: Cover.COVERED, Found.VAGUE: Cover.VAGUE, Found.MISSING: Cover.MISSING}


def table(checked: Checked | None, checks: NoticeChecks, day: date) -> Table:
    """Return the table for a checked text; without one, everything that is asked for is missing."""
    stands = {gap.element: _COVER[gap.found] for gap in checked.gaps} if checked else {}
    rows = tuple(Row(element=check.id, cells=tuple(_cell(check.id, regime, stands) for regime in checks.regimes)) for check in checks.elements)
    pending = tuple(regime.id for regime in checks.regimes if regime.begins is not None and regime.begins > day)
    return Table(regimes=checks.regimes, rows=rows, pending=pending)


def _cell(element: str, regime: Regime, stands: dict[str, Cover]) -> Cell:
    cover = stands.get(element, Cover.MISSING) if element in regime.asks else Cover.NOT_ASKED
    return Cell(regime=regime.id, cover=cover)


RIGHTS = ("notice", "review", "appeal", "data_security")
"""The four bottom-line rights of the founding article."""


def four_rights(notices: tuple[Notice, ...], assessments: tuple[Assessment, ...]) -> dict[str, bool]:
    """Say which of the four bottom-line rights a firm's published notices and signed assessments show."""
    published = [notice for notice in notices if notice.state is DocumentState.PUBLISHED]
    signed = [each for each in assessments if each.state in (DocumentState.APPROVED, DocumentState.PUBLISHED)]
    return {
        "notice": bool(published),
        "review": any(notice.said("human") for notice in published),
        "appeal": any(notice.said("appeal") for notice in published),
        "data_security": any(notice.said("privacy") or notice.said("correction") for notice in published) and bool(signed),
    }
