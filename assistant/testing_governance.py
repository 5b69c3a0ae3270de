"""For tests of the register's data: what the corpus gives, read once."""

from functools import cache
from pathlib import Path

from assistant.domain.governance import Governance
from assistant.knowledge.governance import load_governance

CORPUS = Path(__file__).parents[1] / "corpus"


@cache
def governance() -> Governance:
    """Return everything the register reads from the corpus."""
    return load_governance(CORPUS)
