"""Weights are drawn from examples, kept, and judge others; what is shipped was drawn from what is shipped."""

from pathlib import Path

import numpy as np

from assistant.domain.complaint import Severity
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.weights import WEIGHTS, Example, digest_of, draw, load_examples, read_weights, shown_marks, write_weights
from assistant.testing import HashEmbedder

CORPUS = Path(__file__).parent.parent.parent / "corpus"
EXAMPLES = tuple(
    Example(text=text, risk=risk, severity=severity)
    for text, risk, severity in (
        *((f"薪水少了{number}元沒有人說明", "pay", Severity.HIGH) for number in range(4)),
        *((f"瓦斯外洩有人昏倒{number}", "safety", Severity.URGENT) for number in range(4)),
    )
)


def test_the_shipped_weights_were_drawn_from_the_shipped_examples() -> None:
    kept = read_weights(CORPUS / WEIGHTS)

    assert kept is not None
    assert kept.digest == digest_of(load_examples(CORPUS), load_complaint_signs(CORPUS)), "run 'recourse vectors'"
    assert set(kept.names) == {"risk", "severity", "clock"}


def test_drawn_weights_tell_the_kinds_apart_and_can_be_kept(tmp_path: Path) -> None:
    signs, engine = load_complaint_signs(CORPUS), HashEmbedder()
    rows = engine.questions([each.text for each in EXAMPLES])
    write_weights(tmp_path / "w.npz", draw(EXAMPLES, rows, signs, [rows[:4], rows[4:]]))
    kept = read_weights(tmp_path / "w.npz")
    assert kept is not None

    texts = ["薪水少了九元", "瓦斯外洩"]
    judged = kept.judge(texts, engine.questions(texts), np.array([shown_marks(text, signs) for text in texts], dtype=np.float32))

    assert [judged.names["risk"][at] for at in judged.odds["risk"].argmax(axis=1)] == ["pay", "safety"]
    assert judged.odds["severity"][1][judged.names["severity"].index("urgent")] > 0
    assert kept.turned(rows).shape == rows.shape


def test_a_corpus_without_examples_has_no_weights(tmp_path: Path) -> None:
    assert load_examples(tmp_path) == ()
    assert read_weights(tmp_path / WEIGHTS) is None
