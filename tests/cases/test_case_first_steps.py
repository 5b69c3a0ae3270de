"""Opening, agreeing, filing and assigning: what each needs, and what each refuses."""

from datetime import date

import pytest

from assistant.domain.case import CaseKind, Status
from assistant.domain.case_command import AssignCase, ConsentCase, FileCase, OpenCase
from assistant.errors import CaseConflict, CaseForbidden, CaseInvalid, Forbidden, NotFound
from assistant.store import case_papers
from assistant.testing_cases import AUDITOR, CLERK_OF, HR, OFFICER, REVIEWER, SECOND, STORY, WORKER, World


@pytest.mark.parametrize("kind", CaseKind)
def test_a_case_goes_from_the_worker_to_the_desk(world: World, kind: CaseKind) -> None:
    key = world.assigned(kind)

    case = world.case(key)
    assert (case.status, case.reviewer) == (Status.ASSIGNED, CLERK_OF[kind])
    assert [event.what for event in world.service.cases.trail(key, world.actor(WORKER))] == ["open", "identity", "consent", "file", "assign"]


def test_an_appeal_gets_the_days_that_a_letter_asks_for_where_no_notice_promises_any(world: World) -> None:
    clock = world.case(world.filed()).clock

    assert clock is not None
    assert (clock.source, clock.rule, clock.last_day) == ("default", "asked-reply", date(2026, 12, 2))


def test_a_data_request_gets_the_days_of_the_statute(world: World) -> None:
    clock = world.case(world.filed(CaseKind.DATA_REQUEST)).clock

    assert clock is not None
    assert (clock.source, clock.last_day) == ("statutory", date(2026, 12, 3))


def test_nothing_is_filed_without_consent(world: World) -> None:
    key = world.opened()

    with pytest.raises(CaseForbidden, match="no_consent"):
        world.do(WORKER, FileCase(case=key))


def test_what_is_filed_needs_an_account_and_a_name(world: World) -> None:
    whose = {"kind": CaseKind.APPEAL, "organisation": "firm", "place": "TW", "language": "en"}

    for story, identity, fault in (("", {"name": "Lin"}, "empty"), (STORY, {}, "nameless")):
        with pytest.raises(CaseInvalid, match=fault):
            world.do(WORKER, OpenCase.model_validate({**whose, "case": "x1", "story": story, "identity": identity}))


def test_an_appeal_needs_a_company_for_its_desk(world: World) -> None:
    with pytest.raises(CaseInvalid, match="no_desk"):
        world.opened(organisation="union")


@pytest.mark.parametrize("person", [REVIEWER, HR, OFFICER, AUDITOR, "x-reviewer", "stranger"])
def test_nobody_else_acts_for_the_worker(world: World, person: str) -> None:
    key = world.opened()

    for command in (ConsentCase(case=key), FileCase(case=key)):
        with pytest.raises(Forbidden):
            world.do(person, command)


@pytest.mark.parametrize("person", [WORKER, HR, OFFICER, AUDITOR, "x-reviewer", "stranger"])
def test_only_the_desk_assigns(world: World, person: str) -> None:
    key = world.filed()

    with pytest.raises(Forbidden):
        world.do(person, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER))


def test_a_case_is_not_assigned_to_somebody_of_another_desk(world: World) -> None:
    key = world.filed()

    with pytest.raises(CaseForbidden, match="not_of_desk"):
        world.do(REVIEWER, AssignCase(case=key, version=world.case(key).version, reviewer="x-reviewer"))


def test_who_took_the_decision_is_not_assigned_and_cannot_open_it(world: World) -> None:
    key = world.filed(barred=[REVIEWER])

    with pytest.raises(CaseForbidden, match="barred"):
        world.do(REVIEWER, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER))
    with pytest.raises(CaseForbidden, match="not_independent"):
        world.do(SECOND, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER))
    with pytest.raises(CaseForbidden, match="barred"):
        world.service.cases.file(key, world.actor(REVIEWER))


def test_who_is_named_in_the_file_is_not_assigned(world: World) -> None:
    with world.core.database.write() as tx:
        case_papers.name_staff(tx, REVIEWER, "firm", ("Chen Po-an", "陳柏安"))
    key = world.filed(story="陳 柏安說分數是系統算的，他改不了。")

    with pytest.raises(CaseForbidden, match="not_independent"):
        world.do(SECOND, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER))
    world.do(SECOND, AssignCase(case=key, version=world.case(key).version, reviewer=SECOND))


def test_two_reviewers_at_once_are_one_effect_and_the_other_is_told_the_newer_version(world: World) -> None:
    key = world.filed()
    read = world.case(key).version
    world.do(REVIEWER, AssignCase(case=key, version=read, reviewer=REVIEWER))

    with pytest.raises(CaseConflict) as told:
        world.do(SECOND, AssignCase(case=key, version=read, reviewer=SECOND))

    assert told.value.values == {"version": read + 1}
    assert world.case(key).reviewer == REVIEWER


def test_the_same_press_twice_is_one_effect(world: World) -> None:
    key = world.opened()
    for _ in range(2):
        world.do(WORKER, ConsentCase(case=key), key="press-1")

    assert world.case(key).status is Status.CONSENTED
    with pytest.raises(CaseConflict):
        world.do(WORKER, ConsentCase(case=key), key="press-2")


def test_a_case_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.do(WORKER, FileCase(case="nowhere"))


def test_a_queue_shows_number_kind_clock_and_severity_and_a_file_opens_once_it_is_assigned(world: World) -> None:
    key = world.filed(decision="dismissal")
    row = world.service.cases.queue(world.actor(REVIEWER))[0]

    assert set(type(row).model_fields) == {"id", "number", "kind", "severity", "status", "due_on", "late", "version", "reviewer"}
    with pytest.raises(Forbidden):
        world.service.cases.file(key, world.actor(REVIEWER))
    world.do(REVIEWER, AssignCase(case=key, version=row.version, reviewer=REVIEWER))
    assert STORY in world.service.cases.file(key, world.actor(REVIEWER)).payloads[0].body["text"]
    assert [(person, what) for _, person, _, what in world.service.cases.readings(key, world.actor(WORKER))] == [(REVIEWER, "assigned")]


def test_a_pseudonymous_worker_is_not_named_to_the_desk(world: World) -> None:
    file = world.service.cases.file(world.assigned(pseudonym=True), world.actor(REVIEWER))

    assert "Lin Mei" not in file.model_dump_json()
    assert WORKER not in file.model_dump_json()


def test_the_queue_puts_the_earliest_clock_first_and_the_gravest_first_among_equals(world: World) -> None:
    mild, grave = world.filed(decision="scheduling"), world.filed(decision="dismissal")

    assert [row.id for row in world.service.cases.queue(world.actor(REVIEWER))] == [grave, mild]
