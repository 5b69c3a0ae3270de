"""Whom to call: the people a place lists for a need, else those for anything."""

from assistant.skills.refer import refer
from assistant.testing_answers import TAIWAN


def test_a_need_with_people_of_its_own_names_them() -> None:
    assert [contact.name for contact in refer("self_harm", TAIWAN, "en")] == ["119"]


def test_a_need_that_a_place_lists_nobody_for_names_those_for_anything() -> None:
    assert refer("violence", TAIWAN, "zh-TW") == refer("human", TAIWAN, "zh-TW")
    assert [contact.name for contact in refer("violence", TAIWAN, "zh-TW")] == ["專線", "勞動局"]


def test_a_place_that_knows_nobody_names_nobody() -> None:
    assert refer("human", TAIWAN.but(hotlines={}), "en") == ()
