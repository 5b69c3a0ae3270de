"""Grounds that fit a story come first, each with its passage."""

import pytest

from assistant.domain.draft import DraftState
from assistant.interview.desk import checklist
from assistant.skills.ground import ground
from assistant.testing_letters import drafting, example, library

EMPTY = DraftState(template="tw/appeal", language="zh-TW")


@pytest.mark.parametrize(
    ("story", "fits"),
    [
        ("系統把我的病假當成沒有產量", "wrong_data"),
        ("公司從來沒有告訴我們會用 AI", "not_told"),
        ("主管只說是系統決定的，沒有給任何理由", "reasons_not_given"),
        ("我懷孕以後分數就一直掉", "protected_group"),
        ("完全是系統自動發的，沒有人看過", "no_human"),
        ("公司的告知書承諾15個工作天內由人覆核，但沒有做", "promise_broken"),
        ("告知書自己也寫請假的人分數可能不準，這是已知限制", "known_limits"),
        ("My sick leave was counted as absence", "wrong_data"),
        ("Nobody told me a system would decide", "not_told"),
        ("They gave no reasons", "reasons_not_given"),
        ("It was fully automated, no human looked at it", "no_human"),
        ("Because of my accent", "protected_group"),
    ],
)
def test_a_ground_is_suggested_from_the_story(story: str, fits: str) -> None:
    suggested = ground(story, EMPTY, "zh-TW", drafting=drafting())

    assert fits in [found.ground for found in suggested if found.fits]
    assert [found.fits for found in suggested] == sorted((found.fits for found in suggested), reverse=True)
    assert all(found.passage in library().passages for found in suggested)


def test_nothing_is_suggested_as_fitting_without_a_sign() -> None:
    assert not [found for found in ground("我對這個決定不滿意", EMPTY, "zh-TW", drafting=drafting()) if found.fits]


def test_the_checklist_follows_the_grounds_picked() -> None:
    ready, ask = checklist(example("tw/appeal", grounds=["no_human"]), "zh-TW", drafting=drafting())

    assert "系統自動發出的通知" in ready
    assert "由誰在何時看過系統的結果" in ask
    assert "正確紀錄（班表、假單、訊息、訂單）" not in ready
