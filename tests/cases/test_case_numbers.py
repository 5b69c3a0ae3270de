"""Numbers about cases: feedback that shows nobody, no path around the table, and a queue that indexes answer."""

import random

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from sqlalchemy import text

from assistant.cases.feedback import feedback
from assistant.domain.case import MOVES, OVER, Case, CaseKind, Move, RulingKind, Status
from assistant.errors import CaseConflict
from assistant.testing import NOON
from assistant.testing_cases import World

DRAFT = Case(id="c1", number="A-1", kind=CaseKind.APPEAL, place="TW", organisation="firm", worker="w", language="en", opened_at=NOON)


@tries(max_examples=200)
@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_no_walk_finds_a_path_around_the_table(moves: list[Move]) -> None:
    case = DRAFT
    seen = [case.status]
    for move in moves:
        before = case
        try:
            case = case.move(move)
        except CaseConflict:
            assert move not in MOVES[before.status]
            assert case == before
            continue
        assert MOVES[before.status][move] is case.status
        assert case.version == before.version + 1
        seen.append(case.status)
    if Status.FILED in seen:
        assert seen.index(Status.CONSENTED) < seen.index(Status.FILED)
    if Status.NOTIFIED in seen:
        assert seen.index(Status.DECIDED) < seen.index(Status.NOTIFIED)
    if Status.CONFIRMED in seen:
        assert seen.index(Status.PROPOSED) < seen.index(Status.CONFIRMED)


def test_every_status_is_reached_and_only_what_is_over_ends() -> None:
    reached, chance = {Status.DRAFT}, random.Random(5)
    for _ in range(400):
        case = DRAFT
        while MOVES[case.status] and case.version < 40:
            case = case.move(chance.choice(list(MOVES[case.status])))
            reached.add(case.status)

    assert reached == set(Status)
    assert {status for status, after in MOVES.items() if not after} == {Status.WITHDRAWN, Status.EXPIRED} < set(OVER)


def test_feedback_shows_numbers_from_five_on_and_no_rest_that_subtraction_would_show(world: World) -> None:
    for _ in range(6):
        world.ruled(world.assigned(system="scores"), RulingKind.MODIFIED)
    world.filed(system="scores", decision="dismissal")

    with world.core.database.read() as tx:
        pack, small = feedback(tx, "firm", "scores"), feedback(tx, "firm", "other-system")

    assert (pack.total, pack.by["indicator"], pack.by["ruling"]) == (7, {}, {})  # one more would show by subtraction
    assert (small.total, small.by["kind"]) == (None, {})
    assert "Lin Mei" not in pack.as_json()
    assert pack.as_csv().splitlines()[:2] == ["organisation,system,what,value,cases", "firm,scores,total,,7"]


@pytest.mark.parametrize("kind", list(CaseKind))
def test_the_queue_is_answered_by_its_index_in_its_order(world: World, kind: CaseKind) -> None:
    query = "SELECT body FROM cases WHERE organisation = 'firm' AND kind = :kind AND waits IS 1 ORDER BY due_on, rank, id LIMIT 50"
    with world.core.database.read() as tx:
        plan = " ".join(str(row) for row in tx.execute(text(f"EXPLAIN QUERY PLAN {query}"), {"kind": kind.value}).all())

    assert "cases_queue" in plan
    assert "TEMP B-TREE" not in plan
