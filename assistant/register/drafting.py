"""Keep the text of a notice, or the answers of an assessment, while they are drafted."""

from collections.abc import Container

from assistant.domain.assessment import Assessment
from assistant.domain.document import OPEN, DocumentState
from assistant.domain.notice import Notice
from assistant.domain.register_command import Assess, DraftNotice
from assistant.errors import BadRequest, Conflict
from assistant.ports import Act
from assistant.register.mine import entry_of, refs_of, require_own, require_read
from assistant.store.database import Transaction
from assistant.store.register_documents import find_document, keep_document

_LONGEST = 8000
"""Characters of one element."""


def draft(tx: Transaction, command: DraftNotice, act: Act) -> dict[str, str]:
    """Keep a notice's text. Raises: Forbidden, NotFound, BadRequest, Conflict where it was changed meanwhile or is no draft any more."""
    notice, vocabulary = command.notice, act.deps.library.vocabulary
    _check(notice, vocabulary.elements, vocabulary.decisions)
    return _keep(tx, notice, command.revision, act)


def assess(tx: Transaction, command: Assess, act: Act) -> dict[str, str]:
    """Keep an assessment's answers. Raises: Forbidden, NotFound, Conflict where it was changed meanwhile or is signed."""
    return _keep(tx, command.assessment, command.revision, act)


def _check(notice: Notice, elements: Container[str], decisions: Container[str]) -> None:
    unknown = [element for element in notice.elements if element not in elements]
    unknown += [decision for decision in notice.decisions if decision not in decisions]
    if unknown:
        raise BadRequest(f"unknown element or decision: {', '.join(unknown)}")
    if notice.audience not in ("public", "applicants", "members"):
        raise BadRequest("a notice is for public, applicants or members")
    if any(len(text) > _LONGEST for parts in notice.texts.values() for text in parts.values()):
        raise BadRequest(f"an element has at most {_LONGEST} characters")


def _keep(tx: Transaction, document: Notice | Assessment, revision: int, act: Act) -> dict[str, str]:
    key = document.key
    require_own(act, key.organisation)
    entry_of(tx, key.organisation, key.system)
    before = find_document(tx, key)
    require_read(before, revision)
    if before is not None and before.state not in OPEN:
        raise Conflict(f"a document that is {before.state} is not changed; make a new version")
    kept = {"state": before.state, "consultations": before.consultations, "history": before.history} if before else {"state": DocumentState.DRAFT}
    keep_document(tx, document.but(**kept, revision=revision + 1), at=act.at)
    return refs_of(key)
