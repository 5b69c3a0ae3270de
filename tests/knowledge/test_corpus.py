"""The corpus folder as one library: every problem is told, and a broken file is left out, never half-read."""

from pathlib import Path

import pytest

from assistant.errors import CorpusInvalid
from assistant.knowledge.check import check_library, overdue
from assistant.knowledge.corpus import PUBLIC, load_corpus, passage_files, read_yaml
from assistant.testing_answers import TODAY

TOPICS = """
topics: {data: {zh-TW: 資料, en: Data}}
decisions: {pay: {zh-TW: 薪資, en: Pay}}
risks: {}
audiences: [worker]
elements: {factors: {question: {zh-TW: 看什麼, en: What}, words: [factors]}}
"""
PLACE = """
code: TW
name: {zh-TW: 台灣, en: Taiwan}
languages: [zh-TW, en]
time_zone: Asia/Taipei
locator: {zh-TW: ["第 {} 條", "第 {} 項", "第 {} 款"]}
contacts: {line: {name: {zh-TW: 專線, en: Line}}}
lines: {police: {name: {zh-TW: 警察, en: Police}}}
hotlines: {human: [line, police]}
"""
SOURCE = """
title: {zh-TW: 個資法, en: Data Act}
kind: statute
status: in_force
articles: {"10": {mark: seen}, "13": {mark: recall}}
"""
PASSAGE = """---
topics: [data]
in_force: {from: 2026-01-01}
review_by: 2026-06-30
---
# zh-TW: 可以看嗎
可以。[pdpa:10]
# en: May I see it?
You may. [pdpa:10]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A corpus of one place, one act and one passage, without a fault."""
    write(tmp_path, "common/topics.yaml", TOPICS)
    write(tmp_path, "tw/place.yaml", PLACE)
    write(tmp_path, "tw/sources/pdpa.yaml", SOURCE)
    write(tmp_path, "tw/passages/data/access.md", PASSAGE)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults(root: Path) -> list[str]:
    library, problems = load_corpus(root)
    assert problems == []
    return check_library(library, root)[0]


def test_a_corpus_is_read_with_its_places_sources_and_passages(root: Path) -> None:
    library, problems = load_corpus(root)

    assert problems == []
    found = library.passages["tw/data/access"]
    assert (found.owner, found.place, found.kind, found.in_force.start, found.visibility) == (PUBLIC, "TW", "law", TODAY.replace(month=1, day=1), "public")
    assert library.sources["tw:pdpa"].articles["10"].mark == "seen"
    assert set(library.places["TW"].contacts) == {"line", "police"}
    assert [path.stem for path in passage_files(root)] == ["access"]
    assert check_library(library, root) == ([], [])


def test_a_passage_past_its_review_date_is_overdue(root: Path) -> None:
    library, _ = load_corpus(root)

    assert overdue(library, TODAY) == ["tw/data/access"]
    assert overdue(library, TODAY.replace(month=6, day=30)) == []


def test_broken_files_are_all_told_and_the_rest_is_read(root: Path) -> None:
    write(root, "tw/sources/broken.yaml", "title: {en: x}\nkind: statute")
    write(root, "tw/sources/list.yaml", "- a")
    write(root, "tw/passages/data/span.md", PASSAGE.replace("{from: 2026-01-01}", "{since: 2026-01-01}"))
    write(root, "tw/passages/data/field.md", PASSAGE.replace("topics:", "subjects:"))

    library, problems = load_corpus(root)

    assert len(problems) == 4
    assert all(
        any(name in problem for problem in problems)
        for name in ("broken.yaml: status", "list.yaml: must be a mapping", "span.md: in_force", "field.md: subjects")
    )
    assert set(library.passages) == {"tw/data/access"}


def test_a_source_of_all_places_is_cited_from_any(root: Path) -> None:
    write(root, "common/sources/advice.yaml", "title: {en: Advice}\nkind: advice\nstatus: published\narticles:")
    write(root, "tw/passages/data/access.md", PASSAGE.replace("You may. [pdpa:10]", "You may. [advice]").replace("可以。[pdpa:10]", "可以。[advice]"))

    assert faults(root) == []


@pytest.mark.parametrize("text", ["a: [", "- only", "\udcff"])
def test_a_file_that_is_no_mapping_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(CorpusInvalid, match=r"x\.yaml"):
        read_yaml(tmp_path / "x.yaml")
