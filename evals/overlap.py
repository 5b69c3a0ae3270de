"""How much of a question's wording stands in a passage's heading: a set that repeats the headings proves little."""

import re

from assistant.domain.library import Library
from evals.questions import read_set


def overlap_with_headings(name: str, library: Library) -> float:
    """Return the mean, over a set's questions, of the largest share of a question's character pairs that one heading of its language holds."""
    headings = [(language, _pairs(wording.question)) for passage in library.passages.values() for language, wording in passage.wordings.items()]
    shares = []
    for row in read_set(name):
        asked = _pairs(row["text"])
        if asked:
            shares.append(max((len(asked & pairs) / len(asked) for language, pairs in headings if language == row.get("lang", language)), default=0.0))
    return sum(shares) / len(shares) if shares else 0.0


def _pairs(text: str) -> set[str]:
    letters = re.sub(r"[\W_]+", "", text.lower())
    return {letters[at : at + 2] for at in range(len(letters) - 1)}
