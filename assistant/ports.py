"""What the core needs of the world, as protocols. Adapters and fakes both satisfy them; nobody inherits from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from assistant.domain.call_back import Called, FarAnswer
from assistant.domain.case_policy import CasePolicy
from assistant.domain.complaint import Judged
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.deadline import Calendar
from assistant.domain.dialogue import Reader
from assistant.domain.envelope import File, Outbound
from assistant.domain.governance import Governance
from assistant.domain.library import Library
from assistant.domain.paper import SentText
from assistant.domain.passage import Passage
from assistant.domain.person import Actor
from assistant.domain.place import Place
from assistant.domain.segments import Sense
from assistant.domain.signs import Signs
from assistant.domain.talk import Drafting
from assistant.domain.value import Instant, Language, Value

Shape = TypeVar("Shape", bound=BaseModel)


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> Instant:
        """Return this instant, in UTC."""
        ...


class Hit(Value):
    """One passage found for a question, with signals that mean the same for every question."""

    passage: Passage
    score: float
    """Fused score in spreads above an ordinary passage, about 0 to 12; orders the hits."""
    cosine: float
    """Best cosine between the question and one of the passage's questions or its text."""
    lexical: float
    """BM25 over what the question's own words could at most score, 0 to 1."""
    coverage: float
    """Share of the question's word weight that the passage holds, 0 to 1."""


class Anchor(Value):
    """How near a question lies to known examples of one kind, outside the corpus."""

    kind: str
    cosine: float


class Index(Protocol):
    """Search over the passages a reader may see."""

    async def search(  # noqa: PLR0913 - what is asked, for whom, where and when
        self, question: str, language: Language, *, reader: Reader, places: Sequence[str], day: date, limit: int, any_day: bool = False
    ) -> Sequence[Hit]:
        """Return at most `limit` passages in force on `day`, best first; empty if there are none.

        With `any_day`, law that begins later or has ended is among them, so that this can be told; an organisation's text never is.

        Raises: IndexUnavailable (retryable)
        """
        ...

    async def passages(self, ids: Sequence[str], *, reader: Reader, day: date, any_day: bool = False) -> Sequence[Passage]:
        """Return those of the passages that are in force on `day` (law: or on `any_day`) and that the reader may see, in the order asked."""
        ...

    async def notices(self, decisions: Sequence[str], *, reader: Reader, day: date) -> Sequence[Passage]:
        """Return the element passages of the reader's organisation's notices on these decisions (all, when none is named)."""
        ...

    async def anchors(self, text: str, family: str) -> Sequence[Anchor]:
        """Return the nearest example of each kind in a family (`elsewhere`), nearest first."""
        ...

    async def chances(self, text: str, name: str) -> Mapping[str, float]:
        """Return the probability of each label: of `scope` (ours, others), `danger` (a kind, or none) or `wishes`; empty where nothing is known of them."""
        ...


class Model(Protocol):
    """A language model. It sees passages as tokens, never an address, an id or a person's name."""

    name: str

    async def write(self, instructions: str, question: str, shape: type[Shape]) -> Shape:
        """Return a reply in the given shape.

        Raises: ModelUnavailable (retryable)
        """
        ...

    def tokens(self, text: str) -> int:
        """Count the tokens of a text."""
        ...


class Tongue(Protocol):
    """Knows languages and scripts."""

    def recognise(self, text: str) -> Language | None:
        """Return the language of a text; None where it has no letters."""
        ...

    def plain(self, text: str, language: Language) -> str:
        """Return the text in the script that the corpus is written in."""
        ...


class Say(Protocol):
    """Words on the screen, by id and language."""

    @property
    def partial(self) -> tuple[Language, ...]:
        """Languages in which only the frame of a card can be said."""
        ...

    @property
    def full(self) -> tuple[Language, ...]:
        """Languages in which everything can be said."""
        ...

    def __call__(self, phrase: str, language: Language, /, **values: object) -> str:
        """Return a phrase with its values filled in."""
        ...


class Delivery(Protocol):
    """Takes a reply to where the person is."""

    async def deliver(self, outbound: Outbound) -> int | None:
        """Hand one reply over, or its next messages; return the number of the message to go on with, None when all are over.

        Raises: DeliveryFailed (retryable), DeliveryRefused
        """
        ...


class Intake(Protocol):
    """Brings the bytes of files that a channel only named."""

    async def fetch(self, channel: str, file: File) -> bytes:
        """Return a file's bytes.

        Raises: DeliveryFailed (retryable), NotFound, TooLarge
        """
        ...


class Caller(Protocol):
    """Calls an employer's system."""

    async def call(self, made: Called) -> FarAnswer:
        """Make one call and return what came back, whatever it says.

        Raises: DeliveryFailed (retryable) where nothing came back, DeliveryRefused where the address may not be called
        """
        ...


class Safe(Protocol):
    """What only the keys of this home can do: hashing codes, signing, sealing, and keeping files unreadable to others."""

    def lookup(self, code: str) -> str:
        """Return under which name a receipt code is looked up; tells nothing of the code without the key."""
        ...

    def hashed(self, code: str) -> str:
        """Return what is stored of a receipt code."""
        ...

    def matches(self, hashed: str | None, code: str) -> bool:
        """Say whether a code is the one behind a hash; takes as long where there is none."""
        ...

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the name of the signing key and the signature."""
        ...

    def holds(self, content: bytes, key: str, signature: str) -> bool:
        """Say whether a signature by one of this home's keys holds."""
        ...

    def seal(self, content: bytes, *, about: str, owner: str | None = None) -> bytes:
        """Return content that only this home can open, with the key of an organisation where `owner` names one."""
        ...

    def unseal(self, content: bytes, *, about: str, owner: str | None = None) -> bytes:
        """Return what was sealed. Raises: DocumentUnreadable where it was changed or belongs to another home."""
        ...

    def keep(self, content: bytes) -> str:
        """Keep a file encrypted and return its digest; the same content is kept once."""
        ...

    def fetch(self, digest: str) -> bytes:
        """Return a kept file. Raises: NotFound, DocumentUnreadable"""
        ...

    def drop(self, digest: str) -> None:
        """Delete a kept file; nothing happens where there is none."""
        ...


class Scribe(Protocol):
    """Reads what stands, or is said, in a file that somebody sent."""

    async def read(self, file: File) -> SentText:
        """Return the text of a kept file.

        Raises: FileUnread
        """
        ...


class Ears(Protocol):
    """Writes down what is said in a recording, on this machine."""

    def transcribe(self, recording: bytes) -> str:
        """Return what is said; empty where nothing can be made out."""
        ...


class Judge(Protocol):
    """Weights drawn from labelled complaints."""

    def judge(self, texts: Sequence[str], meaning: Any, marks: Any) -> Judged:
        """Return the log-odds of risk, severity and clock; `marks` tells which concepts and matters each text shows."""
        ...

    def turned(self, meaning: Any) -> Any:
        """Return meaning turned so that different wordings of one matter lie together."""
        ...


@dataclass(frozen=True)
class Sorting:
    """What sorting members' complaints needs; all is made at first use."""

    signs: Callable[[], ComplaintSigns]
    embed: Callable[[Sequence[str]], Any]
    """One unit row a text, by the engine for many texts."""
    judge: Callable[[], Judge | None] = lambda: None
    """None where texts are embedded by another engine than the weights were drawn for."""


@dataclass(frozen=True)
class Deps:
    """Everything a turn may use besides its message and scene."""

    library: Library
    signs: Signs
    index: Index
    tongue: Tongue
    clock: Clock
    say: Say
    calendar: Callable[[Place], Calendar]
    drafting: Drafting
    governance: Governance = field(default_factory=Governance)
    """What the register of AI systems reads from the corpus."""
    sense: Sense | None = None
    """What sentences of notices hold, learned from examples; None where nothing was learned, as in some tests."""
    sorting: Sorting | None = None
    model: Model | None = None
    model_is_local: bool = True
    max_chars: int = 8000
    """Longest message that is read."""
    model_tokens: int = 3000
    """Most tokens of passages shown to the model."""
    policy: CasePolicy = field(default_factory=CasePolicy)
    """What an operator set about cases."""
    safe: Safe | None = None
    """Keys and kept files; None where nothing secret is at hand, as in some tests."""
    mail: str | None = None
    """Channel by which people of a desk are reminded at the address they log in with; None where no mail goes out."""
    scribe: Scribe | None = None
    """Reads files that people send; None where none are taken."""


@dataclass(frozen=True)
class Act:
    """One command on its way: who asks, when, under which key, and what its verb may use."""

    actor: Actor
    at: Instant
    key: str
    """The same key again changes nothing."""
    deps: Deps
