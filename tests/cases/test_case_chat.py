"""Cases in a conversation: filing a finished letter, asking after it, both sides writing, a desk that decides with reasons, coming back with a code."""

import re
from datetime import timedelta

from assistant.counter.serve import VERBS
from assistant.domain.case import Case, Status
from assistant.domain.envelope import File, Reply
from assistant.testing import FixedClock
from assistant.testing_cases import REVIEWER, SECOND, WORKER, World

REASONS = (
    "八月出勤紀錄和第三季分數。",
    "分數有參考，但病假兩週被當成沒有產量。",
    "逐日比對原始件數和出勤表。",
    "扣除病假兩週後重新評分。",
    "12月15日",
    "向勞動局申請調解",
    "沒有",
)


def _tokens(reply: Reply) -> list[str]:
    return [action.token.partition(":")[0] for action in reply.actions]


def _only(world: World) -> Case:
    return world.service.cases.of(WORKER)[0]


async def _filed(world: World, verb: str = "file_yes") -> tuple[Case, Reply]:
    world.with_letter(WORKER)
    told = await world.say(WORKER, press="file:appeal")
    assert "撤回我的案件" in told.text
    assert _tokens(told) == ["file_yes", "file_code", "file_no"]
    reply = await world.say(WORKER, press=f"{verb}:appeal")
    return _only(world), reply


async def _decided(world: World, case: Case, outcome: str = "modified") -> Reply:
    await world.say(REVIEWER, press=f"take:{case.id}")
    await world.say(REVIEWER, press=f"open:{case.id}")
    await world.say(REVIEWER, press=f"{outcome}:{case.id}")
    for said in REASONS:
        await world.say(REVIEWER, said)
    return await world.say(REVIEWER, press=f"decide_yes:{case.id}")


async def test_a_finished_letter_is_offered_to_the_company_s_desk(world: World) -> None:
    world.with_letter(WORKER)

    reply = await world.say(WORKER, "聯絡方式改成 mei@example.com")

    assert "file" in _tokens(reply)


async def test_filing_says_who_sees_what_and_gives_a_receipt_with_its_clock(world: World) -> None:
    case, reply = await _filed(world)

    assert case.status is Status.FILED
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", reply.text)
    receipt = world.notices(WORKER)[0]
    assert case.number in receipt
    assert "12 月 2 日" in receipt
    assert "不是法律期限" in receipt


async def test_nothing_is_filed_after_no_and_a_second_press_changes_nothing(world: World) -> None:
    world.with_letter(WORKER)
    await world.say(WORKER, press="file_no:appeal")
    assert world.service.cases.of(WORKER) == ()


async def test_an_unnamed_appeal_names_nobody_to_the_desk(world: World) -> None:
    case, _ = await _filed(world, "file_code")
    await world.say(REVIEWER, press=f"take:{case.id}")
    shown = await world.say(REVIEWER, press=f"open:{case.id}")

    assert "林小美" not in shown.text
    assert "mei@example.com" not in shown.text
    named = await world.say(WORKER, press=f"name:{case.id}")
    assert named.text
    await world.say(WORKER, "林小美")
    assert "林小美" in world.service.cases.file(case.id, world.actor(REVIEWER)).model_dump_json()


async def test_where_is_my_case_is_answered_with_status_and_clock(world: World) -> None:
    case, _ = await _filed(world)

    reply = await world.say(WORKER, "我的案件在哪？")

    assert case.number in reply.text
    assert "12 月 2 日" in reply.text
    assert set(_tokens(reply)) == {"reply", "withdraw"}


async def test_both_sides_write_through_the_case_each_in_their_own_conversation(world: World) -> None:
    case, _ = await _filed(world)
    world.in_touch(REVIEWER)
    await world.say(REVIEWER, press=f"take:{case.id}")
    await world.say(REVIEWER, press=f"ask:{case.id}")
    await world.say(REVIEWER, "請問病假是哪幾天？")
    assert any("請問病假是哪幾天" in told for told in world.notices(WORKER))
    assert _only(world).status is Status.WAITING

    await world.say(WORKER, press=f"reply:{case.id}")
    await world.say(WORKER, "8月4日到15日。")

    assert _only(world).status is Status.ASSIGNED
    assert any("已經回答" in told for told in world.notices(REVIEWER))
    assert "8月4日到15日" in (await world.say(REVIEWER, press=f"open:{case.id}")).text


async def test_a_reviewer_decides_by_an_interview_and_the_worker_reads_the_letter(world: World) -> None:
    case, _ = await _filed(world)
    reply = await _decided(world, case)
    assert _tokens(reply) == ["notify"]
    shown = await world.say(REVIEWER, press=f"notify:{case.id}")
    assert "逐日比對原始件數和出勤表" in shown.text
    await world.say(REVIEWER, press=f"notify_yes:{case.id}")

    assert _only(world).status is Status.NOTIFIED
    assert any("扣除病假兩週後重新評分" in told for told in world.notices(WORKER))


async def test_one_button_never_decides(world: World) -> None:
    case, _ = await _filed(world)
    await world.say(REVIEWER, press=f"take:{case.id}")

    for press in (f"decide_yes:{case.id}", f"modified:{case.id}", f"decide_yes:{case.id}"):
        await world.say(REVIEWER, press=press)

    assert _only(world).status is Status.ASSIGNED


async def test_a_ruling_on_a_file_that_changed_meanwhile_is_refused_in_words(world: World) -> None:
    case, _ = await _filed(world)
    await world.say(REVIEWER, press=f"take:{case.id}")
    await world.say(REVIEWER, press=f"modified:{case.id}")
    for said in REASONS:
        await world.say(REVIEWER, said)
    await world.say(WORKER, press=f"reply:{case.id}")
    await world.say(WORKER, "我找到診斷證明了。")

    reply = await world.say(REVIEWER, press=f"decide_yes:{case.id}")

    assert "有變動" in reply.text
    assert _only(world).status is Status.ASSIGNED


async def test_two_reviewers_press_take_and_one_is_told(world: World) -> None:
    case, _ = await _filed(world)
    first, second = [await world.say(person, press=f"take:{case.id}") for person in (REVIEWER, SECOND)]

    assert "由你承辦" in first.text
    assert _only(world).reviewer in (REVIEWER, SECOND)
    assert second.text


async def test_buttons_of_others_and_late_ones_change_nothing(world: World) -> None:
    case, _ = await _filed(world)
    before = _only(world)
    for verb in sorted(VERBS - {"file", "file_yes", "file_code", "file_no", "forget_yes"}):
        for person in ("x-reviewer", "x-worker", "stranger", "h-lin"):
            await world.say(person, press=f"{verb}:{case.id}")
    assert _only(world) == before

    await world.say(WORKER, press=f"withdraw_yes:{case.id}")
    withdrawn = _only(world)
    assert withdrawn.status is Status.WITHDRAWN
    for verb in sorted(VERBS - {"file", "file_yes", "file_code", "file_no", "forget_yes"}):
        for person in (WORKER, REVIEWER):
            await world.say(person, press=f"{verb}:{case.id}")
    assert _only(world) == withdrawn


async def test_a_code_brings_the_case_to_another_conversation_and_is_struck_out(world: World, clock: FixedClock) -> None:
    case, reply = await _filed(world)
    code = (re.findall(r"\d{4} \d{4} \d{4} \d{4}", reply.text))[0]

    wrong = await world.say("somebody", "我的收據碼是 0000 1111 2222 3333")
    assert "沒有案件符合" in wrong.text
    back = await world.say("telegram-mei", f"我的收據碼是 {code}")

    assert case.number in back.text
    assert [known.id for known in world.service.cases.of("telegram-mei")] == [case.id]
    clock.move(timedelta(minutes=16))
    world.sweep()
    with world.core.database.read() as tx:
        dump = str([tx.exec_driver_sql(f"select * from {table}").all() for table in ("inbounds", "outbox", "case_receipts", "events", "threads")])
    assert code not in dump
    assert code.replace(" ", "") not in dump


async def test_codes_are_tried_only_so_often(world: World) -> None:
    replies = [await world.say("guesser", f"我的收據碼是 {number:016d}") for number in range(12)]

    assert "沒有案件符合" in replies[0].text
    assert "請等一分鐘" in replies[-1].text


async def test_forgetting_oneself_erases_at_once_and_tells_what_stays(world: World) -> None:
    case, _ = await _filed(world)
    asked = await world.say(WORKER, "忘記我")
    assert "1 件" in asked.text

    await world.say(WORKER, press="forget_yes:")

    assert world.service.cases.of(WORKER) == ()
    assert world.case(case.id).status is Status.FILED
    with world.core.database.read() as tx:
        assert "林小美" not in str(tx.exec_driver_sql("select dialogue from threads").all())


async def test_a_photo_becomes_evidence_without_its_metadata(world: World) -> None:
    case, _ = await _filed(world)
    safe = world.service.deps.safe
    assert safe is not None
    photo = _photo()
    assert b"Exif" in photo
    reply = await world.say(WORKER, files=(File(name="IMG 0001.jpeg", kind="image/jpeg", digest=safe.keep(photo)),))

    assert "已經加進案件" in reply.text
    paper = world.service.cases.file(case.id, world.actor(WORKER)).payloads[-1]
    assert paper.body["kind"] == "image/jpeg"
    assert b"Exif" not in safe.fetch(paper.body["digest"])


async def test_a_file_that_is_not_allowed_is_refused_in_words(world: World) -> None:
    await _filed(world)
    safe = world.service.deps.safe
    assert safe is not None

    reply = await world.say(WORKER, files=(File(name="a.html", kind="text/html", digest=safe.keep(b"<html><script>1</script></html>")),))

    assert "不收這種檔案" in reply.text


def _photo() -> bytes:
    import io

    from PIL import Image

    picture = Image.new("RGB", (32, 24), "navy")
    exif = picture.getexif()
    exif[0x010F] = "Secret Camera 9"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_form_collects_every_reason_at_once_and_still_asks_for_a_yes(world: World) -> None:
    case, _ = await _filed(world)
    await world.say(REVIEWER, press=f"take:{case.id}")
    asked = await world.say(REVIEWER, press=f"modified:{case.id}")
    names = [blank.name for blank in asked.form]
    assert names == ["facts", "machine", "checked", "remedy", "remedy_on", "outside", "outside_until"]
    assert [blank.name for blank in asked.form if blank.optional] == ["outside_until"]

    told = await world.say(REVIEWER, filled=tuple(zip(names, (*REASONS[:-1], ""), strict=True)))

    assert _tokens(told) == ["decide_yes"]
    assert "扣除病假兩週後重新評分" in told.text
    assert _only(world).status is Status.ASSIGNED, "a form alone decides nothing"
    await world.say(REVIEWER, press=f"decide_yes:{case.id}")
    assert _only(world).status is Status.DECIDED


async def test_a_form_with_a_day_that_is_none_is_asked_for_that_day_in_words(world: World) -> None:
    case, _ = await _filed(world)
    await world.say(REVIEWER, press=f"take:{case.id}")
    asked = await world.say(REVIEWER, press=f"modified:{case.id}")
    given = dict(zip([blank.name for blank in asked.form], REASONS, strict=True)) | {"remedy_on": "soon"}

    told = await world.say(REVIEWER, filled=tuple(given.items()))

    assert world.service.say("case.part.remedy_on", told.language) in told.text
    assert "12 月 15 日" in (await world.say(REVIEWER, "12月15日")).text or _only(world).status is Status.ASSIGNED


async def test_the_command_shows_own_cases_and_those_of_one_s_desk(world: World) -> None:
    nothing = await world.say("w-new", "/cases")
    assert nothing.text == world.service.say("case.mine.none", nothing.language)
    assert [action.token for action in nothing.actions] == ["menu:letter"]
    case, _ = await _filed(world)

    mine = await world.say(WORKER, "／案件")
    queue = await world.say(REVIEWER, press="menu:cases")

    assert case.number in mine.text
    assert "12 月 2 日" in mine.text
    assert (case.number in queue.text, "take" in _tokens(queue)) == (True, True)
    assert "林小美" not in queue.text
