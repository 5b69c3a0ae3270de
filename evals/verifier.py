"""Judge the verifier on labelled pairs: what it lets pass that must be caught, and how many good sentences it keeps."""

from collections import Counter
from pathlib import Path

from assistant.domain.value import Value
from assistant.knowledge.yaml_text import load_yaml
from assistant.skills.verify import verify

SET = Path(__file__).parent / "sets" / "verifier.yaml"
LEAST_KEPT = 0.90
"""Share of good sentences that must be kept."""


class Pair(Value):
    """One labelled pair."""

    id: str
    lang: str
    cited: str
    claim: str
    keep: bool
    why: str


class VerifierReport(Value):
    """How the verifier did."""

    pairs: int
    must_catch: int
    missed: tuple[str, ...]
    """Ids that had to be caught and were not."""
    good: int
    lost: tuple[str, ...]
    """Ids of good sentences that were dropped."""
    faults: dict[str, int]
    """How often each fault was named among what was rightly caught."""

    @property
    def kept(self) -> float:
        """Return the share of good sentences kept."""
        return 1 - len(self.lost) / self.good

    @property
    def holds(self) -> bool:
        """Say whether the gate is met."""
        return not self.missed and self.kept >= LEAST_KEPT


def read_pairs(path: Path = SET) -> tuple[Pair, ...]:
    """Return the labelled pairs."""
    return tuple(Pair.model_validate(fields) for fields in load_yaml(path.read_text(encoding="utf-8")))


def evaluate(pairs: tuple[Pair, ...]) -> VerifierReport:
    """Return how the verifier did on the pairs."""
    verdicts = {pair.id: verify(pair.claim, [pair.cited]) for pair in pairs}
    bad = [pair for pair in pairs if not pair.keep]
    good = [pair for pair in pairs if pair.keep]
    return VerifierReport(
        pairs=len(pairs),
        must_catch=len(bad),
        missed=tuple(pair.id for pair in bad if verdicts[pair.id].kept),
        good=len(good),
        lost=tuple(pair.id for pair in good if not verdicts[pair.id].kept),
        faults=dict(Counter(str(verdicts[pair.id].fault) for pair in bad if not verdicts[pair.id].kept)),
    )
