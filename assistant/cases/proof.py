"""A tree of hashes over the ends of many chains: who knows the end of one can show that it stands in the tree, and learns nothing of the others."""

import hashlib
import json
from collections.abc import Sequence

from assistant.domain.value import Value


class Step(Value):
    """One hash on the way up, and the side on which it stands."""

    side: str
    """left or right"""
    hash: str


def leaf_of(case: str, end: tuple[int, str]) -> str:
    """Return the leaf of one chain's end."""
    return _hash(b"\x00" + json.dumps([case, *end], separators=(",", ":")).encode())


def tree_of(heads: dict[str, tuple[int, str]]) -> str:
    """Return the root of the tree over these ends, by case id."""
    return _levels([leaf_of(case, heads[case]) for case in sorted(heads)])[-1][0]


def way_of(heads: dict[str, tuple[int, str]], case: str) -> tuple[Step, ...]:
    """Return the hashes that lead from a case's leaf to the root."""
    ordered = sorted(heads)
    at, way = ordered.index(case), []
    for level in _levels([leaf_of(each, heads[each]) for each in ordered])[:-1]:
        other = at ^ 1
        if other < len(level):
            way.append(Step(side="left" if other < at else "right", hash=level[other]))
        at //= 2
    return tuple(way)


def climb(case: str, end: tuple[int, str], way: Sequence[Step]) -> str:
    """Return the root to which a way leads from a case's leaf."""
    here = leaf_of(case, end)
    for step in way:
        here = _node(step.hash, here) if step.side == "left" else _node(here, step.hash)
    return here


def root_of(number: int, at: str, prev: str, tree: str) -> str:
    """Return the hash that stands for a whole checkpoint and all before it; this is what is signed."""
    return _hash(json.dumps({"number": number, "at": at, "prev": prev, "tree": tree}, sort_keys=True, separators=(",", ":")).encode())


def _levels(leaves: list[str]) -> list[list[str]]:
    """Return every level from the leaves to the root; an odd one out rises as it is."""
    levels = [leaves or [_hash(b"")]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([_node(*below[at : at + 2]) if at + 1 < len(below) else below[at] for at in range(0, len(below), 2)])
    return levels


def _node(left: str, right: str) -> str:
    return _hash(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
