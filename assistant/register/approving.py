"""Sign a document by a named person, or send it back."""

from assistant.domain.assessment import Assessment
from assistant.domain.document import DocumentState, Moved
from assistant.domain.register_command import Approve, Return
from assistant.errors import NotYet
from assistant.ports import Act
from assistant.register.day import today_of
from assistant.register.mine import document_of, refs_of, require_own, unions_for
from assistant.store.database import Transaction
from assistant.store.register_documents import comments_on, keep_document


def approve(tx: Transaction, command: Approve, act: Act) -> dict[str, str]:
    """Sign a document. Raises: Forbidden, NotFound, Conflict, NotYet where those who speak for the workers were not asked or not answered."""
    key = command.key
    require_own(act, key.organisation)
    document = document_of(tx, key)
    moved = Moved(to=DocumentState.APPROVED, by=act.actor.person, name=command.name.strip(), at=act.at)
    after = document.move(moved)
    if not document.consultations and unions_for(tx, key.organisation):
        raise NotYet("consultation")
    remarks = comments_on(tx, key)
    if any(not remark.answer for remark in remarks):
        raise NotYet("answers")
    silent = {each.organisation for each in document.consultations} - {remark.organisation for remark in remarks}
    today = today_of(tx, act, key.organisation)
    if any(each.comment_by >= today for each in document.consultations if each.organisation in silent):
        raise NotYet("comment_day")
    if isinstance(document, Assessment) and document.review_on is None:
        raise NotYet("review_day")
    keep_document(tx, after, at=act.at)
    return refs_of(key)


def send_back(tx: Transaction, command: Return, act: Act) -> dict[str, str]:
    """Send a document back to be changed. Raises: Forbidden, NotFound, Conflict"""
    require_own(act, command.key.organisation)
    document = document_of(tx, command.key)
    moved = Moved(to=DocumentState.RETURNED, by=act.actor.person, note=command.note.strip(), at=act.at)
    keep_document(tx, document.move(moved), at=act.at)
    return refs_of(command.key)
