"""What of a passage goes into the indexes: its question, the other ways of asking, and its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.passage import Passage
from assistant.domain.value import Language

_BODY_CHARS = 400
BODY = -1
"""Number of the entry that stands for a passage's text; its questions are counted from 0."""


@dataclass(frozen=True)
class IndexEntry:
    """One text to embed."""

    passage: str
    language: Language
    number: int
    place: str
    kind: str
    """question or passage: the prefix the engine wants."""
    text: str


def entries_of(passages: Sequence[Passage]) -> list[IndexEntry]:
    """Return every text to embed, in a fixed order."""
    found: list[IndexEntry] = []
    for passage in passages:
        for language, wording in passage.wordings.items():
            asked = list(dict.fromkeys((wording.question, *wording.asks)))
            found.extend(IndexEntry(passage.id, language, number, passage.place, "question", text) for number, text in enumerate(asked))
            body = f"{wording.question} {' '.join(claim.text for claim in wording.answer)}"[:_BODY_CHARS]
            found.append(IndexEntry(passage.id, language, BODY, passage.place, "passage", body))
    return found


def lexical_text(passage: Passage, language: Language) -> str:
    """Return what word search sees; the question counts twice."""
    wording = passage.wordings[language]
    asks = " ".join((wording.question, wording.question, *wording.asks))
    return f"{asks} {' '.join(claim.text for claim in wording.claims)}"
