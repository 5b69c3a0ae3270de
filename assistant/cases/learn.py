"""Learn from a reviewer's edit: only with consent, without anybody's particulars, and only after a person has read it."""

from assistant.domain.case import Case
from assistant.domain.case_round_command import JudgeLesson
from assistant.errors import NotFound
from assistant.ports import Act
from assistant.privacy import mask
from assistant.store import case_papers, case_rounds
from assistant.store.database import Transaction


def offer_lesson(tx: Transaction, case: Case, proposed: str, letter: str, act: Act) -> None:
    """Keep what was proposed and what it was turned into, with names, numbers and ways to reach people masked."""
    known = [value for payload in case_papers.payloads_of(tx, case.id) if payload.kind == "identity" for value in payload.body.values()]
    names = tuple(name for person in case_papers.staff_of(tx, case.organisation).values() for name in person)
    before = mask(proposed, [*known, *names])
    after = mask(letter, [*known, *names], earlier=before)
    body = {"kind": case.kind.value, "decision": case.decision or "", "outcome": case.outcome or "", "proposed": before.text, "letter": after.text}
    case_rounds.add_lesson(tx, f"{case.id}.{case.version}", case, body, act.at)


def judge_lesson(tx: Transaction, command: JudgeLesson, act: Act) -> dict[str, str]:  # noqa: ARG001 - all verbs alike
    """Accept or refuse a lesson. Raises: NotFound"""
    if not case_rounds.judge_lesson(tx, command.lesson, "accepted" if command.accepted else "refused"):
        raise NotFound("no such lesson, or it was judged")
    return {"lesson": command.lesson}
