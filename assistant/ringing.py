"""What a sweep does with dates that have come: each becomes a command of its room, under the date's own key."""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.domain.case_round_command import RingCase
from assistant.domain.command import Command
from assistant.domain.due import Due
from assistant.domain.letters_command import RingMatter
from assistant.domain.person import Actor, Role
from assistant.errors import RecourseError
from assistant.ports import Deps
from assistant.store import dues
from assistant.store.database import Database

log = logging.getLogger(__name__)
SYSTEM = Actor(person="system", role=Role.SYSTEM)

ROOMS: Mapping[str, Callable[[Due], Command]] = {"case": lambda due: RingCase(due=due.id), "matter": lambda due: RingMatter(due=due.id)}
"""The first word of a date's kind -> the command that does what it waited for. One line a room."""


class Acting(Protocol):
    """The part of the service that a sweep needs."""

    database: Database
    deps: Deps

    def act(self, command: Command, actor: Actor, *, key: str | None = None) -> dict[str, str]:
        """Carry a command out once for its key."""
        ...


def ring_all(service: Acting) -> int:
    """Do everything that is due now; return how many dates there were. One that fails stays due and stops no other."""
    with service.database.read() as tx:
        found = dues.ready(tx, service.deps.clock.now())
    for due in found:
        try:
            service.act(ROOMS[due.kind.partition(".")[0]](due), SYSTEM, key=f"due:{due.id}:{due.at.isoformat()}"[:160])
        except (RecourseError, KeyError) as problem:
            log.warning("due %s failed: %s", due.kind, type(problem).__name__)
    return len(found)
