"""Passage files: every sentence ends with its source, and a fault names its file and line."""

from pathlib import Path

import pytest

from assistant.domain.passage import Claim, Ref
from assistant.errors import CorpusInvalid
from assistant.knowledge.markdown import read_claims, read_passage_file

COMMON = frozenset({"advice"})
FILE = """---
topics: [data]
---

# zh-TW: 可以看嗎？
> 我能看嗎
>
可以要求。[pdpa:10]

## 怎麼做
1. 寫信。[advice] 說明要哪些資料。[pdpa:10; pdpa:13(1) inference]
- 留底。[advice]

## 期限
十五天。[pdpa:13]

# en: May I see it?
You may ask. [pdpa:10]

## What this does not give
Secrets. [pdpa:41]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "access.md"


def fault(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusInvalid) as problem:
        read_passage_file(path, "tw", COMMON)
    return problem.value.detail


def test_a_file_has_front_matter_and_a_wording_a_language(path: Path) -> None:
    path.write_text(FILE, encoding="utf-8")

    front, wordings = read_passage_file(path, "tw", COMMON)

    assert front == {"topics": ["data"]}
    first = wordings["zh-TW"]
    assert (first.question, first.asks) == ("可以看嗎？", ("我能看嗎",))
    assert [claim.text for claim in first.answer] == ["可以要求。"]
    assert [claim.text for claim in first.steps] == ["寫信。", "說明要哪些資料。", "留底。"]
    assert [claim.text for claim in first.clock] == ["十五天。"]
    assert [claim.text for claim in wordings["en"].limits] == ["Secrets."]


def test_a_claim_names_its_sources_their_home_and_what_is_our_own_reading() -> None:
    assert read_claims("Ask. [advice] Name it. [pdpa:10; pdpa:13(1) inference]", "tw", COMMON, "here") == [
        Claim(text="Ask.", refs=(Ref(source="common:advice", article=""),)),
        Claim(text="Name it.", refs=(Ref(source="tw:pdpa", article="10"), Ref(source="tw:pdpa", article="13(1)", inference=True))),
    ]


def test_a_named_part_of_a_source_is_an_article_too() -> None:
    (claim,) = read_claims("Call. [lines:legal-aid]", "tw", COMMON, "here")

    assert claim.refs == (Ref(source="tw:lines", article="legal-aid"),)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("You may ask. [pdpa:10]", "You may ask. [pdpa:10] And more.", "access.md:18: no source after 'And more.'"),
        ("# en: May I see it?", "# May I see it?", "access.md:17: a heading must read"),
        ("## What this does not give", "## Limits", "access.md:20: unknown section 'Limits'"),
        ("You may ask. [pdpa:10]", "", "'May I see it?' has no direct answer"),
        ("[pdpa:41]", "[§ 41]", "access.md:21: '§ 41' is not a source"),
        ("---\ntopics: [data]\n---", "", "front matter between two lines of --- is missing"),
        ("topics: [data]", "topics: [data", "front matter is not YAML"),
        ("topics: [data]", "just words", "front matter must be a mapping"),
    ],
)
def test_a_fault_names_its_place(path: Path, before: str, after: str, told: str) -> None:
    assert before in FILE

    assert told in fault(path, FILE.replace(before, after, 1))


def test_a_file_without_a_heading_says_nothing(path: Path) -> None:
    assert "no '# zh-TW: question' heading" in fault(path, "---\ntopics: [data]\n---\n")
