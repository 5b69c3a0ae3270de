"""Find passages for the questions of a set as the product does, and say whether one of the first five rests on what was asked for."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from assistant.domain.dialogue import Reader
from assistant.domain.passage import Passage
from assistant.domain.person import Role
from assistant.domain.question import Question
from assistant.service import Service
from assistant.skills.retrieve import Wanted, retrieve
from assistant.skills.route import route
from evals.questions import ROLES, Asked, read_set

RANK = 5


def find_set(name: str, service: Service, languages: Sequence[str]) -> list[Asked]:
    """Return, for every question in these languages, whether a passage that rests on one of the wanted sources is among the first five."""
    with asyncio.Runner() as runner:
        return [runner.run(_find(row, service)) for row in read_set(name) if row["lang"] in languages]


async def _find(row: dict[str, Any], service: Service) -> Asked:
    deps, started = service.deps, time.perf_counter()
    scene = service.scene(place=row["place"])
    spoken = deps.tongue.recognise(row["text"]) or "en"
    text = deps.tongue.plain(row["text"], "zh-TW" if spoken == "zh-TW" else "en")
    routed = route(text, deps.signs.cues)
    role = ROLES.get(row["role"], row["role"])
    known = [code for code in routed.places if code in deps.library.places] or [scene.place]
    wanted = Wanted(
        reader=Reader(role=Role(role) if role in set(Role) else Role.WORKER),
        places=(*dict.fromkeys((*known, scene.place)), "*"),
        day=scene.day,
        today=scene.today,
        decisions=routed.decisions,
        topics=routed.topics,
        parts=routed.parts,
        acts=routed.acts,
        foreign=spoken not in deps.say.full,
    )
    found = await retrieve(Question(text=text, standing=text), spoken if spoken in deps.say.partial else _full(spoken, service), wanted, deps.index)
    ms = (time.perf_counter() - started) * 1000
    first = [hit.passage for hit in found.hits][:RANK]
    met = [_rests_on(first, key) for key in row["must_cite"]]
    trace = f"{found.verdict} {' '.join(passage.id for passage in first)}"
    detail = "" if any(met) else f"wanted {' '.join(row['must_cite'])}"
    return Asked(id=row["id"], language=row["lang"], right=any(met), every=all(met), refused=found.verdict == "elsewhere", detail=detail, ms=ms, trace=trace)


def _full(spoken: str, service: Service) -> str:
    return spoken if spoken in service.say.full else "en"


def _rests_on(passages: Sequence[Passage], key: str) -> bool:
    """Say whether a passage rests on `act:article`, or on any article of an act or any source of a place for `name:*`."""
    act, _, article = key.partition(":")
    for passage in passages:
        for wording in passage.wordings.values():
            for ref in (ref for claim in wording.claims for ref in claim.refs):
                home, _, name = ref.source.partition(":")
                if (article == "*" and act in (name, home)) or (name == act and ref.article.partition("(")[0] == article):
                    return True
    return False
