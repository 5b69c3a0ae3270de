"""What notices and assessments share: one short table of moves, consultation, comments, and who moved it when."""

from datetime import date
from enum import StrEnum
from typing import Self

from assistant.domain.value import Instant, Value
from assistant.errors import Conflict


class DocumentKind(StrEnum):
    """What is drafted, consulted and approved in the register."""

    NOTICE = "notice"
    ASSESSMENT = "assessment"


class DocumentState(StrEnum):
    """Where a document stands."""

    DRAFT = "draft"
    CONSULTED = "consulted"
    APPROVED = "approved"
    RETURNED = "returned"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.CONSULTED, DocumentState.APPROVED}),
    DocumentState.CONSULTED: frozenset({DocumentState.APPROVED, DocumentState.RETURNED}),
    DocumentState.APPROVED: frozenset({DocumentState.PUBLISHED, DocumentState.RETURNED}),
    DocumentState.RETURNED: frozenset({DocumentState.DRAFT, DocumentState.CONSULTED}),
    DocumentState.PUBLISHED: frozenset({DocumentState.SUPERSEDED}),
    DocumentState.SUPERSEDED: frozenset(),
}
"""What may follow what; the only place that says so."""
OPEN = frozenset({DocumentState.DRAFT, DocumentState.RETURNED})
"""States in which the text may still be changed."""


class Key(Value):
    """Which document is meant."""

    organisation: str
    kind: DocumentKind
    system: str
    version: str


class Moved(Value):
    """One move of a document."""

    to: DocumentState
    by: str
    """Id of the account that moved it."""
    name: str = ""
    """Name of the person who signed, where the move is a signature."""
    note: str = ""
    at: Instant


class Consultation(Value):
    """Who was asked, and until when they may answer."""

    organisation: str
    """The union, or the firm itself where delegates of the labour-management meeting are asked."""
    comment_by: date


class Comment(Value):
    """One remark of those who were consulted, and its answer."""

    id: str
    key: Key
    organisation: str
    """For whom it was made."""
    by: str
    element: str = ""
    """The element it is about; empty for the whole."""
    text: str
    at: Instant
    answer: str = ""
    answered_at: Instant | None = None


class Document(Value):
    """What every document of the register carries besides its content."""

    key: Key
    state: DocumentState = DocumentState.DRAFT
    revision: int = 0
    """Counts changes, so that nobody overwrites what they have not read."""
    consultations: tuple[Consultation, ...] = ()
    history: tuple[Moved, ...] = ()

    def move(self, moved: Moved) -> Self:
        """Return the document after a move. Raises: Conflict where the table of moves does not allow it."""
        if moved.to not in MOVES[self.state]:
            raise Conflict(f"a document that is {self.state} cannot become {moved.to}")
        return self.but(state=moved.to, history=(*self.history, moved), revision=self.revision + 1)

    def signed(self) -> Moved | None:
        """Return the last approval, where it still stands."""
        return next((moved for moved in reversed(self.history) if moved.to is DocumentState.APPROVED), None) if self.state not in OPEN else None
