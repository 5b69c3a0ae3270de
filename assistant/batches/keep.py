"""Keep a batch, set it right, shape its topics, hand it to people, and make cases of its complaints."""

import hashlib
import json

from assistant.batches.conceal import Settled, conceal_again
from assistant.cases.consent import consent as consent_case
from assistant.cases.file import file_case
from assistant.cases.open_case import open_case
from assistant.cases.record import found as found_case
from assistant.domain.batch import Batch, Kept
from assistant.domain.batch_command import CorrectComplaint, HandleComplaints, KeepBatch, SettleNames, ShapeTopics, TakeUp
from assistant.domain.case import CaseKind
from assistant.domain.case_command import ConsentCase, FileCase, OpenCase
from assistant.domain.person import Actor, Role
from assistant.errors import Conflict, NotFound
from assistant.ports import Act
from assistant.store import batches, organisations
from assistant.store.database import Transaction


def keep_batch(tx: Transaction, command: KeepBatch, act: Act) -> dict[str, str]:  # noqa: ARG001 - every verb takes them
    """Keep a sorted batch; a file that is known already stays as it is."""
    batch = command.batch
    known = batches.batch_of_file(tx, batch.union, batch.digest)
    if known is not None:
        return {"batch": known.id, "again": "yes"}
    batches.add_batch(tx, batch, command.personal)
    size = len(command.meaning) // max(1, len(command.complaints))
    rows = [(Kept(batch=batch.id, complaint=each), command.meaning[at * size : (at + 1) * size]) for at, each in enumerate(command.complaints)]
    batches.add_rows(tx, rows)
    return {"batch": batch.id}


def correct(tx: Transaction, command: CorrectComplaint, act: Act) -> dict[str, str]:
    """Set a complaint's labels right and remember it for the next ones."""
    union, kept = _ours(tx, command.batch, act), _row(tx, command.batch, command.complaint, act)
    labels = command.labels.but(by="officer", confidence=1.0)
    changed = kept.but(complaint=kept.complaint.but(labels=labels))
    batches.keep_row(tx, changed)
    meaning = batches.meaning_of(tx, command.batch, command.complaint)
    if meaning:
        batches.keep_correction(tx, union.union, changed, meaning, act.at)
    return {"batch": command.batch, "complaint": command.complaint}


def shape(tx: Transaction, command: ShapeTopics, act: Act) -> dict[str, str]:
    """Put topics in place of the old ones and move complaints over."""
    batch = _ours(tx, command.batch, act)
    labels = {topic.key: topic.label for topic in command.topics}
    sizes: dict[str, int] = {}
    for kept in batches.rows_in(tx, batch.union, batch.id):
        key = command.moved.get(kept.complaint.id, kept.complaint.cluster)
        key = key if key in labels else "-"
        sizes[key] = sizes.get(key, 0) + 1
        said = labels.get(key, {}).get(kept.complaint.labels.language or "", "") or labels.get(key, {}).get("zh-TW", "")
        if (key, said) != (kept.complaint.cluster, kept.complaint.cluster_label):
            batches.keep_row(tx, kept.but(complaint=kept.complaint.but(cluster=key, cluster_label=said)))
    batches.keep_batch(tx, batch.but(topics=tuple(topic.but(size=sizes.get(topic.key, 0)) for topic in command.topics if sizes.get(topic.key))))
    return {"batch": batch.id}


def handle(tx: Transaction, command: HandleComplaints, act: Act) -> dict[str, str]:
    """Assign complaints or note something on each."""
    batch, wanted = _ours(tx, command.batch, act), set(command.complaints)
    for kept in batches.rows_in(tx, batch.union, batch.id):
        if kept.complaint.id in wanted:
            changed = kept.but(assigned=command.assigned) if command.assigned is not None else kept
            batches.keep_row(tx, changed.but(notes=(*changed.notes, command.note)) if command.note else changed)
    return {"batch": batch.id, "count": str(len(wanted))}


def settle(tx: Transaction, command: SettleNames, act: Act) -> dict[str, str]:
    """Mask what an officer called personal, show what is ordinary, and let the batch be settled once nothing is uncertain."""
    batch, safe = _ours(tx, command.batch, act), act.deps.safe
    sealed = batches.personal_of(tx, batch.union, batch.id)
    if safe is None or not sealed:
        raise NotFound("what this batch masks is no longer kept")
    hidden = json.loads(safe.unseal(sealed, about=batch.id, owner=batch.union))
    tokens: dict[str, str] = hidden["tokens"]
    settled = Settled(personal=command.personal, ordinary=command.ordinary)
    left = 0
    for kept in batches.rows_in(tx, batch.union, batch.id):
        text, uncertain = conceal_again(kept.complaint.masked_text, kept.complaint.uncertain, settled, tokens)
        left += bool(uncertain)
        if (text, uncertain) != (kept.complaint.masked_text, kept.complaint.uncertain):
            batches.keep_row(tx, kept.but(complaint=kept.complaint.but(masked_text=text, uncertain=uncertain)))
    batches.keep_personal(
        tx, batch.union, batch.id, safe.seal(json.dumps({**hidden, "tokens": tokens}, ensure_ascii=False).encode(), about=batch.id, owner=batch.union)
    )
    batches.keep_batch(tx, batch.but(settled=left == 0))
    return {"batch": batch.id, "left": str(left)}


def take_up(tx: Transaction, command: TakeUp, act: Act) -> dict[str, str]:
    """Make a case of kind complaint of each complaint that is none yet; the member stays without a name there."""
    batch, wanted = _ours(tx, command.batch, act), set(command.complaints)
    home = organisations.find_organisation(tx, batch.union)
    made = 0
    for kept in batches.rows_in(tx, batch.union, batch.id):
        complaint = kept.complaint
        if complaint.id not in wanted or kept.case:
            continue
        case = hashlib.sha256(f"{batch.id}:{complaint.id}".encode()).hexdigest()[:32]
        member = Actor(person=f"member-{case}", role=Role.WORKER)
        theirs = Act(actor=member, at=act.at, key=f"{act.key}:{complaint.id}"[:150], deps=act.deps)
        opening = OpenCase(
            case=case,
            kind=CaseKind.COMPLAINT,
            organisation=batch.union,
            place=home.place if home else "TW",
            language=complaint.labels.language or "zh-TW",
            story=complaint.masked_text,
            decision=complaint.labels.decision,
            risk=complaint.labels.risk,
            pseudonym=True,
        )
        open_case(tx, opening, theirs)
        consent_case(tx, found_case(tx, case), ConsentCase(case=case), theirs)
        file_case(tx, found_case(tx, case), FileCase(case=case), theirs)
        batches.keep_row(tx, kept.but(case=case))
        made += 1
    return {"batch": batch.id, "cases": str(made)}


def _ours(tx: Transaction, batch: str, act: Act) -> Batch:
    """Return a batch of the actor's own union. Raises: NotFound for any other."""
    found = batches.find_batch(tx, act.actor.organisation or "", batch)
    if found is None:
        raise NotFound("no such batch")
    return found


def _row(tx: Transaction, batch: str, complaint: str, act: Act) -> Kept:
    rows = batches.rows_in(tx, act.actor.organisation or "", batch)
    kept = next((each for each in rows if each.complaint.id == complaint), None)
    if kept is None:
        raise NotFound("no such complaint")
    return kept


def refuse_sent(sent: bool) -> None:
    """Refuse what comes too late. Raises: Conflict"""
    if sent:
        raise Conflict("the letter has gone out")
