"""An organisation's own texts as passages: a notice by its elements, anything else by its sections."""

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.value import Span
from assistant.errors import DocumentUnreadable
from assistant.knowledge.notices import Ownership, document_passages, is_notice, notice_passages
from assistant.testing_answers import VOCABULARY

OWNED = Ownership(owner="demo", place="TW")
FILE = Path("planner.md")
NOTICE = """---
system: shift-planner
name: {zh-TW: 排班系統, en: Shift planner}
version: "2.0"
audience: public
decisions: [pay]
from: 2026-06-01
---
# zh-TW
## factors
看訂單量。
不看請假。
## appeal
十四天內。

# en
## factors
Orders, not leave.
"""


def test_a_notice_gives_one_passage_an_element_in_every_language_it_has() -> None:
    prefix, passages = notice_passages(FILE, NOTICE, VOCABULARY, OWNED)

    assert prefix == "notice/shift-planner/2.0/"
    assert [each.id for each in passages] == [f"{prefix}factors", f"{prefix}appeal"]
    factors, appeal = passages
    assert (factors.owner, factors.kind, factors.element, factors.decisions, factors.visibility) == ("demo", "notice", "factors", ("pay",), "public")
    assert factors.in_force == Span(start=date(2026, 6, 1))
    assert factors.wording("zh-TW").answer[0].text == "看訂單量。 不看請假。"
    assert factors.wording("en").question.startswith("Shift planner")
    assert appeal.wordings.keys() == {"zh-TW"}


def test_every_element_cites_the_notice_itself() -> None:
    _, (factors, _) = notice_passages(FILE, NOTICE, VOCABULARY, OWNED)

    (source,) = factors.own_sources
    assert (source.number, source.kind) == ("2.0", "notice")
    assert {ref.source for wording in factors.wordings.values() for claim in wording.claims for ref in claim.refs} == {source.id}
    assert source.articles.keys() == {"factors"}


def test_the_days_given_when_it_is_taken_in_come_before_those_in_the_file() -> None:
    owned = OWNED.but(span=Span(start=date(2026, 7, 1), until=date(2026, 12, 31)))

    _, passages = notice_passages(FILE, NOTICE, VOCABULARY, owned)

    assert all(each.in_force == owned.span for each in passages)


def test_a_notice_that_does_not_say_for_whom_is_for_members() -> None:
    _, passages = notice_passages(FILE, NOTICE.replace("audience: public\n", ""), VOCABULARY, OWNED)

    assert {each.visibility for each in passages} == {"members"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('version: "2.0"\n', "", "needs 'version'"),
        ("## appeal", "## colour", "unknown element colour"),
        ("system: shift-planner", "system: [", "front matter is not readable"),
    ],
)
def test_a_notice_that_breaks_its_form_is_told_by_its_file(before: str, after: str, told: str) -> None:
    with pytest.raises(DocumentUnreadable, match=f"planner.md: .*{told}"):
        notice_passages(FILE, NOTICE.replace(before, after), VOCABULARY, OWNED)


@pytest.mark.parametrize(("text", "notice"), [(NOTICE, True), ("# Rules\nsystem: x", False), ("---\ntitle: x\n---\n", False), ("", False)])
def test_a_notice_is_known_by_its_front_matter(text: str, notice: bool) -> None:
    assert is_notice(text) is notice


def test_any_other_text_gives_a_passage_a_section_and_one_that_speaks_of_an_element_is_marked() -> None:
    text = "Before everything.\n\n# Pay\nWages on the 5th.\n\n## How to appeal\nWrite to the desk.\n\n# Empty\n"

    prefix, passages = document_passages(Path("Staff Rules 2026.md"), text, "en", VOCABULARY, OWNED.but(span=Span(start=date(2026, 1, 1))))

    assert prefix == "document/staff-rules-2026/2026-01-01/"
    assert [(each.id.removeprefix(prefix), each.wording("en").question, each.element) for each in passages] == [
        ("1", "Staff Rules 2026", None),
        ("2", "Pay", None),
        ("3", "How to appeal", "appeal"),
    ]
    assert passages[2].wording("en").asks == ("How do I appeal?",)
    assert {(each.kind, each.visibility) for each in passages} == {("policy", "members")}


def test_a_long_section_is_cut_between_sentences_and_loses_nothing() -> None:
    sentences = [f"Rule {number} says what everybody has to keep in mind about pay." for number in range(40)]

    _, passages = document_passages(Path("rules.txt"), " ".join(sentences), "en", VOCABULARY, OWNED)

    told = [each.wording("en").answer[0].text for each in passages]
    assert len(told) > 1
    assert max(map(len, told)) <= 600
    assert " ".join(told) == " ".join(sentences)


def test_chinese_is_cut_between_sentences_too() -> None:
    text = "每位同仁都要遵守這一條關於工資的規定。" * 60

    _, passages = document_passages(Path("規則.txt"), text, "zh-TW", VOCABULARY, OWNED)

    told = [each.wording("zh-TW").answer[0].text for each in passages]
    assert len(told) > 1
    assert all(each.endswith("。") for each in told)
    assert "".join(told).replace(" ", "") == text


def test_a_file_whose_name_has_no_letters_still_has_an_id() -> None:
    prefix, _ = document_passages(Path("---.txt"), "Text.", "en", VOCABULARY, OWNED)

    assert prefix == "document/document/always/"
