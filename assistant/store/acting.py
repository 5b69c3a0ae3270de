"""Carry out the commands on organisations, texts, keys and conversations, inside the transaction of `act`."""

from typing import assert_never

from sqlalchemy import Connection

from assistant.domain.command import AddOrganisation, CoreCommand, Declare, Forget, Ingest, Join, LoadCorpus, MakeKey
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Role
from assistant.domain.value import Span
from assistant.errors import BadRequest, Forbidden, UnknownOrganisation
from assistant.ports import Act
from assistant.store import case_evidence, conversations, identity_people, matters, organisations, passages, people

PUBLIC = "public"


def carry_out(tx: Connection, command: CoreCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911 - one a command
    """Change the rows a command asks for; return ids for the event, never texts.

    Raises: UnknownOrganisation, BadRequest
    """
    match command:
        case AddOrganisation():
            organisations.add_organisation(tx, command.organisation)
            return {"organisation": command.organisation.id}
        case MakeKey():
            return _make_key(tx, command, act)
        case Ingest():
            _must_exist(tx, command.organisation)
            version = passages.replace_passages(tx, command.organisation, command.passages, prefix=command.prefix)
            return {"organisation": command.organisation, "version": version}
        case LoadCorpus():
            return {"version": passages.replace_passages(tx, PUBLIC, command.passages)}
        case Join():
            return _join(tx, command, act)
        case Declare():
            _must_exist(tx, command.organisation)
            span = Span(start=command.day)
            organisations.add_membership(
                tx, Membership(person=command.person, organisation=command.organisation, role=Role.WORKER.value, span=span, proof=Proof.DECLARED)
            )
            return {"organisation": command.organisation}
        case Forget():
            files = conversations.forget_threads(tx, conversations.threads_of(tx, command.person), spare=command.receipt)
            if act.deps.safe is not None:
                for digest in case_evidence.free(tx, files):
                    act.deps.safe.drop(digest)
            people.forget_person(tx, command.person)
            matters.drop_matters_of(tx, command.person)
            return {}
    assert_never(command)


def _must_exist(tx: Connection, organisation: str) -> None:
    if organisations.find_organisation(tx, organisation) is None:
        raise UnknownOrganisation(repr(organisation))


def _make_key(tx: Connection, command: MakeKey, act: Act) -> dict[str, str]:
    if act.actor.role is not Role.OPERATOR and command.organisation != act.actor.organisation:
        raise Forbidden("this is another organisation's")
    if command.organisation is not None:
        _must_exist(tx, command.organisation)
    organisations.add_key(tx, digest=command.digest, kind=command.kind, organisation=command.organisation, role=command.role, person=None, at=act.at)
    if command.kind == "invite":
        first, last = command.span.start, command.span.until
        identity_people.add_invitation(tx, command.digest, once=command.once, expires_at=command.expires_at, start=first, until=last, note=command.note)
    return {"kind": command.kind, "organisation": command.organisation or ""}


def _join(tx: Connection, command: Join, act: Act) -> dict[str, str]:
    found = identity_people.find_invitation(tx, command.digest)
    if found is None or not found.holds_at(act.at):
        raise BadRequest("this invitation does not hold")
    span = Span(start=max(command.day, found.start or command.day), until=found.until)
    if span.until is not None and span.start is not None and span.until < span.start:
        raise BadRequest("this invitation does not hold")
    identity_people.spend_invitation(tx, command.digest, command.person, act.at)
    membership = Membership(person=command.person, organisation=found.organisation, role=found.role.value, span=span, proof=Proof.INVITE)
    organisations.add_membership(tx, membership)
    return {"organisation": found.organisation, "role": found.role.value}
