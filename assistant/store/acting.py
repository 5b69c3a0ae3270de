"""Carry out the commands on organisations, texts, keys and conversations, inside the transaction of `act`."""

from typing import assert_never

from sqlalchemy import Connection

from assistant.domain.command import AddOrganisation, CoreCommand, Declare, Forget, Ingest, Join, LoadCorpus, MakeKey
from assistant.domain.organisation import Membership, Proof
from assistant.domain.value import Span
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.ports import Act
from assistant.store import conversations, organisations, passages

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
            if command.organisation is not None:
                _must_exist(tx, command.organisation)
            organisations.add_key(tx, digest=command.digest, kind=command.kind, organisation=command.organisation, role=command.role, person=None, at=act.at)
            return {"kind": command.kind, "organisation": command.organisation or ""}
        case Ingest():
            _must_exist(tx, command.organisation)
            version = passages.replace_passages(tx, command.organisation, command.passages, prefix=command.prefix)
            return {"organisation": command.organisation, "version": version}
        case LoadCorpus():
            return {"version": passages.replace_passages(tx, PUBLIC, command.passages)}
        case Join():
            return _join(tx, command)
        case Declare():
            _must_exist(tx, command.organisation)
            _belong(tx, command.person, command.organisation, "worker", command, Proof.DECLARED)
            return {"organisation": command.organisation}
        case Forget():
            conversations.forget_threads(tx, conversations.threads_of(tx, command.person))
            return {}
    assert_never(command)


def _must_exist(tx: Connection, organisation: str) -> None:
    if organisations.find_organisation(tx, organisation) is None:
        raise UnknownOrganisation(repr(organisation))


def _join(tx: Connection, command: Join) -> dict[str, str]:
    found = organisations.find_key(tx, command.digest, "invite")
    if found is None or found[0] is None:
        raise BadRequest("this invitation does not hold")
    organisation, role = found[0], found[1]
    _belong(tx, command.person, organisation, role, command, Proof.INVITE)
    return {"organisation": organisation, "role": role}


def _belong(tx: Connection, person: str, organisation: str, role: str, command: Join | Declare, proof: Proof) -> None:
    organisations.add_membership(tx, Membership(person=person, organisation=organisation, role=role, span=Span(start=command.day), proof=proof))
