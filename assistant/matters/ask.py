"""Ask a person, on the day, whether an answer to their letter came."""

from assistant.domain.due import Due
from assistant.domain.envelope import Reply
from assistant.domain.matter import Matter
from assistant.errors import NotFound
from assistant.followup import FollowUp
from assistant.interview.desk import Desk
from assistant.ports import Act
from assistant.store import dues, matters, notices
from assistant.store.database import Transaction


def ring(tx: Transaction, due_id: str, act: Act) -> dict[str, str]:
    """Put the question into the person's conversation once, where the matter still waits for an answer. Raises: NotFound"""
    due = dues.find_due(tx, due_id)
    if due is None:
        raise NotFound(f"nothing is due under {due_id!r}")
    dues.done(tx, due.id, act.at)
    matter = matters.find_matter(tx, due.ref)
    if matter is None or not matter.asks_on(due.at.date()):
        return {"matter": due.ref, "asked": "no"}
    notices.put_notice(tx, f"matter:{due.id}", (matter.person,), _question(matter, due, act), act.at)
    return {"matter": matter.id, "asked": "yes"}


def _question(matter: Matter, due: Due, act: Act) -> Reply:
    deps = act.deps
    desk = Desk(drafting=deps.drafting, library=deps.library, say=deps.say, today=due.at.date(), calendar=deps.calendar)
    follow = FollowUp(desk=desk, language=matter.language if matter.language in deps.say.full else "en")
    return Reply(text=follow.due(matter), actions=follow.buttons(matter), language=follow.language)
