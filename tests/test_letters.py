"""The letter inside a conversation: numbers and names are answers, danger is met first, and nothing that was told is lost."""

import pytest

from assistant import flow
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene
from assistant.domain.draft import DraftStatus
from assistant.domain.envelope import File, Inbound
from assistant.testing import NOON
from assistant.testing_answers import READER, TODAY, ListedIndex, deps, hit, passage
from assistant.testing_letters import phrases

PASSAGE = passage("tw/why/human-review")
STORY = "11月3日晨星物流股份有限公司通知我考績是丙等，說是系統算的。八月我請了兩週病假。幫我寫申訴書。"


async def hold(*said: str, danger: float = 0.0, language: str | None = None) -> list[Outcome]:
    """Return the outcome of every turn of one conversation; `draft:` and `letter:` are buttons."""
    dialogue, outcomes = Dialogue(), []
    for number, text in enumerate(said):
        press = text if text.startswith(("draft:", "letter:")) else None
        inbound = Inbound(
            id=str(number),
            channel="test",
            message=str(number),
            thread="t",
            person="p",
            received_at=NOON,
            text="" if press else text,
            choice=press,
            language=language,
        )
        scene = Scene(reader=READER, place="TW", day=TODAY, today=TODAY, dialogue=dialogue)
        outcomes.append(await flow.run(inbound, scene, deps(ListedIndex(hit(PASSAGE), chances={"self_harm": danger}), PASSAGE)))
        dialogue = outcomes[-1].dialogue
    return outcomes


def values(outcome: Outcome, field: str) -> tuple[str, ...]:
    assert outcome.dialogue.draft is not None
    return outcome.dialogue.draft.values(field)


async def test_numbers_alone_answer_the_questions_of_a_letter() -> None:
    *_, last = await hold(STORY, "1、2", "1", "我叫林小美")

    assert last.kind is OutcomeKind.DONE
    assert last.reply.letter
    assert values(last, "remedy") == ("review",)


async def test_signs_alone_are_still_unreadable_while_a_letter_is_open() -> None:
    *_, last = await hold(STORY, "?!?!")

    assert (last.kind, last.reason) == (OutcomeKind.ASKED, "unreadable")


async def test_an_answer_that_sounds_like_danger_is_kept_and_help_stands_first() -> None:
    outcomes = await hold("letter:tw/appeal", "系統說我太慢所以考績丙等，我每天都睡不著，覺得撐不下去", danger=0.6)

    assert outcomes[-1].kind is OutcomeKind.HELD_FOR_HUMAN
    assert outcomes[-1].reply.text.startswith(phrases()("outcome.self_harm", "zh-TW"))
    assert "撐不下去" in values(outcomes[-1], "story")[0]


async def test_a_name_and_a_company_alone_are_no_danger_whatever_their_meaning_seems() -> None:
    *_, last = await hold("letter:tw/appeal", "I'm Mei Lin, a picker at Morning Star Logistics", danger=0.6, language="en")

    assert last.kind is OutcomeKind.ASKED
    assert (values(last, "sender_name"), values(last, "employer")) == (("Mei Lin",), ("Morning Star Logistics",))


async def test_an_introduction_is_no_company() -> None:
    *_, last = await hold("letter:tw/explanation", "系統排了我大夜班，11月3日公布的", "我叫王小明")

    assert values(last, "sender_name") == ("王小明",)
    assert values(last, "employer") == ()
    assert "公司" in last.reply.text


async def test_a_short_answer_in_another_script_does_not_change_the_language() -> None:
    *_, last = await hold("letter:tw/appeal", "系統給我的考績是丙等，主管沒有說理由。", "11月3日", "Morning Star Logistics")

    assert last.reply.language == "zh-TW"


async def test_a_paused_letter_goes_on_with_a_word_and_with_an_answer_and_leaves_questions_alone() -> None:
    paused = ("letter:tw/appeal", "系統給我的考績是丙等，主管沒有說理由。", "先暫停")

    assert (await hold(*paused, "我回來了"))[-1].kind is OutcomeKind.ASKED
    assert values((await hold(*paused, "11月3日"))[-1], "decision_date") == ("2026-11-03",)
    asked = (await hold(*paused, "考績可以申訴嗎？"))[-1]
    assert asked.kind is OutcomeKind.ANSWERED
    assert asked.dialogue.draft is not None
    assert asked.dialogue.draft.status is DraftStatus.PAUSED


async def test_pressing_the_same_letter_again_loses_no_answer() -> None:
    *_, last = await hold(STORY, "1、2", "letter:tw/appeal")

    assert values(last, "grounds") != ()


@pytest.mark.parametrize(
    ("said", "field", "value"), [("對了，考績是11月5日通知的", "decision_date", "2026-11-05"), ("公司其實是晨光物流有限公司", "employer", "晨光物流有限公司")]
)
async def test_a_fact_told_anew_makes_the_letter_again_and_keeps_the_version_before(said: str, field: str, value: str) -> None:
    *_, ready, last = await hold(STORY, "1、2", "1", "我叫林小美", said)

    assert ready.dialogue.draft is not None
    assert last.dialogue.draft is not None
    assert last.kind is OutcomeKind.DONE
    assert values(last, field) == (value,)
    assert last.dialogue.draft.version == ready.dialogue.draft.version + 1
    assert last.dialogue.draft.earlier[-1] == ready.dialogue.draft.knowns


async def test_what_is_told_after_the_letter_is_answered_and_may_be_put_into_it() -> None:
    *_, told, last = await hold(STORY, "1、2", "1", "我叫林小美", "主管還叫我不要去問人資", "draft:add")

    assert told.kind is OutcomeKind.ANSWERED
    assert told.reply.actions[0].token == "draft:add"
    assert "不要去問人資" in last.reply.text
    assert "不要去問人資" in values(last, "story")[0]


async def test_a_picture_is_kept_as_the_proof_that_is_asked_for() -> None:
    *_, asked = await hold("letter:tw/data-access", "我在大方電子有限公司上班", "1", "我叫王小明", "我昨天掛號寄出去了")
    slip = File(name="slip.jpg", kind="image/jpeg", digest="ab12cd34ef")
    inbound = Inbound(id="f", channel="test", message="f", thread="t", person="p", received_at=NOON, files=(slip,))
    scene = Scene(reader=READER, place="TW", day=TODAY, today=TODAY, dialogue=asked.dialogue)

    outcome = await flow.run(inbound, scene, deps(ListedIndex(hit(PASSAGE)), PASSAGE))

    assert outcome.dialogue.follow is not None
    assert outcome.dialogue.follow.value("proof") == "slip.jpg #ab12cd34"
    assert "哪一天收到" in outcome.reply.text


async def test_three_thousand_characters_to_a_yes_or_no_lose_nothing_and_are_asked_again() -> None:
    story = "主管說系統算出來的分數就是這樣，沒有人可以改。" * 130
    *_, last = await hold("letter:tw/explanation", "考績", "11月3日", "晨星物流股份有限公司", "1", story)

    assert (last.kind, last.reason) == (OutcomeKind.ASKED, "letter_refused")
    assert "簡短" in last.reply.text
    assert "沒有人可以改" in values(last, "story")[0]


@pytest.mark.parametrize(
    ("told", "template"),
    [
        (("寫一封查閱個資的請求書",), "tw/data-access"),
        (("write the correction letter",), "tw/data-correction"),
        (("我要向勞工局申訴就業歧視",), "tw/complaint-equal"),
        (("公司還沒回覆我10月1日寄的查閱個資申請，幫我寫催告信",), "tw/reminder"),
        (("My employer refused my data access request and I want to complain to the authority about it. Write the letter",), "tw/data-refused"),
        (("員工問為什麼被排大夜班，幫我寫一封個別說明",), "tw/individual-explanation"),
        (("viết thư khiếu nại giúp tôi",), "tw/appeal"),
        (("tolong buatkan surat keberatan",), "tw/appeal"),
        (("我是外送員，昨天被停權，該怎麼辦？", "幫我寫申訴信"), "tw/rider-appeal"),
        (("昨天系統給我考績丙等，可以問原因嗎？", "好，幫我寫"), "tw/appeal"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
async def test_a_wish_begins_the_letter_that_fits_what_was_told(told: tuple[str, ...], template: str) -> None:
    *_, last = await hold(*told)

    assert last.dialogue.draft is not None
    assert last.dialogue.draft.template == template


async def test_a_finished_letter_is_shown_again_and_none_is_said_to_be_none() -> None:
    *_, last = await hold(STORY, "1、2", "1", "我叫林小美", "再給我看一次")
    none = (await hold("我的草稿還在嗎？"))[-1]

    assert "覆核申請書" in last.reply.text
    assert last.reply.papers
    assert none.reply.text == phrases()("draft.none", "zh-TW")


@pytest.mark.parametrize("text", ["我 11 月 3 日收到通知，最晚什麼時候要申訴？", "I received the notice on 3 November, by when must I appeal at the latest?"])
async def test_asking_until_when_begins_no_letter(text: str) -> None:
    (outcome,) = await hold(text)

    assert outcome.dialogue.draft is None
    assert outcome.kind in (OutcomeKind.ANSWERED, OutcomeKind.ANSWERED_PARTLY)
