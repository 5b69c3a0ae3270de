"""Which questions compare economies, which economies, and in what."""

import pytest

from assistant.domain.comparison import Right
from assistant.knowledge.signs import load_signs
from assistant.skills.compare import compare
from assistant.skills.route import route
from assistant.testing_letters import CORPUS

CUES = load_signs(CORPUS / "common").cues
KNOWN = ("TW", "KR", "JP", "SG", "US-CA", "US-CO", "AU")


def compared(text: str) -> tuple[tuple[str, ...], tuple[Right, ...], bool] | None:
    routed = route(text, CUES)
    found = compare(text, routed.places, towns=routed.towns, home="TW", known=KNOWN, cues=CUES)
    return (found.places, found.rights, found.said) if found else None


@pytest.mark.parametrize(
    ("text", "places", "rights"),
    [
        ("韓國跟台灣比起來呢？", ("TW", "KR"), tuple(Right)),
        ("要求說明決定的權利，加州和台灣差在哪", ("TW", "US-CA"), (Right.EXPLANATION,)),
        ("跟新加坡比較，哪邊要先告知求職者？", ("TW", "SG"), (Right.NOTICE,)),
        ("Which of our sites must give notice before using AI in hiring?", KNOWN, (Right.NOTICE,)),
        ("哪些國家可以要求由人重新檢視？", KNOWN, (Right.HUMAN_REVIEW,)),
        ("Do Korea and California both let me opt out?", ("KR", "US-CA"), (Right.OBJECTION,)),
        ("我們在大阪和台中的廠，要求說明的規定哪裡不一樣？", ("TW", "JP"), (Right.EXPLANATION,)),
        ("Seoul tells applicants first. Must we give notice in Sydney too?", ("KR", "AU"), (Right.NOTICE,)),
    ],
)
def test_a_comparison_names_its_places_and_rights(text: str, places: tuple[str, ...], rights: tuple[Right, ...]) -> None:
    assert compared(text) == (places, rights, True)


@pytest.mark.parametrize(
    "text",
    [
        "公司用 AI 打考績，我可以看到分數嗎？",
        "在韓國可以要求說明嗎？",
        "我的分數跟同事比起來很低，可以問為什麼嗎？",
        "Can I appeal in Australia?",
        "我在台中上班，主管在大阪，可以要求說明嗎？",
    ],
)
def test_a_question_about_one_place_is_no_comparison(text: str) -> None:
    assert compared(text) is None


def test_a_comparison_of_something_else_is_marked_as_such() -> None:
    found = compared("台灣跟日本的房價和物價比較起來如何")

    assert found is not None
    assert found[2] is False
