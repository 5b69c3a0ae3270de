"""Which of a company's systems a question names, by what only their names have."""

import re
from collections.abc import Sequence

from assistant.domain.passage import Passage

_PART = 2
"""Letters of a name in a script without spaces that tell it."""
_EVERYWHERE = re.compile(
    r"系統|說明|告知|透明|公告|通知|員工|同仁|管理|智慧|演算法|第.版|關於|使用|評分|自動|notice|system|tool|about|edition|version|staff", re.I
)


def systems_named(text: str, passages: Sequence[Passage]) -> frozenset[str]:
    """Return the systems of which a question names what only their name has."""
    names: dict[str, set[str]] = {}
    for passage in passages:
        if passage.system and passage.kind == "notice":
            titles = [title for source in passage.own_sources for title in source.title.values()]
            names.setdefault(passage.system, set()).update(_parts(" ".join([passage.system.replace("-", " "), *titles])))
    told = text.lower()
    found = {}
    for system, parts in names.items():
        others = set().union(*(known for other, known in names.items() if other != system))
        found[system] = sum(len(part) for part in parts - others if part in told)
    best = max(found.values(), default=0)
    return frozenset(system for system, count in found.items() if count and count == best)


def _parts(name: str) -> set[str]:
    left = _EVERYWHERE.sub(" ", name.lower())
    words = set(re.findall(r"[a-z]{4,}", left))
    runs = re.findall(r"[一-鿿]+", left)
    return words | {run[at : at + _PART] for run in runs for at in range(len(run) - _PART + 1)}
