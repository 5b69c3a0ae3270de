"""A trail that leaves the house: rows for an auditor of one organisation, and how they are checked without the database behind them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from assistant.cases import proof
from assistant.domain.case_file import Event
from assistant.store import case_checkpoints, case_trail
from assistant.store.database import Transaction

Row = Mapping[str, object]
_WAY: TypeAdapter[tuple[proof.Step, ...]] = TypeAdapter(tuple[proof.Step, ...])


def trail_rows(tx: Transaction, organisation: str) -> Iterator[dict[str, object]]:
    """Return the rows: of other organisations' cases there is nothing but hashes of hashes, as many as the tree is high."""
    ends = case_checkpoints.ends(tx)
    ours = case_trail.chains(tx, organisation)
    for case in ours:
        for event in case_trail.trail_of(tx, case):
            yield {"row": "event", **event.model_dump(mode="json")}
        seq, head = ends.get(case, (0, ""))
        yield {"row": "head", "case": case, "seq": seq, "hash": head}
    for checkpoint in case_checkpoints.all_of(tx):
        found = checkpoint.model_dump(mode="json", exclude={"heads"})
        yield {"row": "checkpoint", "algorithm": "ed25519", "tree": proof.tree_of(checkpoint.heads), **found}
        for case in ours:
            if case in checkpoint.heads:
                way = [step.model_dump() for step in proof.way_of(checkpoint.heads, case)]
                yield {"row": "included", "checkpoint": checkpoint.number, "case": case, "seq": checkpoint.heads[case][0], "way": way}


def faults_in(rows: Sequence[Row], signed_by: Callable[[bytes, str, str], bool], key: str | None = None) -> list[str]:
    """Return what does not hold in exported rows, each in one sentence; empty where everything does."""
    faults: list[str] = []
    chains: dict[str, dict[int, str]] = {}
    trees: dict[object, object] = {}
    before = case_trail.START
    for number, row in enumerate(rows, 1):
        try:
            match row.get("row"):
                case "event":
                    faults.extend(_event(row, chains, number))
                case "head":
                    chain = chains.get(str(row["case"]), {})
                    if not chain or (max(chain), chain[max(chain)]) != (row["seq"], row["hash"]):
                        faults.append(f"line {number}: the chain of {row['case']} does not end here")
                case "checkpoint":
                    faults.extend(_checkpoint(row, before, number, signed_by, key))
                    before, trees[row["number"]] = str(row["root"]), row["tree"]
                case "included":
                    case, seq = str(row["case"]), int(str(row["seq"]))
                    if proof.climb(case, (seq, chains[case][seq]), _WAY.validate_python(row["way"])) != trees[row["checkpoint"]]:
                        faults.append(f"line {number}: event {seq} of {case} is not what checkpoint {row['checkpoint']} signed")
                case _:
                    faults.append(f"line {number}: not a row of a trail")
        except (KeyError, TypeError, ValueError, ValidationError):
            faults.append(f"line {number}: cannot be read, or speaks of what is not here")
    return faults


def _event(row: Row, chains: dict[str, dict[int, str]], number: int) -> list[str]:
    event = Event.model_validate({name: value for name, value in row.items() if name != "row"})
    chain = chains.setdefault(event.case, {})
    holds = event.hash == case_trail.hash_of(event) and event.prev == chain.get(event.seq - 1, case_trail.START) and event.seq == len(chain) + 1
    chain[event.seq] = event.hash
    return [] if holds else [f"line {number}: event {event.seq} of {event.case} was changed, or does not follow the one before it"]


def _checkpoint(row: Row, before: str, number: int, signed_by: Callable[[bytes, str, str], bool], key: str | None) -> list[str]:
    root = proof.root_of(int(str(row["number"])), str(row["at"]), str(row["prev"]), str(row["tree"]))
    holds = root == row["root"] and row["prev"] == before and key in (None, row["key"])
    if holds and signed_by(root.encode(), str(row["key"]), str(row["signature"])):
        return []
    return [f"line {number}: checkpoint {row['number']} is not what was signed"]
