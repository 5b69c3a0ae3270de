"""What follows a ruling: the remedy, a second look, reopening, closing, consent taken back."""

from datetime import timedelta

import pytest

from assistant.domain.case import CaseKind, RulingKind, Status
from assistant.domain.case_command import (
    AnswerRemedy,
    AssignCase,
    CloseCase,
    DoRemedy,
    LetRead,
    LookAgain,
    ReopenCase,
    StepAside,
    StopReading,
    TellCase,
    WithdrawCase,
)
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict, CaseForbidden, Forbidden, NotFound
from assistant.testing import FixedClock
from assistant.testing_cases import DELEGATE, HR, OFFICER, REVIEWER, SECOND, STORY, WORKER, World


def test_the_worker_is_asked_on_the_remedy_s_date_and_a_yes_closes_the_case(world: World, clock: FixedClock) -> None:
    world.in_touch(WORKER)
    key = world.notified()
    clock.move(timedelta(days=14))
    world.sweep()
    assert any("Was it done?" in told for told in world.notices(WORKER))

    world.do(WORKER, AnswerRemedy(case=key, done=True))

    assert world.case(key).status is Status.CLOSED
    with pytest.raises(CaseConflict):
        world.do(WORKER, AnswerRemedy(case=key, done=True))


def test_a_remedy_that_did_not_come_can_reopen_the_case_for_somebody_else(world: World) -> None:
    key = world.notified()
    world.do(WORKER, AnswerRemedy(case=key, done=False))
    world.do(WORKER, ReopenCase(case=key, reason="Nothing has changed."))

    case = world.case(key)
    assert (case.status, case.rounds, case.reviewer, case.outcome) == (Status.FILED, 2, None, None)
    with pytest.raises(CaseForbidden):
        world.do(SECOND, AssignCase(case=key, version=case.version, reviewer=REVIEWER))
    world.do(SECOND, AssignCase(case=key, version=case.version, reviewer=SECOND))


def test_hr_gets_the_remedy_as_a_task_without_the_file(world: World) -> None:
    key = world.notified()
    task = world.service.cases.tasks(world.actor(HR))[0]

    assert (task.number, STORY in task.model_dump_json(), "Lin" in task.model_dump_json()) == (world.case(key).number, False, False)
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor(HR))
    world.do(HR, DoRemedy(case=key, task=task.id))
    assert world.service.cases.tasks(world.actor(HR)) == ()
    with pytest.raises(NotFound):
        world.do(HR, DoRemedy(case=key, task=task.id))


def _sampled(world: World) -> str:
    """Return an upheld case that the sample takes; whether it does depends on its id alone."""
    for _ in range(60):
        key = world.notified(RulingKind.UPHELD)
        world.sweep()
        if world.case(key).looker:
            return key
    raise AssertionError("the sample took none of sixty")


def test_a_second_look_is_blind_and_its_disagreement_reopens(world: World) -> None:
    key = _sampled(world)
    looker = world.case(key).looker
    assert looker not in (None, REVIEWER)
    file = world.service.cases.file(key, world.actor(looker or ""))
    assert file.part == "look"
    assert (file.case.reviewer, file.case.outcome) == (None, None)
    assert not {payload.kind for payload in file.payloads} & {PayloadKind.RULING, PayloadKind.REPLY, PayloadKind.PROPOSAL}

    world.do(looker or "", LookAgain(case=key, version=world.case(key).version, agrees=False, reason="The leave was counted as absence."))

    assert (world.case(key).status, world.case(key).rounds) == (Status.FILED, 2)


def test_a_second_look_that_agrees_changes_nothing_for_the_worker(world: World) -> None:
    key = _sampled(world)
    looker = world.case(key).looker or ""
    world.do(looker, LookAgain(case=key, version=world.case(key).version, agrees=True, reason="I would have decided alike."))

    assert world.case(key).status is Status.NOTIFIED
    assert world.service.cases.trail(key, world.actor(WORKER))[-1].what == "look_agrees"


@pytest.mark.parametrize("outcome", [RulingKind.MODIFIED, RulingKind.OVERTURNED, RulingKind.INADMISSIBLE])
def test_only_what_was_upheld_is_looked_at_again(world: World, outcome: RulingKind) -> None:
    for _ in range(12):
        key = world.notified(outcome)
        world.sweep()
        assert world.case(key).looker is None


def test_after_withdrawal_nobody_of_the_desk_opens_it_and_nothing_more_is_done(world: World) -> None:
    key = world.assigned()
    world.do(WORKER, WithdrawCase(case=key))

    assert world.case(key).status is Status.WITHDRAWN
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor(REVIEWER))
    with pytest.raises(Forbidden):
        world.ruled(key, person=REVIEWER)
    for late in (WithdrawCase(case=key), TellCase(case=key, text="hello"), CloseCase(case=key)):
        with pytest.raises(CaseConflict):
            world.do(WORKER, late)


def test_a_union_reads_with_consent_alone_and_only_while_it_stands(world: World) -> None:
    key = world.assigned()
    officer = world.actor(OFFICER)
    with pytest.raises(Forbidden):
        world.service.cases.file(key, officer)

    world.do(WORKER, LetRead(case=key, organisation="union"))
    assert world.service.cases.file(key, officer).part == "consent"
    assert [case.id for case in world.service.cases.consented(officer)] == [key]
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor("x-officer"))

    world.do(WORKER, StopReading(case=key, organisation="union"))
    with pytest.raises(Forbidden):
        world.service.cases.file(key, officer)
    with pytest.raises(CaseConflict):
        world.do(WORKER, StopReading(case=key, organisation="union"))


def test_delegates_of_a_firm_without_a_union_read_with_consent(world: World) -> None:
    key = world.assigned()
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor(DELEGATE))

    world.do(WORKER, LetRead(case=key, organisation="firm:delegates"))

    assert world.service.cases.file(key, world.actor(DELEGATE)).part == "consent"


def test_consent_until_a_day_ends_on_that_day(world: World, clock: FixedClock) -> None:
    key = world.assigned()
    world.do(WORKER, LetRead(case=key, organisation="union", until=world.service.scene().today))
    world.service.cases.file(key, world.actor(OFFICER))

    clock.move(timedelta(days=1))
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor(OFFICER))


def test_taking_the_desk_s_consent_back_withdraws_the_case(world: World) -> None:
    key = world.assigned()
    world.do(WORKER, StopReading(case=key, organisation="firm"))

    assert world.case(key).status is Status.WITHDRAWN


def test_who_steps_aside_cannot_open_it_again(world: World) -> None:
    key = world.assigned()
    world.do(REVIEWER, StepAside(case=key, person=REVIEWER, reason="near"))

    assert (world.case(key).status, world.case(key).reviewer) == (Status.FILED, None)
    with pytest.raises(CaseForbidden, match="barred"):
        world.service.cases.file(key, world.actor(REVIEWER))


def test_a_question_is_answered_without_a_name(world: World) -> None:
    key = world.told(world.ruled(world.assigned(CaseKind.QUESTION, identity={}), RulingKind.ANSWERED))

    assert world.case(key).status is Status.NOTIFIED
