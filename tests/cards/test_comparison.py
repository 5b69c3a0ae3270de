"""The table of economies: how each right stands on the day, each cell with its source, and nothing said of what is not confirmed."""

from datetime import date

import pytest

from assistant.cards.comparison import comparison_card
from assistant.cards.layout import lay_out
from assistant.domain.answer import Card, Citation
from assistant.domain.comparison import Compared, Known, Right
from assistant.knowledge.corpus import load_corpus
from assistant.phrases import Phrases
from assistant.testing_letters import CORPUS

SAY = Phrases()
LIBRARY = load_corpus(CORPUS)[0]
TODAY, LATER = date(2026, 11, 24), date(2027, 3, 1)
EVERY = tuple(dict.fromkeys(row.economy for row in LIBRARY.comparison))


def card(places: tuple[str, ...], rights: tuple[Right, ...], language: str = "en", day: date = TODAY) -> tuple[Card, tuple[Citation, ...]]:
    return comparison_card(places, rights, language, library=LIBRARY, day=day, say=SAY)


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_few_economies_stand_side_by_side_in_both_languages(language: str) -> None:
    made, citations = card(("TW", "KR"), tuple(Right), language)

    assert made.table is not None
    assert made.table.columns[1:] == tuple(LIBRARY.places[code].name[language] for code in ("TW", "KR"))
    assert len(made.table.rows) == len(Right)
    assert {mark for row in made.table.rows for cell in row for mark in cell.citations} == {citation.id for citation in citations}


def test_every_cell_that_states_something_has_a_source() -> None:
    made, _ = card(EVERY, tuple(Right))
    unknown = SAY("compare.unknown", "en")

    assert made.table is not None
    assert [cell.text for row in made.table.rows for cell in row[1:] if not cell.citations and not cell.text.startswith(unknown)] == []


@pytest.mark.parametrize(("day", "begins"), [(TODAY, "Not in force yet, begins 2027-01-01"), (LATER, "In force")])
def test_a_right_begins_on_its_day(day: date, begins: str) -> None:
    made, _ = card(("TW", "US-CO"), (Right.NOTICE,), day=day)

    assert made.table is not None
    assert made.table.rows[0][2].text.startswith(begins)


def test_economies_of_which_nothing_is_known_are_named_below_a_long_table() -> None:
    made, _ = card(EVERY, (Right.NOTICE,))

    assert made.table is not None
    assert "Japan" not in [row[0].text for row in made.table.rows]
    assert "Japan" in made.not_found[0].text
    assert made.answer[1].text.startswith("Notice before or when AI is used. In force: ")


def test_what_answers_the_question_in_each_place_stands_above_the_table() -> None:
    told = next(passage for passage in LIBRARY.passages.values() if passage.place == "US-CO" and passage.in_force.start and passage.in_force.start > TODAY)
    made, citations = comparison_card(("TW", "US-CO"), (Right.NOTICE,), "en", library=LIBRARY, day=TODAY, say=SAY, beside=[told])

    line = next(line for line in made.answer if line.text.startswith("Colorado, USA: "))
    assert str(told.in_force.start) in line.text
    assert told.wordings["en"].answer[0].text in line.text
    assert set(line.citations) <= {citation.id for citation in citations}


def test_a_table_reads_line_by_line_as_text() -> None:
    made, citations = card(("TW", "KR"), (Right.NOTICE,), "zh-TW")

    text = lay_out(made, citations, "zh-TW", SAY)

    assert "■ 使用 AI 前或使用時要告知\n　台灣：沒有查到這項權利" in text


def test_a_row_without_a_first_day_keeps_its_standing() -> None:
    row = Compared(economy="PE", right=Right.NOTICE, status=Known.FROM_DATE, scope={"en": "x"}, passage=None, source=None)

    assert row.standing_on(LATER) is Known.FROM_DATE
