"""The process that `test_one_effect` kills: real SQLite, real DBOS, the real turn; only the index and the far channel are fakes.

The parts are put together at import, on purpose: children are forked from a process that has imported this.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import _GeneratorContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Timer

from sqlalchemy import Connection

from assistant.calendars import calendar_for
from assistant.domain.dialogue import Reader
from assistant.domain.envelope import Inbound
from assistant.domain.library import Library, Vocabulary
from assistant.domain.passage import Passage
from assistant.domain.place import Contact, Place
from assistant.domain.signs import Cues, Sign, Signs
from assistant.domain.value import Instant, Language, Value
from assistant.engine import Engine
from assistant.knowledge.tongue import Tongue
from assistant.phrases import Phrases
from assistant.ports import Anchor, Delivery, Deps, Hit
from assistant.service import Service
from assistant.steps import Steps
from assistant.store.database import Database
from assistant.testing import KILLED, Boundaries, CrashingChannel, crashing_start, write_line
from assistant.testing_letters import drafting

Boundary = Callable[[str], None]


class Saying(Value):
    """One message to send, again and again until it is taken."""

    message: str
    thread: str


class EmptyIndex:
    """Finds nothing; satisfies `ports.Index`."""

    async def search(
        self, question: str, language: Language, *, reader: Reader, places: Sequence[str], day: date, limit: int, any_day: bool = False
    ) -> Sequence[Hit]:
        return ()

    async def passages(self, ids: Sequence[str], *, reader: Reader, day: date, any_day: bool = False) -> Sequence[Passage]:
        return ()

    async def notices(self, decisions: Sequence[str], *, reader: Reader, day: date) -> Sequence[Passage]:
        return ()

    async def anchors(self, text: str, family: str) -> Sequence[Anchor]:
        return ()

    async def chances(self, text: str, name: str) -> Mapping[str, float]:
        return {}


class WallClock:
    """The machine's clock; the order of messages needs one that runs on from process to process."""

    def now(self) -> Instant:
        return datetime.now(UTC)


class CrashingDatabase(Database):
    """A database with a boundary before and after every commit, named after the function that writes."""

    def __init__(self, url: str, home: Path, boundary: Boundary) -> None:
        super().__init__(url, home)
        self._boundary = boundary

    def write(self) -> _GeneratorContextManager[Connection]:
        return self._watched(sys._getframe(1).f_code.co_name)

    @contextmanager
    def _watched(self, writer: str) -> Iterator[Connection]:
        with super().write() as tx:
            yield tx
            self._boundary(f"before the commit of {writer}")
        self._boundary(f"after the commit of {writer}")


class CrashingSteps(Steps):
    """The engine's steps with a boundary before and after each."""

    def __init__(self, service: Service, database: Database, delivery: Delivery, boundary: Boundary) -> None:
        super().__init__(service, database, delivery)
        self._boundary = boundary

    async def take(self, inbound_id: str) -> list[str]:
        self._boundary("before the step take")
        ready = await super().take(inbound_id)
        self._boundary("after the step take")
        return ready

    async def deliver(self, outbound_id: str) -> float:
        self._boundary("before the step deliver")
        wait_s = await super().deliver(outbound_id)
        self._boundary("after the step deliver")
        return wait_s


def _small_deps() -> Deps:
    contact = Contact(id="helpline", name={"en": "Helpline", "zh-TW": "專線"}, phone="1955")
    place = Place(
        code="TW",
        name={"en": "Taiwan", "zh-TW": "臺灣"},
        languages=("zh-TW", "en"),
        time_zone="Asia/Taipei",
        locator={"en": ("Art. {}", "para. {}", "subpara. {}"), "zh-TW": ("第 {} 條", "第 {} 項", "第 {} 款")},
        contacts={contact.id: contact},
        hotlines={"human": ("helpline",)},
    )
    vocabulary = Vocabulary(topics={}, decisions={}, elements={}, risks={}, audiences=())
    cues = Cues(decisions={}, places={}, follow_up={})
    signs = Signs(crisis=(), urgent=Sign(kind="urgent"), wants_person=Sign(kind="wants_person"), orders=(), elsewhere=(), cues=cues)
    library = Library(vocabulary=vocabulary, places={"TW": place}, sources={}, passages={}, rules={})
    tongue, say = Tongue(), Phrases()
    return Deps(
        library=library,
        signs=signs,
        index=EmptyIndex(),
        tongue=tongue,
        clock=WallClock(),
        say=say,
        calendar=lambda place: calendar_for(place.code),
        drafting=drafting(),
    )


DEPS = _small_deps()


def run(home: Path, sayings: Sequence[Saying], *, die_at: tuple[str, int] | None = None, die_after_s: float | None = None) -> None:
    """Serve one home: take up what is unfinished, keep every message, deliver every reply; die where told."""
    diary = home / "diary.jsonl"
    boundary = Boundaries(diary, die_at=die_at)
    if die_after_s is not None:
        killer = Timer(die_after_s, os._exit, [KILLED])
        killer.daemon = True
        killer.start()
    asyncio.run(_serve(home, sayings, diary, boundary))


async def _serve(home: Path, sayings: Sequence[Saying], diary: Path, boundary: Boundary) -> None:
    database = CrashingDatabase(f"sqlite:///{home / 'recourse.db'}", home, boundary)
    database.migrate()
    service = Service(database, DEPS, place="TW")
    channel = CrashingChannel(diary, boundary)
    engine = Engine(service, database, channel, home)
    engine.steps = CrashingSteps(service, database, channel, boundary)
    await engine.launch()
    service.start_turns_with(crashing_start(engine.start, boundary))
    for saying in sayings:
        kept = await service.accept(_inbound(saying))
        write_line(diary, {"accepted": saying.message, "id": kept.id})
    while any(await engine.steps.unfinished()):  # noqa: ASYNC110  # only the database knows
        await asyncio.sleep(0.02)
    write_line(diary, {"finished": True})
    await engine.close()


def _inbound(saying: Saying) -> Inbound:
    now = datetime.now(UTC)
    key = f"{saying.message}-{now:%H%M%S%f}"
    return Inbound(id=key, channel="far", message=saying.message, thread=saying.thread, person="p1", received_at=now, text=f"Why me? ({saying.message})")
