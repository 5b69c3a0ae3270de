"""Deciding: no ruling without its reasons, none on an old version, none by one person where it weighs too much."""

from datetime import date

import pytest
from pydantic import ValidationError

from assistant.bootstrap import OPERATOR
from assistant.domain.case import FAVOURABLE, KINDS, CaseKind, RulingKind, Status
from assistant.domain.case_command import AssignCase, ConfirmRuling, DecideCase, NotifyWorker, TellCase
from assistant.domain.case_ruling import Ruling
from assistant.domain.identity_command import GiveRole
from assistant.domain.person import Role
from assistant.errors import CaseConflict, CaseForbidden, CaseInvalid, Forbidden
from assistant.testing_cases import LETTER, REVIEWER, SECOND, THIRD, WORKER, World, ruling

TODAY = date(2026, 11, 18)
EVERY = [(kind, outcome) for kind, rules in KINDS.items() for outcome in rules.rulings]


@pytest.mark.parametrize(("kind", "outcome"), EVERY)
def test_a_ruling_lacks_none_of_its_reasons(kind: CaseKind, outcome: RulingKind) -> None:
    whole = dict(ruling(kind, outcome, TODAY))
    needed = [*KINDS[kind].reasons, *(["remedy", "remedy_on"] if outcome in FAVOURABLE else [])]

    for part in needed:
        for empty in ({part: None} if part in ("outside", "remedy_on") else {part: "  "}, {part: None} if part in ("outside", "remedy_on") else {part: "ok"}):
            with pytest.raises(ValidationError, match=part):
                Ruling.model_validate({**whole, **empty})


@pytest.mark.parametrize("kind", CaseKind)
def test_a_desk_rules_only_as_its_kind_allows(kind: CaseKind) -> None:
    for outcome in set(RulingKind) - set(KINDS[kind].rulings):
        with pytest.raises(ValidationError, match="outcome"):
            ruling(kind, outcome, TODAY)


def test_a_refusal_needs_its_ground() -> None:
    whole = dict(ruling(CaseKind.DATA_REQUEST, RulingKind.REFUSED, TODAY))

    with pytest.raises(ValidationError, match="ground"):
        Ruling.model_validate({**whole, "ground": ""})


@pytest.mark.parametrize(("kind", "outcome"), EVERY)
def test_every_kind_is_decided_and_told(world: World, kind: CaseKind, outcome: RulingKind) -> None:
    key = world.told(world.ruled(world.assigned(kind), outcome))

    assert (world.case(key).status, world.case(key).outcome) == (Status.NOTIFIED, outcome)


def test_the_worker_is_told_in_the_conversation_they_were_in(world: World) -> None:
    world.in_touch(WORKER)
    world.notified()

    assert any(LETTER in told for told in world.notices(WORKER))


def test_a_ruling_on_an_older_version_is_refused_and_names_the_newer(world: World) -> None:
    key = world.assigned()
    read = world.case(key).version
    world.do(WORKER, TellCase(case=key, text="I found the doctor's note."))

    with pytest.raises(CaseConflict) as told:
        world.do(REVIEWER, DecideCase(case=key, version=read, ruling=ruling(CaseKind.APPEAL, RulingKind.UPHELD, TODAY)))
    assert told.value.values == {"version": read + 1}


def test_only_who_has_the_case_decides_it(world: World) -> None:
    key = world.assigned()

    for person in (SECOND, WORKER, "x-reviewer"):
        with pytest.raises(Forbidden):
            world.ruled(key, person=person)


@pytest.mark.parametrize("decision", ["dismissal", "demotion", "pay", "hiring", "suspension", "termination"])
def test_upholding_a_grave_decision_waits_for_a_second_person(world: World, decision: str) -> None:
    key = world.ruled(world.assigned(decision=decision), RulingKind.UPHELD)
    assert world.case(key).status is Status.PROPOSED
    with pytest.raises(CaseForbidden):
        world.do(REVIEWER, AssignCase(case=key, version=world.case(key).version, reviewer=REVIEWER, part="second"))
    with pytest.raises(Forbidden):
        world.do(SECOND, ConfirmRuling(case=key, version=world.case(key).version, agrees=True, reason="I read it all."))
    world.do(SECOND, AssignCase(case=key, version=world.case(key).version, reviewer=SECOND, part="second"))
    with pytest.raises(CaseForbidden, match="same_person"):
        world.do(REVIEWER, ConfirmRuling(case=key, version=world.case(key).version, agrees=True, reason="I read it all."))

    world.do(SECOND, ConfirmRuling(case=key, version=world.case(key).version, agrees=True, reason="I read it all."))

    assert world.case(key).status is Status.DECIDED
    assert [event.what for event in world.service.cases.trail(key, world.actor(REVIEWER))][-4:] == ["propose", "assign_second", "confirm", "decide"]


def test_a_second_person_may_send_it_back_with_a_reason(world: World) -> None:
    key = world.ruled(world.assigned(decision="dismissal"), RulingKind.UPHELD)
    world.do(SECOND, AssignCase(case=key, version=world.case(key).version, reviewer=SECOND, part="second"))

    with pytest.raises(CaseInvalid, match="empty"):
        world.do(SECOND, ConfirmRuling(case=key, version=world.case(key).version, agrees=False, reason=" "))
    world.do(SECOND, ConfirmRuling(case=key, version=world.case(key).version, agrees=False, reason="The leave was not looked at."))

    assert (world.case(key).status, world.case(key).second, world.case(key).outcome) == (Status.ASSIGNED, None, None)


@pytest.mark.parametrize(("decision", "outcome"), [("dismissal", RulingKind.OVERTURNED), ("scheduling", RulingKind.UPHELD)])
def test_what_helps_the_worker_or_weighs_little_needs_one_person(world: World, decision: str, outcome: RulingKind) -> None:
    assert world.case(world.ruled(world.assigned(decision=decision), outcome)).status is Status.DECIDED


def test_a_firm_where_nobody_is_independent_does_not_pass_silently(world: World) -> None:
    world.in_touch(WORKER)
    key = world.filed(barred=[REVIEWER, SECOND, THIRD])

    assert world.case(key).alone
    assert any("took no part in the decision" in told for told in world.notices(WORKER))


def test_where_everybody_of_the_desk_runs_the_firm_too_the_worker_is_told(world: World) -> None:
    world.in_touch(WORKER)
    for person, role in ((REVIEWER, Role.HR), (SECOND, Role.ADMINISTRATOR), (THIRD, Role.HR)):
        world.service.act(GiveRole(person=person, organisation="firm", role=role.value, start=world.service.scene().today), OPERATOR)
    key = world.filed()

    assert world.case(key).alone
    assert any("took no part in the decision" in told for told in world.notices(WORKER))


def test_where_no_second_person_is_left_the_worker_is_told(world: World) -> None:
    world.in_touch(WORKER)
    key = world.ruled(world.assigned(decision="dismissal", barred=[SECOND, THIRD]), RulingKind.UPHELD)

    assert (world.case(key).alone, world.case(key).status) == (True, Status.PROPOSED)
    assert any("took no part in the decision" in told for told in world.notices(WORKER))


def test_a_letter_is_kept_with_what_it_was_before(world: World) -> None:
    key = world.ruled(world.assigned())
    world.do(REVIEWER, NotifyWorker(case=key, version=world.case(key).version, letter=LETTER, proposed="Generated words for Lin Mei.", lesson=True))

    reply = world.service.cases.file(key, world.actor(WORKER)).payloads[-1]
    assert reply.body == {"text": LETTER, "proposed": "Generated words for Lin Mei."}
    lesson = world.service.cases.lessons()[0]
    assert "Lin Mei" not in lesson.model_dump_json()
    assert lesson.body["letter"] == LETTER
