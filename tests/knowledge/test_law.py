"""Law data of the Ministry of Justice: article passages, dated by version; what is missing is named with file and line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.passage import Passage, Status
from assistant.domain.value import Span
from assistant.errors import DocumentUnreadable
from assistant.knowledge.law import is_law_file, law_passages
from assistant.knowledge.notices import Ownership

FIXTURE = Path(__file__).parent / "laws" / "invented_law.json"
OWNED = Ownership(owner="star", place="TW")


def read(text: str, owned: Ownership = OWNED) -> tuple[str, tuple[Passage, ...]]:
    return next(iter(law_passages(FIXTURE, text, owned)))


def changed(**fields: Any) -> str:
    content = json.loads(FIXTURE.read_text(encoding="utf-8"))
    content["Laws"][0] |= fields
    return json.dumps(content, ensure_ascii=False, indent=1)


def articles(*numbers: str) -> list[dict[str, str]]:
    return [{"ArticleType": "A", "ArticleNo": number, "ArticleContent": "應說明理由。"} for number in numbers]


def test_each_article_becomes_a_passage_that_opens_it() -> None:
    prefix, found = read(FIXTURE.read_text(encoding="utf-8"))

    assert prefix == "law/z9990001/2026-02-01/"
    assert [passage.id.removeprefix(prefix) for passage in found] == ["1", "2", "2-1", "4", "5"]
    assert found[2].wordings["zh-TW"].question == "星河平台公平排班法第 2-1 條"
    assert found[0].own_sources[0].article_url == "https://law.moj.gov.tw/LawClass/LawSingle.aspx?pcode=Z9990001&flno={article}"
    assert found[0].in_force == Span(start=date(2026, 2, 1))


def test_a_law_whose_first_day_is_open_is_pending_and_an_abandoned_one_repealed() -> None:
    assert read(changed(LawEffectiveDate="99991231"))[1][0].own_sources[0].status is Status.PENDING
    assert read(changed(LawAbandonNote="廢"))[1][0].own_sources[0].status is Status.REPEALED


def test_days_that_the_command_gives_go_before_those_of_the_data() -> None:
    _, found = read(FIXTURE.read_text(encoding="utf-8"), OWNED.but(span=Span(start=date(2026, 3, 1))))

    assert found[0].in_force.start == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"LawArticles": [\n{"ArticleNo": }]}', r"invented_law\.json:2: not JSON"),
        (changed(LawURL=""), "needs LawName and a LawURL"),
        (changed(LawArticles=articles("第 1 條", "第 3 條")), r"invented_law\.json:\d+: .*article 2 is missing"),
        (changed(LawArticles=articles("第 1 條", "第 1 條")), "第 1 條 is there twice"),
        (changed(LawArticles=articles("附則")), "needs a number like"),
        (changed(LawArticles=[{"ArticleType": "A", "ArticleNo": "第 1 條", "ArticleContent": ""}]), "第 1 條 has no text"),
        (changed(LawArticles=[]), "has no article"),
        (changed(LawEffectiveDate="2026-02-31"), "LawEffectiveDate is no day"),
        ("[1]", "a law is a mapping"),
    ],
)
def test_a_fault_is_told_with_file_and_line_and_nothing_is_taken_in(text: str, told: str) -> None:
    with pytest.raises(DocumentUnreadable, match=told):
        list(law_passages(FIXTURE, text, OWNED))


def test_only_json_with_articles_is_law_data(tmp_path: Path) -> None:
    assert is_law_file(FIXTURE, FIXTURE.read_text(encoding="utf-8"))
    assert not is_law_file(tmp_path / "other.json", "{}")
    assert not is_law_file(tmp_path / "law.md", '"LawArticles"')
