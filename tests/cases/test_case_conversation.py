"""The conversation of somebody with a case outlives the ninety days: what the desk writes still has to reach them."""

from datetime import timedelta

from assistant.store import conversations
from assistant.testing import FixedClock
from assistant.testing_cases import WORKER, World
from assistant.turn import forget_old


def test_only_conversations_of_people_without_a_case_are_erased(world: World, clock: FixedClock) -> None:
    world.in_touch(WORKER, "passer-by")
    world.filed()

    clock.move(timedelta(days=91))

    assert forget_old(world.core.database, world.service.deps) == 1
    with world.core.database.read() as tx:
        assert conversations.threads_of(tx, WORKER) == (f"t-{WORKER}",)
        assert conversations.threads_of(tx, "passer-by") == ()
