"""A bare name, company, day or number goes where it belongs, whichever question stands open; nothing else lands in a name."""

import pytest

from assistant.domain.draft import StepKind, Stepped
from assistant.interview.shape import Shape, shape_of
from assistant.skills.interview import step
from assistant.testing_letters import TODAY, drafting, kit, talk

FORMS = [
    ("林小明", Shape.PERSON),
    ("歐陽娜娜", Shape.PERSON),
    ("Lin Mei", Shape.PERSON),
    ("Mei-ling Huang", Shape.PERSON),
    ("Nguyễn Văn An", Shape.PERSON),
    ("Siti Rahma", Shape.PERSON),
    ("晨星物流", Shape.FIRM),
    ("藍海科技股份有限公司", Shape.FIRM),
    ("Acme Robotics", Shape.FIRM),
    ("Harbor Freight Ltd.", Shape.FIRM),
    ("PT Maju Jaya", Shape.FIRM),
    ("1、3", Shape.NUMBERS),
    ("1, 2 and 4", Shape.NUMBERS),
    ("last Friday", Shape.DATE),
    ("11月3日收到的", Shape.DATE),
    ("2026-11-02", Shape.DATE),
    ("0912-345-678", Shape.CONTACT),
    ("write it", Shape.ORDER),
    ("寫申訴書", Shape.ORDER),
    ("方便", None),
    ("謝謝", None),
    ("應徵的公司是藍海科技股份有限公司", None),
    ("公司在11月3日通知我考績丙等", None),
    ("They counted my breaks as absence", None),
    ("I have the approval emails", None),
]


@pytest.mark.parametrize(("text", "shape"), FORMS, ids=[text for text, _ in FORMS])
def test_a_short_text_shows_by_its_form_what_it_is(text: str, shape: Shape | None) -> None:
    assert shape_of(text, drafting().talk, TODAY) == shape


def at_company(language: str) -> Stepped:
    told = {"zh-TW": ("我要申訴", "考績", "昨天"), "en": ("I want to appeal", "scoring", "yesterday")}[language]
    reply = talk("tw/appeal", *told, language=language)
    assert reply.field == "employer"
    return reply


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("zh-TW", "林小明", "林小明"),
        ("en", "Lin Mei", "Lin Mei"),
        ("zh-TW", "我是林小明", "林小明"),
        ("en", "I'm Lin Mei.", "Lin Mei"),
        ("en", "Lin Mei, mei@example.com", "Lin Mei"),
    ],
)
def test_a_name_told_instead_of_the_company_is_kept_as_the_name(language: str, said: str, name: str) -> None:
    reply = step_on(at_company(language), said)

    assert reply.kind is StepKind.REFUSED
    assert reply.field == "employer"
    assert value(reply, "sender_name") == name
    assert value(reply, "employer") is None


@pytest.mark.parametrize(
    ("language", "said", "company"),
    [("zh-TW", "我是林小明，在大安物流上班", "大安物流"), ("en", "I'm Lin Mei and I work at Bright Logistics", "Bright Logistics")],
)
def test_a_self_introduction_answers_which_company(language: str, said: str, company: str) -> None:
    reply = step_on(at_company(language), said)

    assert value(reply, "employer") == company
    assert value(reply, "sender_name") in ("林小明", "Lin Mei")


@pytest.mark.parametrize("said", ["1、3", "last Friday", "done", "都要", "yes", "Write it", "{{7*7}} 股份有限公司"])
def test_what_is_no_company_is_not_taken_for_one(said: str) -> None:
    reply = step_on(at_company("zh-TW"), said)

    assert value(reply, "employer") is None
    assert reply.state is not None
    assert reply.state.current == "employer"


def test_a_bare_name_and_company_are_heard_while_reasons_are_asked() -> None:
    reply = talk("tw/appeal", "昨天公司通知我考績丙等，說是系統算的。", "林小明", "晨星物流股份有限公司")

    assert (value(reply, "sender_name"), value(reply, "employer")) == ("林小明", "晨星物流股份有限公司")
    assert reply.kind is StepKind.ASKED


def test_a_day_told_late_replaces_the_day_told_before() -> None:
    reply = step_on(at_company("en"), "last Friday")

    assert value(reply, "decision_date") == "2026-11-20"
    assert reply.text.startswith("Changed.")


def test_what_is_told_instead_of_choosing_goes_into_the_account() -> None:
    reply = talk("tw/appeal", "昨天晨星物流股份有限公司通知我考績丙等，說是系統算的。", "主管在會議上說他自己也改不了這個結果，大家都聽到了。")

    assert "大家都聽到了" in (value(reply, "story") or "")


def test_a_mere_mention_changes_nothing_that_is_known() -> None:
    reply = talk("tw/appeal", "昨天晨星物流股份有限公司通知我考績丙等，說是系統算的。", "12月15日以前要補發獎金")

    assert (value(reply, "decision"), value(reply, "decision_date")) == ("scoring", "2026-11-21")


def test_a_fact_is_left_out_when_asked() -> None:
    reply = talk("tw/data-access", "我想看我的分數，我叫林小美，電話0912-345-678，我在晨星物流股份有限公司上班。", "把電話拿掉")

    assert reply.kind is StepKind.READY
    assert value(reply, "contact") is None
    assert reply.state is not None
    assert reply.state.earlier


def test_a_language_asked_for_stays_whatever_the_caller_sets() -> None:
    reply = step_on(at_company("zh-TW"), "用英文")
    assert reply.state is not None

    after = step(reply.state, "晨星物流股份有限公司", kit(), language="zh-TW")

    assert "questions left" in after.text
    assert "還有" in step_on(after, "回到中文").text


@pytest.mark.parametrize(
    ("said", "authority"), [("Taoyuan", "桃園市政府（勞動主管機關）"), ("台北市", "臺北市政府（勞動主管機關）"), ("新北市政府勞工局", "新北市政府勞工局")]
)
def test_a_city_stands_for_its_authority(said: str, authority: str) -> None:
    told = "10月20日藍海科技股份有限公司把我刷掉，我52歲，想申訴年齡歧視。"
    reply = talk("tw/complaint-equal", told, said)

    assert value(reply, "authority") == authority


def test_an_answer_that_is_no_way_to_reach_somebody_is_refused() -> None:
    told = "10月20日藍海科技股份有限公司把我刷掉，我52歲，想申訴年齡歧視。我叫林小美。"
    reply = talk("tw/complaint-equal", told, "台北市", "有同學的通知截圖")

    assert reply.kind is StepKind.REFUSED
    assert "聯絡方式" in reply.text


def step_on(reply: Stepped, said: str) -> Stepped:
    assert reply.state is not None
    return step(reply.state, said, kit())


def value(reply: Stepped, field: str) -> str | None:
    assert reply.state is not None
    return reply.state.value(field)
