"""What the words of a question tell about decisions, places and companies; nothing is guessed."""

import pytest

from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.signs import Cues
from assistant.skills.route import Route, route

CUES = Cues(
    decisions={
        "scheduling": {"en": ("shift", "roster"), "zh-TW": ("班表",)},
        "performance": {"en": ("score", "KPI"), "zh-TW": ("考績",)},
        "hiring": {"en": ("screen",)},
    },
    places={"JP": {"en": ("japan",), "zh-TW": ("日本",)}, "US-NY": {"en": ("new york",)}, "VN": {"en": ("vietnam",), "zh-TW": ("越南",)}},
    towns={"GB": {"en": ("wales", "British")}, "AU": {"en": ("new south wales",)}, "CA": {"en": ("british columbia",)}, "JP": {"zh-TW": ("大阪",)}},
    acts={"osh": {"zh-TW": ("職安法",), "en": ("safety act",)}},
    origins={"en": (r"\bfrom §", "§ese caregiver"), "zh-TW": ("§籍",)},
    follow_up={},
)
STAR = Organisation(id="star-log", name={"zh-TW": "晨星物流（示範公司）", "en": "Morning Star (demo)"}, kind=OrganisationKind.COMPANY, place="TW")
SHORT = Organisation(id="abc", name={"en": "Alpha Boats"}, kind=OrganisationKind.COMPANY, place="TW")


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("My score fell after the new shift plan", ("performance", "scheduling")),
        ("The roster came before my scores", ("scheduling", "performance")),
        ("They screened me out", ("hiring",)),
        ("A makeshift answer", ()),
        ("我的考績跟班表有關嗎", ("performance", "scheduling")),
        ("MY KPI DROPPED", ("performance",)),
        ("Hello", ()),
    ],
)
def test_decisions_are_read_in_the_order_they_are_named(text: str, decisions: tuple[str, ...]) -> None:
    assert route(text, CUES).decisions == decisions


@pytest.mark.parametrize(("text", "places"), [("What about New York and Japan?", ("US-NY", "JP")), ("日本的法律呢", ("JP",)), ("Japanning a table", ())])
def test_places_are_read_where_they_are_named(text: str, places: tuple[str, ...]) -> None:
    assert route(text, CUES).places == places


@pytest.mark.parametrize(
    ("text", "places"),
    [("A shop in New South Wales", ("AU",)), ("the British Columbia office, then Wales", ("CA", "GB")), ("日本大阪的廠", ("JP",)), ("大阪的廠", ("JP",))],
)
def test_a_town_names_its_place_and_the_longer_name_is_meant(text: str, places: tuple[str, ...]) -> None:
    assert route(text, CUES).places == places


def test_a_place_that_only_a_town_names_is_told_apart() -> None:
    assert route("大阪和越南", CUES).towns == ("JP",)
    assert route("日本大阪", CUES).towns == ()


def test_an_act_is_known_by_the_names_people_use() -> None:
    assert route("職安法要公司調查嗎", CUES).acts == ("osh",)
    assert route("Does the Safety Act cover me?", CUES).acts == ("osh",)
    assert route("Is it safe to act?", CUES).acts == ()


@pytest.mark.parametrize("text", ["我是越南籍的看護", "I come from Vietnam and work here"])
def test_where_somebody_comes_from_is_no_place_of_work(text: str) -> None:
    assert route(text, CUES).places == ()


@pytest.mark.parametrize("text", ["我在晨星物流上班", "I work at morning star", "My company is star-log"])
def test_a_company_is_known_by_its_name_without_its_additions_and_by_its_id(text: str) -> None:
    assert route(text, CUES, (SHORT, STAR)).organisation == "star-log"


def test_a_short_id_is_not_searched_for_in_words() -> None:
    assert route("The abc of my rights", CUES, (SHORT,)).organisation is None


def test_nothing_named_is_nothing_told() -> None:
    assert route("Why me?", CUES, (STAR,)) == Route()
