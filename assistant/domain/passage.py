"""What an answer may rest on: sources, claims and passages."""

from datetime import date
from enum import StrEnum

from assistant.domain.value import Language, Span, Text, Value


class Mark(StrEnum):
    """How far a fact was confirmed; the order is from strongest to weakest."""

    SEEN = "seen"
    DATA = "data"
    SECONDARY = "seen_secondary"
    RECALL = "recall"


class Status(StrEnum):
    """The standing of a source's text."""

    IN_FORCE = "in_force"
    FROM_DATE = "from_date"
    PENDING = "pending"
    BILL = "bill"
    DRAFT = "draft"
    VOID = "void"
    REPEALED = "repealed"
    REPORTED = "reported"
    PUBLISHED = "published"


class Ref(Value):
    """Where one claim comes from."""

    source: str
    """Source id with its place: `tw:pdpa`."""
    article: str
    """`30(5)`; empty for the whole source."""
    inference: bool = False
    """True where the claim is our own reading of the text."""

    @property
    def key(self) -> str:
        """`pdpa:30(5)`: the form used in corpus files."""
        return f"{self.source.split(':', 1)[1]}:{self.article}".rstrip(":")


class Claim(Value):
    """One to three sentences that share their sources."""

    text: str
    refs: tuple[Ref, ...]


class Article(Value):
    """One article, or named part, of a source."""

    mark: Mark
    status: Status | None = None
    locator: Text | None = None
    as_of: date | None = None
    url: str | None = None


class Source(Value):
    """An act, rule, guide, programme, or a company's own text."""

    id: str
    """`tw:pdpa`"""
    title: Text
    short: Text | None = None
    number: str | None = None
    kind: str
    status: Status
    as_of: date | None
    """The day up to which the text is known."""
    url: str | None = None
    article_url: str | None = None
    articles: dict[str, Article]


class Wording(Value):
    """A passage in one language."""

    question: str
    asks: tuple[str, ...]
    """Other ways people put the question; search only."""
    answer: tuple[Claim, ...]
    steps: tuple[Claim, ...] = ()
    clock: tuple[Claim, ...] = ()
    limits: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim, in reading order."""
        return self.answer + self.steps + self.clock + self.limits


class Passage(Value):
    """One question people ask, and what may be said to it."""

    id: str
    """`tw/data/access`, or `notice/shift-planner/2.0/factors`."""
    owner: str
    """`public` or an organisation's id."""
    place: str
    """Code of the jurisdiction; `*` for common ones."""
    kind: str
    """law, notice, policy"""
    audience: tuple[str, ...] = ()
    """Whom it concerns; empty for anyone."""
    visibility: str = "public"
    """public, applicants or members: who of the organisation's people may read it."""
    topics: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    in_force: Span = Span()
    review_by: date | None = None
    then: tuple[str, ...] = ()
    protection: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    """Elements of a company notice that help to answer this."""
    element: str | None = None
    """Element id, for a passage made from a notice."""
    system: str | None = None
    own_sources: tuple[Source, ...] = ()
    """Sources that only this passage has: a company's notice or document."""
    wordings: dict[Language, Wording]

    def wording(self, language: Language) -> Wording:
        """Return the wording in `language`, else in the passage's first language."""
        return self.wordings.get(language) or next(iter(self.wordings.values()))
