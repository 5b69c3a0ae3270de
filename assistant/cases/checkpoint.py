"""The trail as a whole: a signed checkpoint of every chain that grew, and whether anything was changed since."""

from typing import Literal

from assistant.cases import proof
from assistant.domain.case_file import Event
from assistant.domain.value import Value
from assistant.ports import Act, Safe
from assistant.store import case_audit, case_checkpoints, case_trail
from assistant.store.case_checkpoints import Checkpoint
from assistant.store.database import Transaction


class Fault(Value):
    """One place where the trail is not what it was."""

    what: Literal["changed", "missing", "order", "head", "case", "payload", "gone", "signature", "checkpoint", "unreadable"]
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
    """Return the hash that must stand for a checkpoint and all before it."""
    return proof.root_of(checkpoint.number, checkpoint.model_dump(mode="json")["at"], checkpoint.prev, proof.tree_of(checkpoint.heads))


def verify(tx: Transaction, safe: Safe | None) -> Verdict:
    """Read the whole trail again and name every place where something was changed, deleted, exchanged or made unreadable."""
    faults: list[Fault] = []
    ends = case_checkpoints.ends(tx)
    standing = case_audit.standings(tx)
    kept: dict[str, dict[int, str]] = {}
    events = 0
    for case in case_trail.chains(tx):
        chain, broken = case_audit.events_of(tx, case)
        events += len(chain) + len(broken)
        kept[case] = {event.seq: event.hash for event in chain}
        faults.extend(Fault(what="unreadable", case=case, seq=seq) for seq in broken)
        faults.extend(_chain_faults(chain, broken))
        faults.extend(_payload_faults(tx, case, chain, lives=case in standing))
        if not chain or (broken and max(broken) > chain[-1].seq):
            continue  # what follows the last event that can be read cannot be compared
        if ends.get(case) != (chain[-1].seq, chain[-1].hash):
            faults.append(Fault(what="head", case=case, seq=ends.get(case, (0, ""))[0]))
        elif case in standing and standing[case] != (chain[-1].organisation, chain[-1].status.value, chain[-1].version):
            faults.append(Fault(what="case", case=case, seq=chain[-1].seq))
    faults.extend(Fault(what="missing", case=case, seq=end[0]) for case, end in ends.items() if case not in kept)
    faults.extend(Fault(what="payload", case=case) for case in case_audit.cases_with_payloads(tx) if case not in kept)
    checkpoints, broken = case_audit.checkpoints(tx)
    faults.extend(Fault(what="unreadable", seq=number) for number in broken)
    faults.extend(_checkpoint_faults(checkpoints, broken, kept, safe))
    return Verdict(chains=len(kept), events=events, checkpoints=len(checkpoints) + len(broken), faults=tuple(faults))


def _chain_faults(chain: tuple[Event, ...], broken: tuple[int, ...]) -> list[Fault]:
    faults: list[Fault] = []
    before: str | None = case_trail.START
    expected = 1
    for event in chain:
        while expected < event.seq and expected in broken:
            before, expected = None, expected + 1
        if event.seq != expected:
            faults.append(Fault(what="missing", case=event.case, seq=expected))
        elif before is not None and event.prev != before:
            faults.append(Fault(what="order", case=event.case, seq=event.seq))
        if case_trail.hash_of(event) != event.hash:
            faults.append(Fault(what="changed", case=event.case, seq=event.seq))
        before, expected = event.hash, event.seq + 1
    return faults


def _payload_faults(tx: Transaction, case: str, chain: tuple[Event, ...], *, lives: bool) -> list[Fault]:
    """A payload that was erased with its case is no fault; one that is missing from a case that stands, or is not what was committed to, is."""
    named = {event.payload: event for event in chain if event.payload}
    kept, broken = case_audit.payloads_of(tx, case)
    faults = []
    for payload in kept:
        event = named.get(payload.id)
        if event is None or event.commitment != case_trail.commitment_of(payload):
            faults.append(Fault(what="payload", case=case, seq=event.seq if event else 0))
    faults.extend(Fault(what="unreadable", case=case, seq=named[key].seq if key in named else 0) for key in broken)
    if lives:
        there = {payload.id for payload in kept} | set(broken)
        faults.extend(Fault(what="gone", case=case, seq=event.seq) for key, event in named.items() if key not in there)
    return faults


def _checkpoint_faults(checkpoints: tuple[Checkpoint, ...], broken: tuple[int, ...], kept: dict[str, dict[int, str]], safe: Safe | None) -> list[Fault]:
    faults: list[Fault] = []
    before: str | None = case_trail.START
    expected = 1
    for checkpoint in checkpoints:
        while expected < checkpoint.number and expected in broken:
            before, expected = None, expected + 1
        signed = safe is None or safe.holds(checkpoint.root.encode(), checkpoint.key, checkpoint.signature)
        if not signed or checkpoint.number != expected or before not in (None, checkpoint.prev) or root_of(checkpoint) != checkpoint.root:
            faults.append(Fault(what="signature", seq=checkpoint.number))
        before, expected = checkpoint.root, checkpoint.number + 1
        faults.extend(Fault(what="checkpoint", case=case, seq=seq) for case, (seq, head) in checkpoint.heads.items() if kept.get(case, {}).get(seq) != head)
    return faults
