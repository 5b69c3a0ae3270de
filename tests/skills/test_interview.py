"""One step of an interview: nothing is lost, nothing asked twice, every refusal has a reason and an example."""

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.draft import DraftState, DraftStatus, StepKind, personal_words
from assistant.skills.interview import again, start, step
from assistant.testing_letters import drafting, example, kit, talk

STORY = "11月3日晨星物流股份有限公司通知我考績是丙等，說是系統算的。八月我請了兩週病假。系統把那兩週當成沒有產量。"
THREE_SENTENCES = [
    ("zh-TW", STORY),
    ("zh-TW", "我在大方電子有限公司當作業員。昨天人資說系統把我列為不適任要資遣我。沒有人跟我談過。"),
    ("zh-TW", "系統連續三週把我排大夜班。班表11月12日公布。我在飛鹿超商工作，店長說他不能改。"),
    ("zh-TW", "我應徵晨光銀行被刷掉。11月2日收到感謝函。信裡沒有說明原因。"),
    ("zh-TW", "上個月獎金少了八千元。薪資單只寫系統核定。我在晨星物流股份有限公司當客服。"),
    ("zh-TW", "系統把我的升遷排名排到最後。主管說是演算法的結果。我育嬰假剛回來。"),
    ("zh-TW", "我被系統記一支警告。說我離開座位太久。那天主機當機。"),
    ("en", "My score dropped last Friday. The system counted my parental leave as absence. I work at Morning Star Logistics."),
    ("en", "I was fired on 3 November. The system said I was too slow. Nobody at Blue River Foods spoke with me."),
    ("en", "I was rejected within minutes. The e-mail was automatic and gave no reason. I applied at Harbour Bank."),
    ("en", "The roster keeps giving me nights. My manager says the system decides. It makes me ill."),
]


def test_an_appeal_asks_five_questions_or_fewer_when_the_story_is_told_in_three_sentences() -> None:
    asked = [start("tw/appeal", (story,), kit(), language=language).left for language, story in THREE_SENTENCES]

    assert statistics.median(asked) <= 5
    assert max(asked) <= 6


def test_several_facts_in_one_sentence_are_all_kept() -> None:
    reply = talk("tw/appeal", STORY, "2", "1", "我叫林小美，員工編號 A1024，mei@example.com")

    assert reply.state is not None
    assert [reply.state.value(name) for name in ("sender_name", "employee_no", "contact", "decision_date")] == [
        "林小美",
        "A1024",
        "mei@example.com",
        "2026-11-03",
    ]


def test_a_relative_day_keeps_its_meaning_when_the_letter_is_finished_later() -> None:
    reply = talk("tw/appeal", "昨天公司通知我考績丙等，說是系統算的。")

    assert reply.state is not None
    assert "昨天（2026-11-21）" in (reply.state.value("story") or "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [("2月30日", "沒有「2月30日」這一天"), ("明天", "還沒到"), ("很久以前", "看不出"), ("不一定" * 200, "簡短")],
)
def test_a_bad_date_is_refused_with_a_reason_and_an_example(words: str, reason: str) -> None:
    reply = talk("tw/appeal", "我在晨星物流股份有限公司，系統考績給我丙等，主管沒有說明理由。", words)

    assert reply.kind is StepKind.REFUSED
    assert reason in reply.text
    assert "例如" in reply.text
    assert reply.field == "decision_date"


def test_a_day_before_the_job_began_contradicts() -> None:
    reply = talk("tw/appeal", "我在晨星物流股份有限公司，112年7月1日到職。系統考績給我丙等。", "111年3月5日")

    assert reply.state is not None
    assert reply.state.value("job_began_on") == "2023-07-01"


@pytest.mark.parametrize("name", ["<b>林</b>", "{{7*7}}", "[林](http://x)", "`x`", "林" * 80])
def test_what_is_no_name_is_refused(name: str) -> None:
    reply = talk("tw/data-access", "我想看我的分數，我在晨星物流股份有限公司上班。", name)

    assert reply.kind is StepKind.REFUSED
    assert reply.field == "sender_name"


def test_a_side_question_leaves_the_place_untouched() -> None:
    before = talk("tw/appeal", STORY)
    assert before.state is not None

    reply = step(before.state, "那公司可以因為我申訴就開除我嗎？", kit())

    assert reply.kind is StepKind.SIDE_QUESTION
    assert reply.state == before.state
    assert again(before.state, kit()).field == before.field


def test_a_draft_survives_as_json_and_is_resumed_in_another_language() -> None:
    paused = talk("tw/appeal", STORY, "先暫停")
    assert paused.state is not None
    assert paused.state.status is DraftStatus.PAUSED
    kept = DraftState.model_validate_json(paused.state.model_dump_json())

    reply = again(kept, kit(), language="en")

    assert reply.kind is StepKind.ASKED
    assert "Which of these reasons" in reply.text
    assert reply.state is not None
    assert reply.state.value("decision_date") == "2026-11-03"


def test_several_grounds_can_be_pressed_and_then_confirmed() -> None:
    reply = talk("tw/appeal", STORY)
    for token in ("draft:pick:wrong_data", "draft:pick:no_human", "draft:pick:wrong_data", "draft:pick:not_told", "draft:done"):
        assert reply.state is not None
        reply = step(reply.state, "", kit(), choice=token)

    assert reply.state is not None
    assert reply.state.values("grounds") == ("no_human", "not_told")


def test_every_button_fits_the_smallest_channel() -> None:
    for name in drafting().templates:
        reply = start(name, ("",), kit(), language="zh-TW")
        assert all(len(action.token.encode()) <= 64 for action in reply.actions)


def test_forgetting_leaves_nothing() -> None:
    assert talk("tw/appeal", STORY, "刪除這份草稿").state is None


def test_a_change_after_the_letter_keeps_the_version_before() -> None:
    reply = talk("tw/appeal", STORY, "1", "1", "林小美", "公司名稱改成大方電子有限公司")

    assert reply.kind is StepKind.READY
    assert reply.state is not None
    assert reply.state.version == 2
    assert [known.values for known in reply.state.earlier[0] if known.field == "employer"] == [("晨星物流股份有限公司",)]
    assert reply.state.value("employer") == "大方電子有限公司"


def test_an_unknown_button_or_a_button_of_an_older_question_does_no_harm() -> None:
    reply = talk("tw/appeal", STORY)
    assert reply.state is not None

    for token in ("draft:pick:nothing", "draft:pick:self", "draft:xyz", "other", "draft:done"):
        after = step(reply.state, "", kit(), choice=token)
        assert after.state is not None
        assert after.state.knowns == reply.state.knowns


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=120),
            st.sampled_from(
                ["跳過", "上一題", "不知道", "1", "1、2", "看目前內容", "不是三月，是四月", "昨天", "重新開始", "先暫停", "繼續", "in English please"]
            ),
        ),
        max_size=12,
    )
)
def test_whatever_is_typed_the_interview_goes_on(turns: list[str]) -> None:
    reply = start("tw/appeal", (STORY,), kit(), language="zh-TW")
    for turn in turns:
        if reply.state is None:
            return
        reply = step(reply.state, turn, kit())
        assert reply.text or reply.kind is StepKind.SIDE_QUESTION
        assert reply.left >= 0


@pytest.mark.parametrize(
    ("words", "template"),
    [
        ("我要申訴", "tw/appeal"),
        ("我想跟公司要我的考績資料", "tw/data-access"),
        ("要求公司刪除我的資料", "tw/data-correction"),
        ("幫我寫信要求公司說明理由", "tw/explanation"),
        ("我要向勞動局檢舉公司超時加班", "tw/complaint-conditions"),
        ("幫我寫歧視申訴", "tw/complaint-equal"),
        ("我要申請勞資爭議調解", "tw/mediation"),
        ("外送平台把我停權，我要申訴", "tw/rider-appeal"),
        ("工會要跟公司要協商資料", "tw/bargaining-data"),
        ("我們想聯名寫信", "tw/joint-letter"),
        ("幫人資寫個別說明", "tw/individual-explanation"),
        ("寫一份覆核決定書", "tw/review-decision"),
        ("Write my appeal", "tw/appeal"),
        ("I want a copy of my data", "tw/data-access"),
        ("please correct my record", "tw/data-correction"),
        ("I want to complain to the labour authority about overtime", "tw/complaint-conditions"),
        ("draft a discrimination complaint", "tw/complaint-equal"),
    ],
)
def test_a_letter_is_found_by_the_way_people_ask_for_it(words: str, template: str) -> None:
    found = drafting().asked_for(words, "TW")

    assert found is not None
    assert found.id == template


def test_another_place_gets_the_core_without_a_jurisdiction() -> None:
    found = drafting().asked_for("write my appeal", "KR")

    assert found is not None
    assert found.id == "common/appeal"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("您好，我叫林小美，11月3日公司通知我考績丙等。我的電話是0912345678。", "我叫林小美，11月3日公司通知我考績丙等。"),
        ("系統連續三週把我排大夜班，請幫我寫申訴書。", "系統連續三週把我排大夜班。"),
        ("系統連續三週把我排大夜班。我可以申訴嗎？", "系統連續三週把我排大夜班。"),
        ("My score dropped on 3 November. Can you help me?", "My score dropped on 3 November."),
    ],
)
def test_an_account_keeps_what_happened_and_leaves_out_the_rest(told: str, kept: str) -> None:
    reply = talk("tw/appeal", told)

    assert reply.state is not None
    assert reply.state.value("story") == kept


def test_personal_answers_are_known_as_such() -> None:
    state = example("tw/appeal")

    assert personal_words(drafting().templates["tw/appeal"], state) == ("林小美", "mei@example.com", "A1024")


@pytest.mark.parametrize("told", ["公司說不是系統決定的，是主管決定的，但主管又說是系統排的。", "公司應該是用系統排的，店長也改不了，我連續三週都大夜。"])
def test_an_account_that_sounds_like_a_correction_changes_nothing(told: str) -> None:
    reply = talk("tw/appeal", "", "排班", "11月3日", "飛鹿超商股份有限公司", told)

    assert reply.state is not None
    assert reply.state.value("employer") == "飛鹿超商股份有限公司"
    assert reply.state.value("story") == told


def test_an_answer_that_begins_like_a_command_is_still_an_answer() -> None:
    told = "不知道公司什麼時候開始用系統的，反正上個月我就一直被排大夜班。"
    reply = talk("tw/appeal", "", "排班", "11月3日", "飛鹿超商股份有限公司", told)

    assert reply.state is not None
    assert (reply.state.value("story") or "").startswith("不知道公司什麼時候")
