"""A card as plain text: the same order everywhere, every number explained at the end."""

import re
from datetime import date

import pytest

from assistant.cards.layout import lay_out
from assistant.domain.answer import Card, Citation, ClockLine, ContactLine, Line
from assistant.phrases import Phrases

SAY = Phrases()
ACT = Citation(
    id="c7",
    title="Data Act",
    locator="Art. 10",
    url="https://law.example",
    as_of=date(2026, 1, 1),
    kind="statute",
    status="in force",
    quote="",
    passage="a",
    source="pdpa:10",
)
GUIDE = ACT.but(id="c9", title="Guide", locator="", url=None, as_of=None)
CARD = Card(
    answer=(Line(text="You may.", citations=("c7",)), Line(text="Ask in writing.")),
    steps=(Line(text="Write."), Line(text="Send.", citations=("c9", "c7"))),
    clock=(ClockLine(text="Fifteen days.", rule="", kind="statutory", binds="them", last_day=None, citations=("c7",)),),
    protection=(Line(text="You are safe."),),
    contacts=(ContactLine(name="1955", phone="1955"), ContactLine(name="Union", phone="02-1", note="members", url="https://u.example")),
    not_found=(Line(text="No notice."),),
)


@pytest.mark.parametrize("language", SAY.full)
def test_the_parts_stand_in_reading_order(language: str) -> None:
    text = lay_out(CARD, (ACT, GUIDE), language, SAY, opening="Hello.", closing="Not advice.")

    titles = [SAY(f"card.{part}", language) for part in ("steps", "clock", "protection", "contacts", "not_found", "sources")]
    places = [text.index(f"【{title}】") for title in titles]
    assert places == sorted(places)
    assert text.startswith("Hello.\n\nYou may.[1]\nAsk in writing.\n\n")
    assert text.endswith("\n\nNot advice.")


def test_sources_are_numbered_from_one_and_every_number_is_explained() -> None:
    text = lay_out(CARD, (ACT, GUIDE), "en", SAY)

    body, _, sources = text.partition(f"【{SAY('card.sources', 'en')}】")
    assert set(re.findall(r"\[(\d+)\]", body)) == set(re.findall(r"^\[(\d+)\]", sources, re.M)) == {"1", "2"}
    assert "2. Send.[2][1]" in body
    assert "[1] Data Act Art. 10｜in force｜" in sources
    assert "https://law.example" in sources
    assert sources.strip().endswith("[2] Guide｜in force")


def test_a_mark_without_a_source_is_not_shown() -> None:
    assert lay_out(CARD.but(steps=(), clock=(), protection=(), contacts=(), not_found=()), (), "en", SAY) == "You may.\nAsk in writing."


def test_a_number_that_is_the_name_is_said_once() -> None:
    text = lay_out(CARD, (), "en", SAY)

    assert "• 1955\n" in text
    assert "• Union｜02-1｜members｜https://u.example" in text


def test_an_empty_card_is_no_text() -> None:
    assert lay_out(Card(), (), "en", SAY) == ""
