"""Notices, assessments, and remarks on their drafts."""

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select

from assistant.domain.assessment import Assessment
from assistant.domain.document import Comment, Document, DocumentKind, Key
from assistant.domain.notice import Notice
from assistant.domain.value import Instant
from assistant.store.register_tables import comments, documents

_KINDS: dict[DocumentKind, type[Notice] | type[Assessment]] = {DocumentKind.NOTICE: Notice, DocumentKind.ASSESSMENT: Assessment}


def keep_document(tx: Connection, document: Document, *, at: Instant) -> None:
    """Put a document in place of its older self."""
    key = document.key
    tx.execute(delete(documents).where(_is(documents, key)))
    row = {"organisation": key.organisation, "kind": key.kind.value, "system": key.system, "version": key.version}
    row |= {"state": document.state.value, "at": at.isoformat()}
    tx.execute(insert(documents).values(**row, revision=document.revision, body=document.model_dump(mode="json")))


def find_document(tx: Connection, key: Key) -> Notice | Assessment | None:
    """Return a document by its key."""
    body = tx.execute(select(documents.c.body).where(_is(documents, key))).scalar_one_or_none()
    return _KINDS[key.kind].model_validate(body) if body else None


def notices_of(tx: Connection, organisation: str, system: str | None = None) -> tuple[Notice, ...]:
    """Return an organisation's notices, by system and version."""
    return tuple(Notice.model_validate(body) for body in _bodies(tx, organisation, DocumentKind.NOTICE, system))


def assessments_of(tx: Connection, organisation: str, system: str | None = None) -> tuple[Assessment, ...]:
    """Return an organisation's assessments, by system and version."""
    return tuple(Assessment.model_validate(body) for body in _bodies(tx, organisation, DocumentKind.ASSESSMENT, system))


def consulted_by(tx: Connection, companies: tuple[str, ...], asked: str) -> tuple[Notice | Assessment, ...]:
    """Return the documents of these companies on which an organisation was consulted."""
    rows = tx.execute(
        select(documents.c.kind, documents.c.body)
        .where(documents.c.organisation.in_(companies))
        .order_by(documents.c.organisation, documents.c.kind, documents.c.system, documents.c.version)
    ).all()
    found = [_KINDS[DocumentKind(row.kind)].model_validate(row.body) for row in rows]
    return tuple(each for each in found if any(consultation.organisation == asked for consultation in each.consultations))


def keep_comment(tx: Connection, comment: Comment) -> None:
    """Put a remark in place of its older self."""
    key = comment.key
    tx.execute(delete(comments).where(comments.c.id == comment.id))
    row = {"organisation": key.organisation, "kind": key.kind.value, "system": key.system, "version": key.version}
    tx.execute(insert(comments).values(id=comment.id, **row, at=comment.at.isoformat(), body=comment.model_dump(mode="json")))


def comments_on(tx: Connection, *keys: Key) -> tuple[Comment, ...]:
    """Return the remarks on documents, oldest first."""
    if not keys:
        return ()
    rows = tx.execute(select(comments.c.body).where(or_(*[_is(comments, key) for key in keys])).order_by(comments.c.at, comments.c.id)).scalars()
    return tuple(Comment.model_validate(body) for body in rows)


def find_comment(tx: Connection, comment: str) -> Comment | None:
    """Return a remark by its id."""
    body = tx.execute(select(comments.c.body).where(comments.c.id == comment)).scalar_one_or_none()
    return Comment.model_validate(body) if body else None


def _is(table: Table, key: Key) -> ColumnElement[bool]:
    columns = table.c
    return and_(columns.organisation == key.organisation, columns.kind == key.kind.value, columns.system == key.system, columns.version == key.version)


def _bodies(tx: Connection, organisation: str, kind: DocumentKind, system: str | None) -> list[object]:
    wanted = [documents.c.organisation == organisation, documents.c.kind == kind.value]
    if system is not None:
        wanted.append(documents.c.system == system)
    return list(tx.execute(select(documents.c.body).where(*wanted).order_by(documents.c.system, documents.c.version)).scalars())
