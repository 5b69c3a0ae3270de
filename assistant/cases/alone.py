"""Where nobody independent is at hand, the worker is told so before anything else happens."""

from assistant.cases.record import record
from assistant.cases.stake import independent, wears_two_hats
from assistant.cases.tell import desk_people, tell_worker
from assistant.domain.case import Case
from assistant.ports import Act
from assistant.store.database import Transaction


def told_if_alone(tx: Transaction, case: Case, act: Act, *, besides: str | None = None) -> Case:
    """Tell the worker, once a round, where nobody but `besides` could review the case independently; return the case as it stands."""
    free = set(independent(tx, case, desk_people(tx, case, act))) - wears_two_hats(tx, case, act.at.date())
    others = [person for person in free if person != besides]
    if others or case.alone:
        return case
    after = record(tx, case, case.but(alone=True), "alone", act)
    tell_worker(tx, after, act, "case.told.alone", "mine")
    return after
