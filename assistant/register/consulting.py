"""Ask those who speak for the workers, keep what they say, answer it one by one."""

import hashlib

from assistant.domain.document import Comment, Consultation, DocumentState, Moved
from assistant.domain.register_command import AnswerComment, CommentOn, Consult
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound
from assistant.ports import Act
from assistant.register.day import today_of
from assistant.register.mine import document_of, refs_of, require_own, unions_for
from assistant.store.database import Transaction
from assistant.store.register_documents import find_comment, keep_comment, keep_document


def consult(tx: Transaction, command: Consult, act: Act) -> dict[str, str]:
    """Send a draft to unions, or to the firm's own delegates, with a day until which they may answer.

    Raises: Forbidden, NotFound, BadRequest, Conflict
    """
    key = command.key
    require_own(act, key.organisation)
    document = document_of(tx, key)
    today = today_of(tx, act, key.organisation)
    allowed = {*unions_for(tx, key.organisation), key.organisation}
    for asked in command.consultations:
        if asked.organisation not in allowed:
            raise BadRequest("only a union of this firm, or its own delegates, can be consulted")
        if asked.comment_by <= today:
            raise BadRequest("the day to comment by lies ahead")
    moved = Moved(to=DocumentState.CONSULTED, by=act.actor.person, at=act.at)
    again = {each.organisation: each for each in (*document.consultations, *command.consultations)}
    keep_document(tx, document.move(moved).but(consultations=tuple(again.values())), at=act.at)
    return refs_of(key)


def comment(tx: Transaction, command: CommentOn, act: Act) -> dict[str, str]:
    """Keep a remark of those who were asked, until the day they may answer. Raises: Forbidden, NotFound, Conflict"""
    document = document_of(tx, command.key)
    asked = next((each for each in document.consultations if each.organisation == command.organisation), None)
    if asked is None or act.actor.organisation != command.organisation:
        raise Forbidden("only those who were consulted comment")
    if document.state is not DocumentState.CONSULTED:
        raise Conflict(f"a document that is {document.state} takes no remarks")
    _in_time(tx, act, asked, command.key.organisation)
    name = hashlib.sha256(f"comment:{act.key}".encode()).hexdigest()[:24]
    element, text = command.element, command.text.strip()
    keep_comment(tx, Comment(id=name, key=command.key, organisation=command.organisation, by=act.actor.person, element=element, text=text, at=act.at))
    return {**refs_of(command.key), "comment": name}


def answer(tx: Transaction, command: AnswerComment, act: Act) -> dict[str, str]:
    """Answer one remark. Raises: Forbidden, NotFound"""
    found = find_comment(tx, command.comment)
    if found is None or found.key.organisation != command.organisation:
        raise NotFound("no such remark")
    require_own(act, command.organisation)
    keep_comment(tx, found.but(answer=command.text.strip(), answered_at=act.at))
    return {**refs_of(found.key), "comment": found.id}


def _in_time(tx: Transaction, act: Act, asked: Consultation, organisation: str) -> None:
    if today_of(tx, act, organisation) > asked.comment_by:
        raise Conflict("the day to comment by has passed")
