"""Cases without a name: what somebody typed about themselves does not reach the desk, until they say who they are."""

import pytest

from assistant.domain.case import CaseKind
from assistant.domain.case_command import NameYourself, TellCase
from assistant.testing_cases import CLERK_OF, WORKER, World

NAMED = "我是林美玲，手機 0912-345-678。8 月請病假，系統給我最低分。"


def _read(world: World, key: str, kind: CaseKind) -> str:
    return world.service.cases.file(key, world.actor(CLERK_OF[kind])).model_dump_json()


@pytest.mark.parametrize(("kind", "given"), [(CaseKind.APPEAL, {"pseudonym": True, "identity": {"name": "林美玲"}}), (CaseKind.QUESTION, {"identity": {}})])
def test_a_name_typed_in_the_story_does_not_reach_the_desk_until_the_worker_says_who_they_are(world: World, kind: CaseKind, given: dict[str, object]) -> None:
    key = world.assigned(kind, story=NAMED, letter=f"立書人：林美玲\n{NAMED}", **given)
    world.do(WORKER, TellCase(case=key, text="請打 0912-345-678 找林美玲。"))

    seen = _read(world, key, kind)
    assert "0912-345-678" not in seen
    assert "8 月請病假，系統給我最低分" in seen
    if kind is CaseKind.APPEAL:
        assert "林美玲" not in seen
    assert "林美玲" in world.service.cases.file(key, world.actor(WORKER)).model_dump_json()

    world.do(WORKER, NameYourself(case=key, identity={"name": "林美玲"}))
    assert "林美玲" in _read(world, key, kind)


def test_a_case_under_one_s_own_name_is_read_as_it_was_written(world: World) -> None:
    key = world.assigned(CaseKind.APPEAL, story=NAMED, identity={"name": "林美玲"})

    assert NAMED in _read(world, key, CaseKind.APPEAL)
