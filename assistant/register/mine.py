"""What every verb of the register asks first: whose record it is, and whether it is there."""

from assistant.domain.assessment import Assessment
from assistant.domain.document import Document, Key
from assistant.domain.notice import Notice
from assistant.domain.person import Role
from assistant.domain.system import Entry
from assistant.errors import Conflict, Forbidden, NotFound
from assistant.ports import Act
from assistant.store import organisations, register, register_documents
from assistant.store.database import Transaction

_EVERYWHERE = frozenset({Role.OPERATOR, Role.SYSTEM})


def require_own(act: Act, organisation: str) -> None:
    """Let pass who acts for this organisation. Raises: Forbidden"""
    if act.actor.role not in _EVERYWHERE and act.actor.organisation != organisation:
        raise Forbidden("this is another organisation's register")


def entry_of(tx: Transaction, organisation: str, system: str) -> Entry:
    """Return the last version of an entry. Raises: NotFound"""
    entry = register.find_entry(tx, organisation, system)
    if entry is None:
        raise NotFound(f"no system {system!r} in the register")
    return entry


def document_of(tx: Transaction, key: Key) -> Notice | Assessment:
    """Return a document. Raises: NotFound"""
    found = register_documents.find_document(tx, key)
    if found is None:
        raise NotFound(f"no {key.kind} {key.system} {key.version}")
    return found


def require_read(before: Document | None, revision: int) -> None:
    """Let pass who has read the newest text. Raises: Conflict"""
    if (before.revision if before else 0) != revision:
        raise Conflict("somebody changed this meanwhile")


def unions_for(tx: Transaction, organisation: str) -> tuple[str, ...]:
    """Return the ids of the unions here that organise this company's staff."""
    return tuple(each.id for each in organisations.all_organisations(tx) if organisation in each.represents)


def refs_of(key: Key) -> dict[str, str]:
    """Return what an event may hold of a document."""
    return {"organisation": key.organisation, "kind": key.kind.value, "system": key.system, "version": key.version}
