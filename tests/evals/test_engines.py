"""The comparison of engines: which texts it takes."""

import json
from pathlib import Path

from evals.engines import mixed_texts

CORPUS = Path(__file__).parents[2] / "corpus"


def test_texts_are_of_every_source_and_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "th.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [{"context": "ย่อหน้า", "qas": [{"id": "a", "question": "คำถาม"}]}]}]}), encoding="utf-8")
    texts = mixed_texts([path], CORPUS, 120)
    assert len(texts) == 120
    assert {"ย่อหน้า", "คำถาม", "Mohon jelaskan langkah pertama yang harus saya lakukan setelah menerima surat pemutusan hubungan kerja."} <= set(texts)
    assert texts == mixed_texts([path], CORPUS, 120)
