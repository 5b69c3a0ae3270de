"""Everybody tries everything: every role, verb, kind of case and standing, by the one way to act and by every view."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner

from assistant import access, acting
from assistant.access import MATRIX
from assistant.bootstrap import build
from assistant.cases.stake import DELEGATES, stake_of
from assistant.commands import build as build_commands
from assistant.domain.case import CaseKind
from assistant.domain.case_command import CaseCommand, LetRead, StopReading, WithdrawCase
from assistant.domain.case_round_command import ForgetCases, NameStaff, RegisterCallBack, RoundCommand
from assistant.domain.command import Command
from assistant.domain.document import DocumentKind, Key
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Span, Value
from assistant.errors import Forbidden
from assistant.ports import Act
from assistant.settings import Settings
from assistant.store.cases import find_case
from assistant.testing import NOON, FixedClock, HashEmbedder
from assistant.testing_cases import CLERK_OF, DESK_OF, WORKER, World

ME = "me"
DESK = {CaseKind.APPEAL: Role.REVIEWER, CaseKind.DATA_REQUEST: Role.PRIVACY_DESK, CaseKind.COMPLAINT: Role.OFFICER, CaseKind.QUESTION: Role.ADVISER}
STANDINGS = ("draft", "filed", "assigned", "barred", "own", "consented", "taken_back", "withdrawn", "foreign")
COMMANDS = {kind.model_fields["verb"].default: kind for kind in get_args(CaseCommand | RoundCommand)}
OF_ONE_CASE = {verb for verb, kind in COMMANDS.items() if "case" in kind.model_fields} - {"open_case", "come_back", "note_call_back"} | {
    "read_case",
    "read_trail",
}
WORKERS = {
    "consent_case",
    "file_case",
    "answer_case",
    "tell_case",
    "add_evidence",
    "answer_remedy",
    "close_case",
    "reopen_case",
    "withdraw_case",
    "let_read",
    "stop_reading",
    "name_yourself",
}
CLERKS = {
    "assign_case",
    "step_aside",
    "ask_worker",
    "tell_case",
    "extend_case",
    "hand_back",
    "decide_case",
    "confirm_ruling",
    "notify_worker",
    "look_again",
    "close_case",
}
READS = {"read_case", "read_trail", "look_into"}


def allowed(verb: str, role: Role, kind: CaseKind, standing: str) -> bool:
    """Say what product.md, section 7, lets somebody do with one case; written by hand, and not from the code."""
    if role is Role.SYSTEM and verb == "assign_case":
        return True
    if standing == "own":
        return verb in WORKERS | READS
    trail = verb == "read_trail" and role in (Role.AUDITOR, Role.ADMINISTRATOR)
    task = verb == "do_remedy" and role in (Role.HR, Role.ADMINISTRATOR)
    clerk = role is DESK[kind]
    return {
        "draft": False,
        "filed": trail or task or (clerk and verb in ("assign_case", "step_aside")),
        "assigned": trail or task or (clerk and verb in CLERKS | READS),
        "barred": trail or task or (clerk and verb in ("assign_case", "step_aside")),
        "consented": role in (Role.OFFICER, Role.DELEGATE) and verb in ("read_case", "look_into"),
        "taken_back": False,
        "withdrawn": trail or task,
        "foreign": False,
    }[standing]


@dataclass
class Walk:
    """A world with one case in each standing, of each kind."""

    world: World
    cases: dict[tuple[CaseKind, str], str]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[Walk]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    world = World(core)
    found = {}
    for kind in CaseKind:
        found[kind, "draft"], found[kind, "filed"], found[kind, "barred"] = world.opened(kind), world.filed(kind), world.filed(kind, barred=(ME,))
        found[kind, "assigned"] = found[kind, "foreign"] = world.assigned(kind)
        found[kind, "own"] = found[kind, "assigned"]
        for standing in ("consented", "taken_back"):
            found[kind, standing] = key = world.filed(kind)
            for home in (f"firm{DELEGATES}", _union_for(kind)):
                world.do(WORKER, LetRead(case=key, organisation=home))
                if standing == "taken_back":
                    world.do(WORKER, StopReading(case=key, organisation=home))
        found[kind, "withdrawn"] = world.assigned(kind)
        world.do(WORKER, WithdrawCase(case=found[kind, "withdrawn"]))
    yield Walk(world, found)
    core.database.close()


def _union_for(kind: CaseKind) -> str:
    return "other-union" if kind is CaseKind.COMPLAINT else "union"


def actor(role: Role, kind: CaseKind, standing: str) -> Actor:
    """Return somebody in a role: the clerk who has the case, in this home or another; the worker; or who was consented to."""
    home = DESK_OF[kind]
    person = {"own": WORKER, "barred": ME}.get(standing, CLERK_OF[kind])
    if standing == "foreign":
        home = "other-union" if home == "union" else "other"
    if standing in ("consented", "taken_back"):
        person, home = ME, "firm" if role is Role.DELEGATE else _union_for(kind)
    held = Membership(person=person, organisation=home, role=role.value, span=Span(start=date(2026, 1, 1)), proof=Proof.INVITE)
    return Actor(person=person, role=role, organisation=home, memberships=(held,))


def command_on(verb: str, case: str) -> Command:
    """Return a command that names the case; what it would change is looked at after access only."""
    made: Any = COMMANDS[verb]
    command: Command = made.model_construct(case=case, verb=verb)
    return command


def test_every_role_meets_every_verb_on_every_kind_of_case_in_every_standing(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    deps = walk.world.service.deps
    cells = tried = 0
    wrong: list[str] = []
    verbs = sorted(OF_ONE_CASE)
    with walk.world.core.database.write() as tx:
        for number, ((kind, standing), role) in enumerate(product(walk.cases, Role)):
            who = actor(role, kind, standing)
            known = find_case(tx, walk.cases[kind, standing])
            assert known is not None
            stake = stake_of(tx, known, who, NOON, deps)
            for at, verb in enumerate(verbs):
                cells += 1
                may = access.may(who, verb, stake)
                if may is not allowed(verb, role, kind, standing):
                    wrong.append(f"{role} {verb} {kind} {standing}: {'let in' if may else 'refused'}")
                if not may and verb in COMMANDS and (at + number) % 6 == 0:  # each verb, by the one way to act, in a sixth of the cells
                    tried += 1
                    with pytest.raises(Forbidden):
                        acting.act(tx, command_on(verb, known.id), Act(actor=who, at=NOON, key=f"walk:{cells}", deps=deps))
    with capsys.disabled():
        many = f"{len(verbs)} verbs, {len(Role)} roles, {len(CaseKind)} kinds, {len(STANDINGS)} standings"
        sys.stdout.write(f"\naccess walk: {cells} cells of cases ({many}), {tried} refused by act\n")
    assert wrong == []


def test_views_of_cases_say_the_same(walk: Walk) -> None:
    reading = walk.world.service.cases
    for (kind, standing), role in product(walk.cases, Role):
        who, key = actor(role, kind, standing), walk.cases[kind, standing]
        for verb, read in (("read_case", reading.file), ("read_trail", reading.trail)):
            try:
                read(key, who)
                seen = True
            except Forbidden:
                seen = False
            assert seen is allowed(verb, role, kind, standing), f"{role} {verb} {kind} {standing}"
        for view in () if standing == "own" else (reading.given_to(who), reading.consented(who)):
            assert all(case.organisation == who.organisation or allowed("read_case", role, case.kind, "consented") for case in view)


@pytest.mark.parametrize("role", Role)
def test_lists_of_one_organisation_hold_nothing_of_another(walk: Walk, role: Role) -> None:
    reading = walk.world.service.cases
    ours = {key for (kind, _), key in walk.cases.items() if DESK_OF[kind] == "firm"}
    drafts = {walk.cases[kind, "draft"] for kind in CaseKind}
    stranger, own = (Actor(person=ME, role=role, organisation=home) for home in ("other", "firm"))
    for read in (reading.queue, reading.trail_for, reading.counts, reading.tasks):
        try:
            found = read(stranger)
        except Forbidden:
            with pytest.raises(Forbidden):
                read(own)
            continue
        assert not found or getattr(found, "total", 0) is None, f"{role} {read.__name__}"
    if role in (Role.AUDITOR, Role.ADMINISTRATOR):
        seen = {event.case for event in reading.trail_for(own)}
        assert seen == ours - drafts
        assert WORKER not in {event.actor for event in reading.trail_for(own)}


ELSEWHERE = Key(organisation="other", kind=DocumentKind.NOTICE, system="s", version="1")


def _named(kind: type[Value]) -> Command:
    """Return a command on another's record, with nothing in it but whose it is."""
    fields: dict[str, object] = {"organisation": "other", "person": "other", "key": ELSEWHERE}
    for name in ("system", "notice", "assessment", "batch", "widget", "matter", "account", "login"):
        field = kind.model_fields.get(name)
        if field is not None and isinstance(field.annotation, type) and hasattr(field.annotation, "model_construct"):
            fields[name] = field.annotation.model_construct(organisation="other", person="other", union="other", key=ELSEWHERE)
    made: Any = kind
    command: Command = made.model_construct(**{name: value for name, value in fields.items() if name in kind.model_fields})
    return command


_PARTS = get_args(get_args(Command)[0])
OTHERS = {kind.model_fields["verb"].default: kind for kind in _PARTS if kind.model_fields["verb"].default not in COMMANDS}
ASKS_THE_STORE = {
    "correct_complaint",
    "shape_topics",
    "handle_complaints",
    "settle_names",
    "take_up",
    "ask_consents",
    "answer_consent",
    "send_joint",
    "forget_matter",
    "forget_writing",
}
"""These name a row; the rooms find it under the actor's own organisation or person only."""


@pytest.mark.parametrize("verb", sorted(set(OTHERS) - ASKS_THE_STORE))
def test_no_caller_s_word_opens_another_s_record(walk: Walk, verb: str) -> None:
    deps = walk.world.service.deps
    with walk.world.core.database.write() as tx:
        for role in Role:
            if MATRIX[verb].get(role) == access.ANY:
                continue
            who = Actor(person=ME, role=role, organisation="firm")
            for claimed in (ME, "firm", None):
                with pytest.raises(Forbidden):
                    acting.act(tx, _named(OTHERS[verb]), Act(actor=who, at=NOON, key=f"{verb}:{role}:{claimed}", deps=deps), owner=claimed)


def test_the_walks_leave_no_row_of_the_matrix_out() -> None:
    of_an_organisation = {NameStaff.model_fields["verb"].default, RegisterCallBack.model_fields["verb"].default, ForgetCases.model_fields["verb"].default}
    alone = {"open_case", "come_back", "ring_case", "note_call_back", "keep_checkpoint", "judge_lesson", *of_an_organisation}
    read = {"read_queue", "read_counts", "read_batch", "read_conversation"}

    assert set(MATRIX) == OF_ONE_CASE | alone | set(OTHERS) | read


def test_the_report_names_every_cell() -> None:
    printed = {how: CliRunner().invoke(build_commands(), ["access", *how.split()]) for how in ("", "--report", "--json", "--csv")}

    assert all(done.exit_code == 0 for done in printed.values())
    assert json.loads(printed["--json"].stdout).keys() == MATRIX.keys()
    assert printed["--csv"].stdout.count("\n") == len(MATRIX) + 1
    assert f"{len(MATRIX)} verbs x {len(Role)} roles = {len(MATRIX) * len(Role)} cells" in printed[""].stdout
    assert "with the worker's consent" in printed["--report"].stdout
