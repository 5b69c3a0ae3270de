"""One message in, one commit out: read the scene, let the flow decide, write everything under the message's key."""

import asyncio
import logging
import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from assistant import acting, flow, governing_talk, menu, papers
from assistant.access import actor_of, reader_of_memberships
from assistant.cards.layout import lay_out
from assistant.cases.scene import actor_for
from assistant.counterwork import cases_for, has_evidence, hide_code
from assistant.domain.answer import Card, Line
from assistant.domain.case_command import OfOneCase
from assistant.domain.case_round_command import LookInto
from assistant.domain.command import Command
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.organisation import Membership, Organisation
from assistant.domain.person import Actor, Role
from assistant.domain.value import Instant
from assistant.errors import Forbidden, RecourseError
from assistant.letters import is_button
from assistant.ports import Act, Deps
from assistant.store import batches, case_evidence, cases, conversations, identity_people, matters, organisations, outgoing, people
from assistant.store.database import Database, Transaction

_NUMBER = re.compile(r"[(（]?(#?)\s*(\d{1,2})[)）.]?")
log = logging.getLogger(__name__)
ROWS_KEPT = timedelta(days=365)
"""How long the rows of a union's batch are kept (product.md section 8); its counts stay."""
MATTER_KEPT = timedelta(days=3 * 365 + 1)
"""How long a self-carried matter is kept after it was closed: three years, with room for a leap day."""


async def take_turn(inbound_id: str, *, database: Database, deps: Deps, place: str) -> OutcomeKind | None:
    """Take one kept message's turn and commit it; taking it again changes nothing. None: there is no such message.

    Raises: StoreBusy (retryable)
    """
    read = await asyncio.to_thread(_read, inbound_id, database, deps, place)
    if read is None:
        return None
    inbound, scene, known, version = read
    outcome = await decide(inbound, scene, deps, known)
    return await asyncio.to_thread(_commit, inbound, scene, outcome, version, database, deps)


async def decide(inbound: Inbound, scene: Scene, deps: Deps, known: tuple[Organisation, ...]) -> Outcome:
    """Run the flow; a failure of ours becomes an outcome in words, and what the person wrote is not lost."""
    try:
        outcome = None if has_evidence(scene) else await _before_the_flow(inbound, scene, deps, known)
        outcome = outcome or await flow.run(inbound, scene, deps, known)
        return _remembering(menu.for_everyone(outcome, inbound, deps), inbound, deps)
    except RecourseError as problem:
        log.warning("turn %s failed: %s", inbound.id, type(problem).__name__)
        if problem.retry:
            raise
        return _failed(inbound, scene, deps)
    except Exception:
        log.exception("turn %s failed", inbound.id)
        return _failed(inbound, scene, deps)


async def _before_the_flow(inbound: Inbound, scene: Scene, deps: Deps, known: tuple[Organisation, ...]) -> Outcome | None:
    """Return the outcome of a command, of a wish about governance, or of a file; None where a message is for the flow."""
    if said := menu.answered(inbound, scene, deps, known):
        return said
    return await governing_talk.answered(inbound, scene, deps) or await papers.answered(inbound, scene, deps, known)


def _remembering(outcome: Outcome, inbound: Inbound, deps: Deps) -> Outcome:
    """Return an outcome that remembers in which language it was said; nothing where everything is forgotten."""
    before, said = outcome.dialogue.spoken, outcome.reply.frame or outcome.reply.language
    if outcome.dialogue == Dialogue() or (before in deps.say.partial and said == "en" and (inbound.choice or menu.wish_of(inbound, deps))):
        return outcome  # a letter is not written in a language of which only the frame is known; the next answer has it again
    return outcome.but(dialogue=outcome.dialogue.but(spoken=said))


def today_in(place: str, deps: Deps, now: Instant) -> Scene:
    """Return an empty scene for a place, on the day that it is there."""
    today = now.astimezone(ZoneInfo(deps.library.places[place].time_zone)).date()
    return Scene(reader=reader_of_memberships((), None), place=place, day=today, today=today)


def _read(inbound_id: str, database: Database, deps: Deps, place: str) -> tuple[Inbound, Scene, tuple[Organisation, ...], int] | None:
    with database.read() as tx:
        inbound = conversations.find_inbound(tx, inbound_id)
        if inbound is None:
            return None
        inbound = inbound.but(person=identity_people.person_of(tx, inbound.person))
        if inbound.numbered and inbound.choice is None:
            inbound = typed_press(inbound, conversations.offered_last(tx, inbound.thread))
        inbound = menu.as_press(inbound, deps)
        dialogue, version = conversations.dialogue_of(tx, inbound.thread)
        scene = today_in(place, deps, deps.clock.now())
        memberships = organisations.memberships_on(tx, inbound.person, scene.today)
        reader = reader_of_memberships(memberships, dialogue.organisation)
        scene = scene.but(reader=reader, dialogue=dialogue, language=people.language_of(tx, inbound.person), matters=matters.matters_of(tx, inbound.person))
        scene = scene.but(casework=cases_for(tx, inbound, scene, memberships, deps))
        return inbound, scene, organisations.all_organisations(tx), version


def typed_press(inbound: Inbound, offered: Sequence[Choice]) -> Inbound:
    """Return the press that a typed number or label means; the message itself where it means none.

    A bare number may answer a question of an interview; there only `#2` is a press.
    """
    typed = unicodedata.normalize("NFKC", inbound.text).strip()
    number = _NUMBER.fullmatch(typed)
    bare = number is not None and not number[1] and any(is_button(choice.token) for choice in offered)
    if number and not bare and 1 <= int(number[2]) <= len(offered):
        return inbound.but(text="", choice=offered[int(number[2]) - 1].token)
    named = next((choice for choice in offered if choice.label.casefold() == typed.casefold()), None)
    return inbound.but(text="", choice=named.token) if named else inbound


def _commit(inbound: Inbound, scene: Scene, outcome: Outcome, version: int, database: Database, deps: Deps) -> OutcomeKind:
    """Write a turn and what it decided to have done, all or nothing; a refusal is told instead and changes nothing else."""
    at = deps.clock.now()
    try:
        with database.write() as tx:
            if conversations.commit_turn(tx, inbound, outcome, version=version, at=at):
                for number, command in enumerate(outcome.commands):
                    who = acting_as(tx, command, inbound.person, organisations.memberships_on(tx, inbound.person, scene.today))
                    acting.act(tx, command, Act(actor=who, at=at, key=f"turn:{inbound.id}:{number}", deps=deps), owner=inbound.person)
                hide_code(tx, inbound, outcome, at)
        return outcome.kind
    except RecourseError as problem:
        if problem.retry or not outcome.commands:
            raise
        log.warning("turn %s: %s was refused: %s", inbound.id, [command.verb for command in outcome.commands], type(problem).__name__)
        refused = _failed(inbound, scene, deps, problem)
    with database.write() as tx:
        conversations.commit_turn(tx, inbound, refused, version=version, at=at)
    return refused.kind


def acting_as(tx: Transaction, command: Command, person: str, memberships: tuple[Membership, ...]) -> Actor:
    """Return somebody as they act on a case: in the role of its desk where they hold it."""
    case = cases.find_case(tx, command.case) if isinstance(command, get_args(OfOneCase | LookInto)) else None
    return actor_for(person, memberships, case) if case else acting_person(person, memberships)


def acting_person(person: str, memberships: tuple[Membership, ...]) -> Actor:
    """Return somebody who acts in a conversation: in the first role their proven memberships give, else as a worker."""
    try:
        return actor_of(person, memberships, (), None)
    except Forbidden:
        return Actor(person=person, role=Role.WORKER, memberships=memberships)


def _failed(inbound: Inbound, scene: Scene, deps: Deps, problem: RecourseError | None = None) -> Outcome:
    """Return the outcome of a turn that failed; what was known before is kept."""
    language = scene.dialogue.language or deps.tongue.recognise(inbound.text) or deps.library.places[scene.place].languages[0]
    language = language if language in deps.say.full else "en"
    said = deps.say(problem.phrase, language, **{"detail": "", **problem.values}).strip() if problem else deps.say("outcome.error_internal", language)
    card = Card(answer=(Line(text=said),))
    reply = Reply(text=lay_out(card, (), language, deps.say), card=card, language=language)
    kind, reason = (OutcomeKind.GUARDED, "refused") if problem else (OutcomeKind.ERROR_INTERNAL, "failure")
    return Outcome(kind=kind, reason=reason, reply=reply, dialogue=scene.dialogue)


def forget_old(database: Database, deps: Deps) -> int:
    """Erase conversations past their time, with their files, and matters closed long ago; return how many there were."""
    with database.write() as tx:
        count, files = conversations.erase_old_conversations(tx, deps.clock.now(), timedelta(days=deps.policy.conversation_days))
        files = case_evidence.free(tx, files)
        outgoing.drop_letters(tx, deps.clock.now() - timedelta(days=deps.policy.conversation_days))
        count += matters.drop_old_matters(tx, deps.clock.now(), MATTER_KEPT)
        count += batches.forget_rows_before(tx, deps.clock.now() - ROWS_KEPT)
    if deps.safe is not None:
        for digest in files:
            deps.safe.drop(digest)
    return count
