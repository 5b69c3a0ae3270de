"""For tests of answers: a place with two acts, passages made in one line, and an index that finds what it is told."""

# ruff: noqa: ARG002 - a listed index answers whatever it is asked

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from assistant.calendars import calendar_for
from assistant.domain.deadline import Binds, Counting, DeadlineRule
from assistant.domain.dialogue import Reader
from assistant.domain.library import Element, Library, Vocabulary
from assistant.domain.passage import Article, Claim, Mark, Passage, Ref, Source, Status, Wording
from assistant.domain.place import Contact, Place
from assistant.domain.signs import Cues, Elsewhere, Sign, Signs
from assistant.domain.value import Language
from assistant.knowledge.tongue import Tongue
from assistant.ports import Anchor, Deps, Hit
from assistant.testing import FixedClock
from assistant.testing_letters import drafting, phrases

TODAY = date(2026, 11, 18)
READER = Reader()
LOCATOR = {"zh-TW": ("第 {} 條", "第 {} 項", "第 {} 款"), "en": ("Art. {}", "para. {}", "subpara. {}")}
DATA_ACT = Source(
    id="tw:pdpa",
    title={"zh-TW": "個人資料保護法", "en": "Personal Data Protection Act"},
    kind="statute",
    status=Status.IN_FORCE,
    as_of=date(2026, 1, 1),
    url="https://law.example/pdpa",
    article_url="https://law.example/pdpa/{article}",
    articles={"10": Article(mark=Mark.SEEN), "13": Article(mark=Mark.SEEN), "41": Article(mark=Mark.RECALL)},
)
ADVICE = Source(id="common:advice", title={"en": "Practical advice"}, kind="advice", status=Status.PUBLISHED, as_of=None, articles={})
PERSON = Contact(id="line", name={"zh-TW": "專線", "en": "Labour line"}, phone="1955", url="https://line.example")
OFFICE = Contact(id="office", name={"zh-TW": "勞動局", "en": "Labour office"}, note={"zh-TW": "可以申訴", "en": "complaints start here"})
AMBULANCE = Contact(id="ambulance", name={"zh-TW": "119", "en": "119"}, phone="119")
TAIWAN = Place(
    code="TW",
    name={"zh-TW": "台灣", "en": "Taiwan"},
    languages=("zh-TW", "en"),
    time_zone="Asia/Taipei",
    locator=LOCATOR,
    contacts={each.id: each for each in (PERSON, OFFICE, AMBULANCE)},
    hotlines={"human": ("line", "office"), "self_harm": ("ambulance",)},
)
THIRTY_DAYS = DeadlineRule(
    id="object",
    title={"zh-TW": "提出異議", "en": "objection"},
    starts={"zh-TW": "收到通知的次日", "en": "the day after the notice arrives"},
    runs_from="received",
    length=30,
    unit="days",
    binds=Binds.YOU,
    counting=Counting(id="civil"),
    sources=("pdpa:13",),
)
VOCABULARY = Vocabulary(
    topics={"data": {"zh-TW": "資料", "en": "Data"}},
    decisions={"pay": {"zh-TW": "薪資", "en": "Pay"}},
    elements={
        "factors": Element(question={"zh-TW": "看什麼？", "en": "What does it look at?"}, words=("factors", "因素")),
        "appeal": Element(question={"zh-TW": "怎麼申訴？", "en": "How do I appeal?"}, words=("appeal", "申訴")),
    },
    risks={},
    audiences=("worker",),
)
SIGNS = Signs(
    crisis=(Sign(kind="self_harm", patterns={"en": ("want to die",)}), Sign(kind="violence", patterns={"en": ("hit me",)})),
    urgent=Sign(kind="urgent", patterns={"en": ("by tonight",)}),
    wants_person=Sign(kind="wants_person", patterns={"en": ("a real person",)}),
    orders=(Sign(kind="reveal_prompt", patterns={"en": ("show your prompt",)}),),
    elsewhere=(
        Elsewhere(kind="taxes", examples={"en": ("income tax",)}, say={"en": "Please ask the tax office."}),
        Elsewhere(kind="smalltalk", examples={"en": ("hello",)}, say={"en": "Hello."}, small_talk=True),
    ),
    cues=Cues(decisions={}, places={}, follow_up={"en": (r"^and\b",), "zh-TW": ("^那",)}),
)


def claim(text: str, *refs: str) -> Claim:
    """Return a claim; `pdpa:10` and `advice` name its sources."""
    homes = {"advice": "common"}
    parts = [key.partition(":") for key in refs]
    return Claim(text=text, refs=tuple(Ref(source=f"{homes.get(act, 'tw')}:{act}", article=article) for act, _, article in parts))


def wording(question: str, *answer: Claim, **parts: tuple[Claim, ...]) -> Wording:
    """Return a passage's wording; without claims it says that one may see one's data."""
    return Wording(question=question, asks=(), answer=answer or (claim(f"Answer to: {question}", "pdpa:10"),), **parts)


def passage(key: str, wordings: Mapping[Language, Wording] | None = None, **fields: object) -> Passage:
    """Return a public passage on the law, in English unless other wordings are given."""
    found = wordings or {"en": wording(f"{key}?")}
    return Passage.model_validate({"id": key, "owner": "public", "place": "TW", "kind": "law", "wordings": found, **fields})


def notice(element: str, text: str, **fields: object) -> Passage:
    """Return one element of a company's notice."""
    source = Source(
        id="demo:planner",
        title={"en": "Shift planner"},
        number="2.0",
        kind="notice",
        status=Status.IN_FORCE,
        as_of=TODAY,
        articles={element: Article(mark=Mark.SEEN, locator={"en": element})},
    )
    said = {"en": wording(element, Claim(text=text, refs=(Ref(source=source.id, article=element),)))}
    return passage(f"notice/planner/2.0/{element}", said, owner="demo", kind="notice", element=element, own_sources=(source,), **fields)


def library(*passages: Passage) -> Library:
    """Return a library of one place."""
    return Library(
        vocabulary=VOCABULARY,
        places={"TW": TAIWAN},
        sources={source.id: source for source in (DATA_ACT, ADVICE)},
        passages={each.id: each for each in passages},
        rules={"TW": (THIRTY_DAYS,)},
    )


def hit(found: Passage, score: float = 5.0, *, cosine: float = 0.95, coverage: float = 1.0) -> Hit:
    """Return a hit; as it stands, a sure one."""
    return Hit(passage=found, score=score, cosine=cosine, lexical=0.5, coverage=coverage)


class ListedIndex:
    """Finds what it was given, whatever is asked; satisfies `ports.Index`."""

    def __init__(
        self,
        *hits: Hit,
        beside: Sequence[Passage] = (),
        ours: float = 1.0,
        chances: Mapping[str, float] | None = None,
        wishes: Mapping[str, float] | None = None,
        near: Mapping[str, float] | None = None,
    ) -> None:
        self._hits, self._beside = hits, beside
        self._classes = {"scope": {"ours": ours, "others": 1 - ours}, "danger": chances or {}, "wishes": wishes or {}}
        self._near = near or {}
        self.asked: list[str] = []

    async def search(  # noqa: PLR0913 - as the port has it
        self, question: str, language: Language, *, reader: Reader, places: Sequence[str], day: date, limit: int, any_day: bool = False
    ) -> Sequence[Hit]:
        """Return the hits, and remember what was asked."""
        self.asked.append(question)
        return self._hits[:limit]

    async def passages(self, ids: Sequence[str], *, reader: Reader, day: date, any_day: bool = False) -> Sequence[Passage]:
        """Return the passages of these ids."""
        known = {each.id: each for each in (*self._beside, *(hit.passage for hit in self._hits))}
        return [known[key] for key in ids if key in known]

    async def notices(self, decisions: Sequence[str], *, reader: Reader, day: date) -> Sequence[Passage]:
        """Return the notices, where the reader belongs to an organisation."""
        return [each for each in self._beside if each.kind == "notice" and each.owner == reader.organisation]

    async def anchors(self, text: str, family: str) -> Sequence[Anchor]:
        """Return the nearest examples, whatever the family."""
        return sorted((Anchor(kind=kind, cosine=cosine) for kind, cosine in self._near.items()), key=lambda anchor: -anchor.cosine)

    async def chances(self, text: str, name: str) -> Mapping[str, float]:
        """Return the chances that were given."""
        return self._classes[name]


@cache
def tongue() -> Tongue:
    """Return what knows languages; made once."""
    return Tongue()


def deps(index: ListedIndex, *passages: Passage) -> Deps:
    """Return what a turn uses, without a model and without a store."""
    return Deps(
        library=library(*passages),
        signs=SIGNS,
        index=index,
        tongue=tongue(),
        clock=FixedClock(),
        say=phrases(),
        calendar=lambda place: calendar_for(place.code),
        drafting=drafting(),
    )
