"""The trail as a whole: a signed checkpoint of every chain that grew, and whether anything was changed since."""

import hashlib
import json
from typing import Literal

from assistant.domain.case_file import Event
from assistant.domain.value import Value
from assistant.ports import Act, Safe
from assistant.store import case_checkpoints, case_papers, case_trail
from assistant.store.case_checkpoints import Checkpoint
from assistant.store.database import Transaction


class Fault(Value):
    """One place where the trail is not what it was."""

    what: Literal["changed", "missing", "order", "head", "payload", "signature", "checkpoint"]
    case: str = ""
    seq: int = 0

    def __str__(self) -> str:
        """Name the place."""
        return f"{self.what}: case {self.case or '-'} event {self.seq or '-'}"


class Verdict(Value):
    """What a verification found."""

    chains: int
    events: int
    checkpoints: int
    faults: tuple[Fault, ...]


def keep_checkpoint(tx: Transaction, act: Act) -> dict[str, str]:
    """Sign the heads of every chain that grew since the last checkpoint; nothing where none did."""
    if act.deps.safe is None:
        return {}
    last = case_checkpoints.last(tx)
    known = case_checkpoints.signed_heads(tx)
    heads = {key: end for key, end in case_checkpoints.ends(tx).items() if known.get(key, (0, ""))[0] < end[0]}
    if not heads:
        return {}
    bare = Checkpoint(
        number=last.number + 1 if last else 1, at=act.at, prev=last.root if last else case_trail.START, root="", heads=heads, key="", signature=""
    )
    root = root_of(bare)
    key, signature = act.deps.safe.sign(root.encode())
    case_checkpoints.add(tx, bare.but(root=root, key=key, signature=signature))
    return {"number": str(bare.number), "root": root}


def root_of(checkpoint: Checkpoint) -> str:
    """Return the hash that stands for a whole checkpoint and all before it."""
    body = checkpoint.model_dump(mode="json", include={"number", "at", "prev", "heads"})
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify(tx: Transaction, safe: Safe | None) -> Verdict:
    """Read the whole trail again and name every place where something was changed, deleted or put in another order."""
    faults: list[Fault] = []
    ends = case_checkpoints.ends(tx)
    kept: dict[str, dict[int, str]] = {}
    events = 0
    for case in case_trail.chains(tx):
        chain = case_trail.trail_of(tx, case)
        events += len(chain)
        kept[case] = {event.seq: event.hash for event in chain}
        faults.extend(_chain_faults(chain))
        faults.extend(_payload_faults(tx, case, chain))
        if chain and ends.get(case) != (chain[-1].seq, chain[-1].hash):
            faults.append(Fault(what="head", case=case, seq=ends.get(case, (0, ""))[0]))
    faults.extend(Fault(what="missing", case=case, seq=end[0]) for case, end in ends.items() if case not in kept)
    checkpoints = case_checkpoints.all_of(tx)
    faults.extend(_checkpoint_faults(checkpoints, kept, safe))
    return Verdict(chains=len(kept), events=events, checkpoints=len(checkpoints), faults=tuple(faults))


def _chain_faults(chain: tuple[Event, ...]) -> list[Fault]:
    faults: list[Fault] = []
    before, expected = case_trail.START, 1
    for event in chain:
        if event.seq != expected:
            faults.append(Fault(what="missing", case=event.case, seq=expected))
        elif event.prev != before:
            faults.append(Fault(what="order", case=event.case, seq=event.seq))
        if case_trail.hash_of(event) != event.hash:
            faults.append(Fault(what="changed", case=event.case, seq=event.seq))
        before, expected = event.hash, event.seq + 1
    return faults


def _payload_faults(tx: Transaction, case: str, chain: tuple[Event, ...]) -> list[Fault]:
    """A payload that was deleted is no fault; one that is not what was committed to, or that no event names, is."""
    named = {event.payload: event for event in chain if event.payload}
    faults = []
    for payload in case_papers.payloads_of(tx, case):
        event = named.get(payload.id)
        if event is None or event.commitment != case_trail.commitment_of(payload):
            faults.append(Fault(what="payload", case=case, seq=event.seq if event else 0))
    return faults


def _checkpoint_faults(checkpoints: tuple[Checkpoint, ...], kept: dict[str, dict[int, str]], safe: Safe | None) -> list[Fault]:
    faults: list[Fault] = []
    before = case_trail.START
    for number, checkpoint in enumerate(checkpoints, 1):
        signed = safe is None or safe.holds(checkpoint.root.encode(), checkpoint.key, checkpoint.signature)
        if not signed or checkpoint.number != number or checkpoint.prev != before or root_of(checkpoint) != checkpoint.root:
            faults.append(Fault(what="signature", seq=checkpoint.number))
        before = checkpoint.root
        faults.extend(Fault(what="checkpoint", case=case, seq=seq) for case, (seq, head) in checkpoint.heads.items() if kept.get(case, {}).get(seq) != head)
    return faults
