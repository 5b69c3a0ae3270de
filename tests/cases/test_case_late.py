"""The story of a late desk on a moved clock: each reminder once, at its hour, to whom it is for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.case import Status
from assistant.domain.case_command import AssignCase
from assistant.testing import FixedClock
from assistant.testing_cases import ADMIN, REVIEWER, SECOND, WORKER, World

TAIPEI = ZoneInfo("Asia/Taipei")


def test_a_late_desk_is_reminded_handed_back_and_escalated_and_the_worker_is_told_each_once(world: World, clock: FixedClock) -> None:
    world.in_touch(WORKER, REVIEWER, SECOND, ADMIN)
    key = world.filed()
    ends = world.case(key).clock
    assert ends is not None
    told: dict[str, list[tuple[str, int]]] = {}
    seen: dict[str, int] = {person: len(world.notices(person)) for person in (WORKER, REVIEWER, SECOND, ADMIN)}

    taken = False
    while clock.now().astimezone(TAIPEI).date() <= ends.last_day + timedelta(days=14):
        world.sweep()
        world.sweep()  # a second sweep at the same hour finds nothing
        here = clock.now().astimezone(TAIPEI)
        for person in seen:
            found = world.notices(person)
            for text in found[seen[person] :]:
                assert 8 <= here.hour < 21, "in the quiet hours nobody is told"
                told.setdefault(person, []).append((text, (here.date() - ends.last_day).days))
            seen[person] = len(found)
        if not taken and any("還沒有人承辦" in text for text, _ in told.get(REVIEWER, [])):
            world.do(REVIEWER, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER))
            taken = True
        clock.move(timedelta(hours=3))

    reviewer = [text for text, _ in told[REVIEWER]]
    for part in ("還沒有人承辦", "提醒：", "今天是最後一天", "回到待辦"):
        assert sum(part in text for text in reviewer) == 1, part
    assert [day for text, day in told[REVIEWER] if "今天是最後一天" in text] == [0]
    assert next(day for text, day in told[REVIEWER] if "提醒：" in text) < 0
    assert [day > 0 for text, day in told[ADMIN]] == [True]
    late = [day for text, day in told[WORKER]]
    assert late == [1]
    assert (world.case(key).status, world.case(key).late, world.case(key).reviewer) == (Status.FILED, True, None)
    assert isinstance(clock.now(), datetime)
