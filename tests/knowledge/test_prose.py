"""A notice in running words: taken apart into elements, so that each part answers its own question; other texts stay whole."""

from collections.abc import Iterable
from pathlib import Path

from assistant.domain.segments import Segment
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.notices import Ownership
from assistant.knowledge.prose import is_prose, prose_passages, told_by_front
from assistant.skills.gaps import held
from assistant.testing_governance import CORPUS, governance


def read(text: str) -> Iterable[tuple[Segment, tuple[str, ...]]]:
    return held(text, governance().checks)


OWNED = Ownership(owner="firm", place="TW")
NOTICE = (CORPUS.parent / "evals/sets/company_dev/dispatch_v2.zh.md").read_text(encoding="utf-8")
HANDBOOK = (CORPUS.parent / "evals/sets/company_dev/handbook.zh.md").read_text(encoding="utf-8")


def apart(text: str) -> dict[str, str]:
    found = prose_passages(Path("dispatch.md"), text, "zh-TW", OWNED, vocabulary=load_corpus(CORPUS)[0].vocabulary, checks=governance().checks, read=read)
    return {} if found is None else {str(each.element): each.wordings["zh-TW"].claims[0].text for each in found[1]}


def test_a_notice_in_running_words_is_taken_apart_into_elements() -> None:
    parts = apart(NOTICE)

    assert "距離占四成" in parts["factors"]
    assert "75 分以上" in parts["scoring"]
    assert "十日內書面答覆" in parts["appeal"]
    assert "八週" in parts["data"]


def test_its_passages_carry_system_version_and_language() -> None:
    found = prose_passages(Path("x.md"), NOTICE, "en", OWNED, vocabulary=load_corpus(CORPUS)[0].vocabulary, checks=governance().checks, read=read)

    assert found is not None
    assert found[0] == "notice/dispatch/2.0/zh-TW/"
    assert {passage.system for passage in found[1]} == {"dispatch"}
    assert {str(passage.in_force.start) for passage in found[1]} == {"2026-07-01"}


def test_a_handbook_with_the_same_front_matter_is_no_notice() -> None:
    assert apart(HANDBOOK) == {}
    assert told_by_front(Path("x.md"), HANDBOOK, OWNED)[1:3] == ("handbook", "2026")


def test_headings_that_name_elements_are_no_running_words() -> None:
    assert is_prose(NOTICE)
    assert not is_prose("---\nsystem: x\n---\n# en\n## purpose\nTo share nights.")


def test_a_sentence_stands_after_its_label() -> None:
    assert Segment("80", "Score", "", 0, 1, False).placed == "Score：80"
