"""Sources behind sentences: one number an article, the place of it in the reader's language, and how the text stands on the day."""

from datetime import date

import pytest

from assistant.cards.cite import Citer, status_words
from assistant.domain.passage import Article, Claim, Mark, Passage, Status
from assistant.domain.value import Span
from assistant.phrases import Phrases
from assistant.testing_answers import DATA_ACT, TODAY, claim, library, notice, passage

SAY = Phrases()
PASSAGE = passage("tw/data/access")


def citer(language: str = "en", day: date = TODAY) -> Citer:
    return Citer(library(PASSAGE), language, day, SAY)


def test_the_same_article_has_one_number_and_another_has_the_next() -> None:
    numbers = citer()

    assert numbers.marks(claim("a", "pdpa:10", "pdpa:13"), PASSAGE) == ("c1", "c2")
    assert numbers.marks(claim("b", "pdpa:13", "pdpa:13"), PASSAGE) == ("c2",)
    assert [citation.source for citation in numbers.citations] == ["pdpa:10", "pdpa:13"]
    assert numbers.citations[1].quote == "a"


def test_practical_advice_carries_no_mark() -> None:
    numbers = citer()

    line = numbers.line(claim("Keep a copy.", "advice"), PASSAGE, lead="Also: ")

    assert (line.text, line.citations, numbers.citations) == ("Also: Keep a copy.", (), ())


@pytest.mark.parametrize(("language", "locator"), [("zh-TW", "第 10 條"), ("en", "Art. 10")])
def test_an_article_is_located_as_the_place_writes_it(language: str, locator: str) -> None:
    numbers = citer(language)
    numbers.marks(claim("a", "pdpa:10"), PASSAGE)

    assert numbers.citations[0].locator == locator
    assert numbers.citations[0].url == "https://law.example/pdpa/10"
    assert numbers.citations[0].as_of == date(2026, 1, 1)


def test_a_paragraph_keeps_the_address_of_its_article() -> None:
    numbers = citer()
    numbers.marks(claim("a", "pdpa:10(2)"), PASSAGE)

    assert (numbers.citations[0].locator, numbers.citations[0].url) == ("Art. 10 para. 2", "https://law.example/pdpa/10")


def test_a_whole_source_has_no_locator_and_its_own_address() -> None:
    numbers = citer()
    numbers.marks(claim("a", "pdpa"), PASSAGE)

    assert (numbers.citations[0].locator, numbers.citations[0].url) == ("", "https://law.example/pdpa")


def test_an_article_with_its_own_address_and_date_is_cited_by_them() -> None:
    own = Article(mark=Mark.SEEN, url="https://law.example/new", as_of=date(2026, 6, 1), status=Status.PENDING)
    found = library(PASSAGE).but(sources={"tw:pdpa": DATA_ACT.but(articles={"10": own})})
    numbers = Citer(found, "en", TODAY, SAY)
    numbers.marks(claim("a", "pdpa:10"), PASSAGE)

    citation = numbers.citations[0]
    assert (citation.url, citation.as_of, citation.status) == ("https://law.example/new", date(2026, 6, 1), SAY("status.pending", "en", date=""))


def test_a_company_s_notice_is_cited_by_its_element() -> None:
    element: Passage = notice("factors", "It looks at orders.")
    numbers = citer("zh-TW")
    numbers.marks(element.wording("en").answer[0], element)

    assert [(citation.title, citation.locator, citation.kind, citation.passage) for citation in numbers.citations] == [
        ("Shift planner", "factors", "notice", "notice/planner/2.0/factors")
    ]


@pytest.mark.parametrize(
    ("span", "status"),
    [
        (Span(), Status.IN_FORCE),
        (Span(start=date(2026, 11, 19)), Status.FROM_DATE),
        (Span(until=date(2026, 11, 17)), Status.REPEALED),
        (Span(start=TODAY, until=TODAY), Status.IN_FORCE),
    ],
)
def test_how_a_text_stands_depends_on_the_day(span: Span, status: Status) -> None:
    dated = PASSAGE.but(in_force=span)
    numbers = citer()
    numbers.marks(claim("a", "pdpa:10"), dated)

    assert numbers.citations[0].status == status_words(status, dated, "en", SAY)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", SAY.full)
def test_every_status_has_words(status: Status, language: str) -> None:
    assert status_words(status, PASSAGE.but(in_force=Span(start=TODAY)), language, SAY)


def test_a_clock_is_cited_by_the_sources_that_its_place_knows() -> None:
    numbers = citer()

    assert numbers.rule_marks(("pdpa:13", "unheard:1"), "TW", PASSAGE, "Thirty days.") == ("c1",)
    assert numbers.rule_marks(("unheard:1",), "TW", PASSAGE, "x") == ()
    assert numbers.rule_marks((), "TW", PASSAGE, "x") == ()


def test_a_source_that_nobody_knows_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        citer().marks(Claim(text="a", refs=claim("", "unheard:1").refs), PASSAGE)
