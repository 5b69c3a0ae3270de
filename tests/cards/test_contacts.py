"""Places to turn to: in the order asked, in the reader's language, and no more than a card can hold."""

from assistant.cards.contacts import contact_lines, hotline_lines
from assistant.domain.answer import ContactLine
from assistant.domain.passage import Passage
from assistant.testing_answers import PERSON, TAIWAN, passage


def test_contacts_stand_in_the_order_asked_and_unknown_ones_are_left_out() -> None:
    assert [line.name for line in contact_lines(("office", "nobody", "line"), TAIWAN, "en")] == ["Labour office", "Labour line"]


def test_a_language_without_words_of_its_own_reads_english() -> None:
    assert contact_lines(("office",), TAIWAN, "vi") == (ContactLine(name="Labour office", note="complaints start here"),)


def test_a_line_brings_its_number_and_address() -> None:
    assert contact_lines(("line",), TAIWAN, "zh-TW") == (ContactLine(name="專線", phone="1955", url="https://line.example"),)


def test_no_more_contacts_are_named_than_a_card_can_hold() -> None:
    many = {str(number): PERSON.but(id=str(number)) for number in range(9)}

    assert len(contact_lines(tuple(many), TAIWAN.but(contacts=many), "en")) == 4


def test_a_need_names_its_own_people_or_nobody() -> None:
    assert [line.phone for line in hotline_lines("self_harm", TAIWAN, "en")] == ["119"]
    assert hotline_lines("unheard", TAIWAN, "en") == ()


def test_a_passage_without_contacts_names_nobody() -> None:
    empty: Passage = passage("a")

    assert contact_lines(empty.contacts, TAIWAN, "en") == ()
