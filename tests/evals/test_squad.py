"""The retrieval eval: what it reads, what it counts, and which names its JSON has."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadRequest
from assistant.knowledge.embed import Vectors
from evals.squad import read_squad, retrieval_on_squad

PARAGRAPHS = (
    "The committee answers within 30 days. It writes to the worker and explains every reason.",
    "A scheduling system assigns shifts from past sales. It does not know who cares for children.",
    "Severance pay depends on years of service. The ISO-9001 handbook lists the amounts for everyone.",
)
QUESTIONS = (
    "Within how many days does the committee answer?",
    "What does the scheduling system assign?",
    "On what does severance pay depend?",
    "What does ISO-9001 list?",
)
OTHER = ("委員會在30天內回覆嗎？", "排班系統分派什麼？", "資遣費依什麼計算？", "ISO-9001手冊列出什麼？")
ANSWERS = (0, 1, 2, 2)


class Blind:
    """An engine for which all texts are alike, so that words decide."""

    name = "blind"

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def squad(path: Path, questions: Sequence[str]) -> Path:
    paragraphs = [
        {"context": text, "qas": [{"id": f"q{n}", "question": asked, "answers": []} for n, asked in enumerate(questions) if ANSWERS[n] == place]}
        for place, text in enumerate(PARAGRAPHS)
    ]
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_words_find_the_paragraph(tmp_path: Path) -> None:
    measured = retrieval_on_squad(squad(tmp_path / "en.json", QUESTIONS), embedder=Blind())
    assert (measured.questions, measured.paragraphs, measured.languages) == (4, 3, ("en", "en"))
    assert measured.shares["recall@1"].value == 1
    assert set(measured.gains) == {"recall@1", "mrr@10"}


def test_the_json_has_the_agreed_names(tmp_path: Path) -> None:
    flat = retrieval_on_squad(squad(tmp_path / "en.json", QUESTIONS), embedder=Blind()).flat()
    for name in ("recall@1", "recall@5", "recall@10", "mrr@10", "ms_per_query", "passages_per_second"):
        assert isinstance(flat[name], float), name
    assert json.loads(json.dumps(flat)) == flat | {"languages": ["en", "en"]}


def test_questions_of_another_file_are_matched_by_id(tmp_path: Path) -> None:
    measured = retrieval_on_squad(squad(tmp_path / "en.json", QUESTIONS), squad(tmp_path / "zh.json", OTHER), embedder=Blind())
    assert measured.languages == ("zh-TW", "en")
    assert measured.gains == {}


@pytest.mark.parametrize(("part", "limit", "left"), [("even", None, 2), ("odd", None, 2), ("all", 3, 3), ("all", 99, 4), ("odd", 1, 1)])
def test_fewer_questions_leave_every_paragraph(tmp_path: Path, part: str, limit: int | None, left: int) -> None:
    measured = retrieval_on_squad(squad(tmp_path / "en.json", QUESTIONS), embedder=Blind(), part=part, limit=limit)  # type: ignore[arg-type]  # parametrize knows no Literal
    assert (measured.questions, measured.paragraphs) == (left, 3)


def test_a_paragraph_that_stands_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    paragraph = {"context": "Same.", "qas": [{"id": "a", "question": "?"}]}
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}, {"paragraphs": [paragraph | {"qas": [{"id": "b", "question": "?"}]}]}]}))
    reading = read_squad(path)
    assert reading.paragraphs == ("Same.",)
    assert reading.questions == {"a": ("?", 0), "b": ("?", 0)}


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": []}', '{"data": [{"paragraphs": [{"context": "x"}]}]}'])
def test_a_file_of_another_form_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content)
    with pytest.raises(BadRequest, match=r"odd\.json"):
        read_squad(tmp_path / "odd.json")


def test_a_missing_file_and_foreign_ids_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"none\.json"):
        read_squad(tmp_path / "none.json")
    (tmp_path / "other.json").write_text(json.dumps({"data": [{"paragraphs": [{"context": "x", "qas": [{"id": "z", "question": "?"}]}]}]}))
    with pytest.raises(BadRequest, match=r"other\.json"):
        retrieval_on_squad(squad(tmp_path / "en.json", QUESTIONS), tmp_path / "other.json", embedder=Blind())
