"""Plan the days on which a person is asked about a letter that went out."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from assistant.domain.due import Due
from assistant.domain.matter import Matter, Standing
from assistant.ports import Act
from assistant.store import dues
from assistant.store.database import Transaction

ASK = "matter.ask"
_MORNING = time(9)


def plan(tx: Transaction, matter: Matter, act: Act) -> None:
    """Wait for the matter's days, and no longer for those it had before."""
    dues.cancel(tx, matter.id, act.at)
    for row in _dues(matter, act):
        dues.plan(tx, row)


def forget(tx: Transaction, matter: str, act: Act) -> None:
    """Wait for nothing of a matter any more."""
    dues.cancel(tx, matter, act.at)


def _dues(matter: Matter, act: Act) -> Iterator[Due]:
    if matter.standing is not Standing.SENT:
        return
    zone = ZoneInfo(act.deps.library.places[matter.place].time_zone)
    for day in matter.asks:
        at = datetime.combine(day, _MORNING, zone).astimezone(act.at.tzinfo)
        if at > act.at:
            yield Due(id=f"{matter.id}:{matter.version}:{day:%Y%m%d}", at=at, kind=ASK, ref=matter.id)
