"""A letter that went out by itself: how it went, whose time runs, what came back, what comes next, and forgetting all of it."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from assistant.bootstrap import Core
from assistant.contract import TurnLine, converse_line, speaker_of
from assistant.domain.dialogue import Dialogue
from assistant.domain.due import Due
from assistant.domain.matter import Matter, Standing
from assistant.errors import Forbidden, NotFound
from assistant.ringing import ring_all
from assistant.store import conversations, dues, matters, notices
from assistant.testing import NOON, FixedClock

SPEAKER = speaker_of("cli", "worker", "matter")
LETTER = ("letter:tw/data-access", "我在大方電子有限公司上班", "1", "我叫王小明")
Say = Callable[..., Awaitable[list[dict[str, object]]]]


@pytest.fixture
def say(core: Core) -> Say:
    """Say several things in one conversation, as a worker; words with a colon in front of a known verb are buttons."""

    async def _say(*texts: str) -> list[dict[str, object]]:
        found = []
        for text in texts:
            press = text.split(":")[0] in ("letter", "draft", "matter")
            fields = {"thread": SPEAKER.thread, **({"choice": text} if press else {"text": text})}
            found.append(await converse_line(TurnLine.model_validate(fields), core.service, SPEAKER))
        return found

    return _say


def matter_of(core: Core) -> Matter:
    with core.database.read() as tx:
        (found,) = matters.matters_of(tx, SPEAKER.person)
    return found


def dialogue_of(core: Core) -> Dialogue:
    with core.database.read() as tx:
        return conversations.dialogue_of(tx, SPEAKER.thread)[0]


def tokens(reply: dict[str, object]) -> list[str]:
    actions = reply["actions"]
    assert isinstance(actions, list)
    return [action["token"] for action in actions]


async def sent(say: Say, *how: str) -> dict[str, object]:
    return (await say(*LETTER, *(how or ("我昨天用電子郵件寄出去了", "寄件備份留著"))))[-1]


async def test_a_finished_letter_offers_to_note_that_it_went_out_and_says_what_does_not_stop(say: Say) -> None:
    *_, ready = await say(*LETTER)

    assert tokens(ready) == ["matter:sent"]
    assert "不會讓外部的法定期限停下來" in str(ready["text"])


async def test_their_clock_runs_from_the_day_they_had_it_and_the_reasoning_is_told(say: Say, core: Core) -> None:
    reply = await sent(say)

    matter = matter_of(core)
    assert matter.last.counted_from == date(2026, 11, 17)
    assert matter.asks == (date(2026, 12, 3),)  # 15 days after 17 November end on 2 December
    assert "自 2026 年 11 月 18 日（三）起算 15 日" in str(reply["text"])
    assert "2026 年 12 月 3 日我會問你" in str(reply["text"])


async def test_mail_without_a_day_of_receipt_is_counted_late_rather_than_early_and_again_once_the_day_is_known(say: Say, core: Core, clock: FixedClock) -> None:
    reply = await sent(say, "昨天掛號寄出", "掛號執據 123456", "不知道")

    assert matter_of(core).last.counted_from == date(2026, 11, 24)
    assert "還不知道對方哪一天收到" in str(reply["text"])
    clock.move(timedelta(days=4))
    told = (await say("他們 11 月 19 日收到了"))[-1]
    assert matter_of(core).asks == (date(2026, 12, 5),)
    assert "自 2026 年 11 月 20 日（五）起算 15 日" in str(told["text"])


async def test_the_days_are_planned_as_rows_and_forgotten_with_the_answer(say: Say, core: Core, clock: FixedClock) -> None:
    await sent(say)

    with core.database.read() as tx:
        (row,) = dues.waiting_for(tx, matter_of(core).id)
    assert (row.kind, row.at.isoformat()) == ("matter.ask", "2026-12-03T01:00:00+00:00")
    clock.move(timedelta(days=16))
    await say("公司拒絕了，昨天收到", "跳過")
    with core.database.read() as tx:
        assert dues.waiting_for(tx, matter_of(core).id) == ()


async def test_on_the_day_the_sweep_asks_once_in_the_conversation(say: Say, core: Core, clock: FixedClock) -> None:
    await sent(say)

    clock.move(timedelta(days=14))
    assert ring_all(core.service) == 0
    clock.move(timedelta(days=1))
    assert (ring_all(core.service), ring_all(core.service)) == (1, 0)

    with core.database.read() as tx:
        (told,) = notices.notices_in(tx, SPEAKER.thread)
    assert "該看一下你的信" in told.reply.text
    assert told.reply.actions[0].token == "matter:answer"


async def test_on_the_day_every_answer_asks_and_silence_opens_what_comes_next(say: Say, clock: FixedClock, core: Core) -> None:
    await sent(say)
    clock.move(timedelta(days=16))

    asked, silent = await say("公司用 AI 打考績，我可以看到分數嗎？", "公司都沒有回覆")

    assert tokens(asked)[0] == "matter:answer"
    assert matter_of(core).last.outcome == "silent"
    assert "15 天內決定" in str(silent["text"])
    assert "【來源】" in str(silent["text"])
    assert tokens(silent)[0] == "letter:tw/reminder"


async def test_silence_before_their_time_is_over_is_no_answer(say: Say, core: Core) -> None:
    await sent(say)

    reply = (await say("公司都沒有回覆"))[-1]

    assert "對方的時間還沒到" in str(reply["text"])
    assert matter_of(core).standing is Standing.SENT
    assert "letter:tw/reminder" in tokens(reply)


async def test_the_next_letter_knows_everything_and_belongs_to_the_same_matter(say: Say, core: Core, clock: FixedClock) -> None:
    await sent(say)
    clock.move(timedelta(days=16))

    _, reminder, *_, gone = await say("公司都沒有回覆", "letter:tw/reminder", "今天親自交給人資了", "他們簽收了，有照片")

    assert reminder["outcome"] == "done"
    for words in ("大方電子有限公司", "王小明", "民國 115 年 11 月 17 日", "民國 115 年 12 月 2 日"):
        assert words in str(reminder["text"])
    assert len(matter_of(core).letters) == 2
    assert "10 個工作天" in str(gone["text"])


async def test_where_it_stands_is_shown_and_papers_are_made(say: Say, core: Core) -> None:
    await sent(say)

    shown = (await say("我的信進度"))[-1]

    assert "等對方回覆" in str(shown["text"])
    for name in ("diary", "note", "beside"):
        assert (await core.service.letter(SPEAKER.thread, SPEAKER.person, name)).startswith(b"%PDF")
    days = (await core.service.letter(SPEAKER.thread, SPEAKER.person, "ics")).decode()
    assert "DTSTART;VALUE=DATE:20261202" in days.replace("\r\n", "\n")
    with pytest.raises(Forbidden):
        await core.service.letter(SPEAKER.thread, "somebody else", "diary")


async def test_an_interview_about_the_sending_takes_corrections_and_questions(say: Say, core: Core) -> None:
    *_, question, corrected, _ = await say(*LETTER, "我昨天用電子郵件寄出去了", "公司多久要回覆我？", "不是昨天，是11月16日", "備份")

    assert question["reason"] not in ("letter_asked", "letter_refused")
    assert "證明" in str(question["text"])
    assert "改好了" in str(corrected["text"])
    assert matter_of(core).last.sent_on == date(2026, 11, 16)


async def test_a_forgotten_matter_leaves_no_word_of_the_letters(say: Say, core: Core) -> None:
    await sent(say)

    reply = (await say("刪除我的案件"))[-1]

    assert reply["reason"] == "letter_forgotten"
    with core.database.read() as tx:
        assert matters.matters_of(tx, SPEAKER.person) == ()
        kept = str(conversations.replies_in(tx, SPEAKER.thread))
    assert "王小明" not in kept
    assert "寄件備份" not in kept
    with pytest.raises(NotFound):
        await core.service.letter(SPEAKER.thread, SPEAKER.person, "pdf")


async def test_a_forgotten_draft_leaves_no_word_and_keeps_the_matter(say: Say, core: Core) -> None:
    await sent(say)
    await say("letter:tw/appeal", "我叫陳怡君，我住在秘密街")

    reply = (await say("刪除這封信"))[-1]

    assert "案件還留著" in str(reply["text"])
    assert dialogue_of(core).draft is None
    assert matter_of(core).standing is Standing.SENT
    with core.database.read() as tx:
        assert "秘密街" not in str(conversations.replies_in(tx, SPEAKER.thread))


async def test_forgetting_the_person_forgets_the_matters_and_the_days_they_wait_for(say: Say, core: Core) -> None:
    await sent(say)
    matter = matter_of(core)
    with core.database.write() as tx:
        assert dues.waiting_for(tx, matter.id)
        dues.plan(tx, Due(id="x", at=NOON, kind="case.ack", ref=matter.id))

    core.service.forget(SPEAKER.person)

    with core.database.read() as tx:
        assert matters.matters_of(tx, SPEAKER.person) == ()
        assert [row.kind for row in dues.waiting_for(tx, matter.id)] == ["case.ack"]


async def test_a_settled_matter_is_closed_and_asks_no_more(say: Say, core: Core, clock: FixedClock) -> None:
    await sent(say)

    await say("matter:close")
    clock.move(timedelta(days=30))

    assert matter_of(core).standing is Standing.CLOSED
    assert "matter:answer" not in tokens((await say("公司用 AI 打考績，我可以看到分數嗎？"))[-1])


async def test_words_about_sending_are_no_news_where_no_letter_is(say: Say) -> None:
    reply = (await say("我昨天寄出去了"))[-1]

    assert not str(reply["reason"] or "").startswith("letter_")
