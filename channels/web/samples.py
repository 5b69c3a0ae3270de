"""Sample values for the scripted service: an invented company and union, one passage, one notice, one card."""

from datetime import date

from assistant.domain.answer import Card, Citation, ClockLine, ContactLine, Line
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.passage import Claim, Passage, Ref, Wording
from assistant.domain.value import Language

COMPANY = Organisation(id="demo", name={"zh-TW": "示範物流（虛構公司）", "en": "Demo Logistics (invented)"}, kind=OrganisationKind.COMPANY, place="TW")
UNION = Organisation(id="demo-union", name={"zh-TW": "示範工會", "en": "Demo union"}, kind=OrganisationKind.UNION, place="TW", represents=("demo",))

_ACCESS_ZH = "可以：公司手上關於你的資料，你可以要求它答覆、給你閱覽或給你複本。"
_ACCESS_EN = "Yes: you can ask the company to tell you what data it holds about you, let you inspect it, or give you a copy."
_PDPA = tuple(Ref(source="tw:pdpa", article=article) for article in ("3", "10", "13"))
ACCESS = Passage(
    id="tw/data/access",
    owner="public",
    place="TW",
    kind="law",
    review_by=date(2027, 2, 28),
    wordings={
        "zh-TW": Wording(
            question="公司用 AI 打考績，我可以看到自己的分數和資料嗎？",
            asks=(),
            answer=(Claim(text=_ACCESS_ZH, refs=_PDPA[:2]), Claim(text="公司應在 15 天內決定，必要時可再延長 15 天並以書面說明原因。", refs=_PDPA[2:])),
            steps=(Claim(text="用書面寫明要看什麼：分數、排名、警示、原始紀錄、資料來源、計算期間。", refs=()),),
            limits=(Claim(text="個資法沒有要求公司說明演算法怎麼運作。", refs=_PDPA[:1]),),
        ),
        "en": Wording(
            question="My company scores us with AI. Can I see my score and data?",
            asks=(),
            answer=(
                Claim(text=_ACCESS_EN, refs=_PDPA[:2]),
                Claim(text="It decides within 15 days and may extend once by 15 days with written reasons.", refs=_PDPA[2:]),
            ),
            steps=(Claim(text="Say in writing what you want to see: scores, rankings, flags, raw records.", refs=()),),
            limits=(Claim(text="The Act does not require the company to explain how the algorithm works.", refs=_PDPA[:1]),),
        ),
    },
)
NOTICE = Passage(
    id="notice/shift-planner/2.0/factors",
    owner="demo",
    place="TW",
    kind="notice",
    element="factors",
    system="shift-planner",
    wordings={"zh-TW": Wording(question="這個系統考量哪些因素？各占多少？", asks=(), answer=(Claim(text="可上班時段、技能與近四週夜班次數。", refs=()),))},
)


def tongue_of(inbound: Inbound) -> Language:
    if inbound.language:
        return inbound.language
    return "zh-TW" if any("\u4e00" <= char <= "\u9fff" for char in inbound.text) else "en"


def sample_reply(inbound: Inbound) -> Reply:
    """Return a full card in the language of the message; it repeats the message, so that what people write is seen on the page."""
    return _reply_zh(inbound) if tongue_of(inbound) == "zh-TW" else _reply_en(inbound)


def citations_in(language: Language) -> tuple[Citation, ...]:
    """Return the sources of the sample passage."""
    zh = language == "zh-TW"
    return tuple(
        Citation(
            id=f"c{number}",
            title="個人資料保護法" if zh else "Personal Data Protection Act",
            locator=f"第 {article} 條" if zh else f"Art. {article}",
            url=f"https://law.moj.gov.tw/LawClass/LawSingle.aspx?pcode=I0050021&flno={article}",
            as_of=date(2026, 10, 3),
            kind="statute",
            status="施行中" if zh else "in force",
            quote=_ACCESS_ZH if zh else _ACCESS_EN,
            passage=ACCESS.id,
            source=f"pdpa:{article}",
        )
        for number, article in enumerate(("3", "10", "13"), 1)
    )


def _reply_zh(inbound: Inbound) -> Reply:
    wording = ACCESS.wordings["zh-TW"]
    card = Card(
        answer=(Line(text=wording.answer[0].text, citations=("c1", "c2")), Line(text=wording.answer[1].text, citations=("c3",))),
        steps=(
            Line(text=wording.steps[0].text),
            Line(text="寫明依個資法第 3 條和第 10 條提出，並寫上可以聯絡到你的方式。", citations=("c1", "c2")),
            Line(text="留下寄出與收到的證明，把收到日的隔天當第一天開始數。", citations=("c3",)),
        ),
        clock=(
            ClockLine(
                text="公司決定要不要給你看：如果對方今天（11 月 22 日）收到，最晚 12 月 7 日。依法延長的話，最晚 12 月 22 日。",
                rule="pdpa-access-reply",
                kind="statutory",
                binds="them",
                last_day=date(2026, 12, 7),
                citations=("c3",),
            ),
        ),
        protection=(Line(text="個資法沒有專門的反報復條款；留下紀錄，之後受到不利對待時可以一起提出。", citations=("c2",)),),
        contacts=(
            ContactLine(name="公司的個資或人資窗口", note="書面提出，並留下寄出與收到的證明"),
            ContactLine(name="1955 勞工諮詢申訴專線", phone="1955", note="免付費、24 小時"),
        ),
        not_found=(Line(text=wording.limits[0].text, citations=("c1",)),),
    )
    text = f"{card.answer[0].text}\n\n【來源】\n[1] 個人資料保護法 第 3 條\n\n你問的是：{inbound.text or inbound.choice}"
    actions = (_button("一步一步說明我的權利", "steps:tw/data/access"), _button("我想跟真人談", "person"))
    return Reply(text=text, card=card, citations=citations_in("zh-TW"), actions=actions, language="zh-TW")


def _reply_en(inbound: Inbound) -> Reply:
    wording = ACCESS.wordings["en"]
    card = Card(
        answer=(Line(text=wording.answer[0].text, citations=("c1", "c2")), Line(text=wording.answer[1].text, citations=("c3",))),
        steps=(Line(text=wording.steps[0].text), Line(text="Keep proof of sending and receipt, and count from the day after receipt.", citations=("c3",))),
        clock=(
            ClockLine(
                text="The company decides: if they receive it today, by December 7 at the latest.",
                rule="r",
                kind="statutory",
                binds="them",
                last_day=date(2026, 12, 7),
                citations=("c3",),
            ),
        ),
        contacts=(ContactLine(name="1955 labour hotline", phone="1955", note="free, 24 hours"),),
        not_found=(Line(text=wording.limits[0].text, citations=("c1",)),),
    )
    text = f"{card.answer[0].text}\n\n【Sources】\n[1] PDPA\n\nYou asked: {inbound.text or inbound.choice}"
    actions = (_button("See my rights step by step", "steps:tw/data/access"), _button("Talk to a person", "person"))
    return Reply(text=text, card=card, citations=citations_in("en"), actions=actions, language="en")


def _button(label: str, token: str) -> Choice:
    return Choice(label=label, token=token)
