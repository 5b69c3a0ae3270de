"""The corpus's rules that a schema cannot see; a library that breaks one is not served."""

from pathlib import Path

import pytest

from assistant.domain.comparison import Compared, Known, Right
from assistant.domain.library import Library
from assistant.domain.passage import Article, Claim, Mark, Passage, Ref
from assistant.errors import CorpusInvalid
from assistant.knowledge.check import check_library
from assistant.testing_answers import DATA_ACT, claim, library, passage, wording

OWN_READING = Ref(source="tw:pdpa", article="10", inference=True)


def both(first: Claim, second: Claim, **fields: object) -> Passage:
    return passage("tw/x", {"zh-TW": wording("問？", first), "en": wording("Ask?", second)}, **{"topics": ("data",), **fields})


GOOD = both(claim("可以。", "pdpa:10"), claim("You may.", "pdpa:10"))


def faults(found: Passage, root: Path, **changes: object) -> list[str]:
    return check_library(library(found).but(**changes), root)[0]


def test_a_good_passage_has_no_fault(tmp_path: Path) -> None:
    assert check_library(library(GOOD), tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (passage("tw/x", {"en": wording("Ask?")}, topics=("data",)), "missing language zh-TW"),
        (GOOD.but(topics=()), "has no topic"),
        (GOOD.but(topics=("weather",)), "'weather' is not in topics.yaml"),
        (GOOD.but(decisions=("dance",)), "'dance' is not in topics.yaml"),
        (GOOD.but(audience=("kings",)), "'kings' is not in topics.yaml"),
        (GOOD.but(notice=("colour",)), "'colour' is not in topics.yaml"),
        (both(claim("可以。", "pdpa:10"), claim("You may.", "pdpa:13")), "does not carry the same claims"),
        (both(claim("这样可以。", "pdpa:10"), claim("You may.", "pdpa:10")), "Simplified"),
        (both(claim("可以。", "nothing:1"), claim("You may.", "nothing:1")), "unknown source 'nothing:1'"),
        (both(claim("可以。", "pdpa:99"), claim("You may.", "pdpa:99")), "does not list article '99'"),
        (both(claim("可以。", "pdpa:41"), claim("You may.", "pdpa:41")), "rests on a recalled fact"),
        (both(claim("公司必須回覆，10 天內應回覆。", "advice"), claim("It is illegal.", "advice")), "advice that states a rule"),
        (both(Claim(text="可以。", refs=(OWN_READING,)), Claim(text="You may.", refs=(OWN_READING,))), "our own reading, but not worded as one"),
    ],
)
def test_a_broken_rule_is_told_with_the_passage(found: Passage, told: str, tmp_path: Path) -> None:
    problems = faults(found, tmp_path)

    assert any(told in problem for problem in problems)
    assert all(problem.startswith("tw/x: ") for problem in problems)


def test_our_own_reading_that_says_so_is_fine(tmp_path: Path) -> None:
    assert faults(both(Claim(text="可以主張。", refs=(OWN_READING,)), Claim(text="One can argue so.", refs=(OWN_READING,))), tmp_path) == []


@pytest.mark.parametrize(("first", "second", "fine"), [("據報導可以。", "It is reported so.", True), ("可以。", "You may.", False)])
def test_a_second_hand_source_must_be_told_as_reported(first: str, second: str, fine: bool, tmp_path: Path) -> None:
    reported = {"tw:pdpa": DATA_ACT.but(articles={"10": Article(mark=Mark.SECONDARY)})}

    problems = faults(both(claim(first, "pdpa:10"), claim(second, "pdpa:10")), tmp_path, sources=reported)

    assert any("not worded as reported" in problem for problem in problems) is not fine


def test_what_must_never_be_said_is_found_in_any_language(tmp_path: Path) -> None:
    _never(tmp_path, "sentences: [{id: sure-win, patterns: ['you will win', 一定會贏]}]")

    assert any("must never be said (sure-win" in problem for problem in faults(both(claim("你一定會贏。", "pdpa:10"), claim("You may.", "pdpa:10")), tmp_path))
    assert faults(GOOD, tmp_path) == []


def test_a_rule_of_what_is_never_said_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    _never(tmp_path, "sentences: [{id: broken, patterns: ['(']}]")

    with pytest.raises(CorpusInvalid, match="broken"):
        check_library(library(GOOD), tmp_path)


def test_a_hotline_must_name_a_contact_of_its_place(tmp_path: Path) -> None:
    found: Library = library(GOOD)
    place = found.places["TW"].but(hotlines={"human": ("ghost",)})

    assert check_library(found.but(places={"TW": place}), tmp_path)[0] == ["TW: hotline human names unknown contact 'ghost'"]


@pytest.mark.parametrize("field", ["then", "protection", "clocks", "contacts"])
def test_a_link_that_leads_nowhere_is_a_warning(field: str, tmp_path: Path) -> None:
    problems, warnings = check_library(library(GOOD.but(**{field: ("nowhere",)})), tmp_path)

    assert problems == []
    assert len(warnings) == 1
    assert "'nowhere'" in warnings[0]


def _never(root: Path, text: str) -> None:
    (root / "common").mkdir()
    (root / "common" / "never.yaml").write_text(text, encoding="utf-8")


def test_a_comparison_that_rests_on_nothing_is_told(tmp_path: Path) -> None:
    row = Compared(economy="TW", right=Right.NOTICE, status=Known.IN_FORCE, scope={"en": "all"}, passage="tw/x", source=Ref(source="tw:pdpa", article="10"))
    rows = (row, row.but(right=Right.OBJECTION, source=None), row.but(economy="XX", passage="tw/none"), row.but(source=Ref(source="tw:pdpa", article="41")))

    found = [fault.removeprefix("comparison.yaml: ") for fault in faults(GOOD, tmp_path, comparison=rows)]

    assert found[:4] == [
        "TW objection: in_force without a source and a passage",
        "XX notice: unknown place",
        "XX notice: unknown passage 'tw/none'",
        "TW notice: rests on a recalled fact",
    ]
    assert "TW: every right once" in found[4]
