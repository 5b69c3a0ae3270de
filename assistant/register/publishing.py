"""Publish a notice so that it answers questions, and end it so that it answers for its own time only."""

from datetime import date, timedelta

from assistant.domain.assessment import Assessment
from assistant.domain.document import DocumentState, Moved
from assistant.domain.notice import Notice
from assistant.domain.register_command import Adopt, Publish, Supersede
from assistant.domain.system import AiSystem, SystemState, days_overlap
from assistant.errors import BadRequest, Conflict, NotYet, UnknownOrganisation
from assistant.knowledge.notices import NoticeText, Ownership, element_passages, prefix_of
from assistant.ports import Act
from assistant.register.day import today_of
from assistant.register.mine import document_of, refs_of, require_own
from assistant.store.database import Transaction
from assistant.store.organisations import find_organisation
from assistant.store.passages import replace_passages
from assistant.store.register import add_entry, find_entry
from assistant.store.register_documents import assessments_of, keep_document, notices_of

_SIGNED = frozenset({DocumentState.APPROVED, DocumentState.PUBLISHED})


def publish(tx: Transaction, command: Publish, act: Act) -> dict[str, str]:
    """Publish an approved document; a notice needs a signed assessment and a human contact, and ends the version before it.

    Raises: Forbidden, NotFound, Conflict, NotYet
    """
    key = command.key
    require_own(act, key.organisation)
    document = document_of(tx, key)
    moved = Moved(to=DocumentState.PUBLISHED, by=act.actor.person, at=act.at)
    if isinstance(document, Assessment):
        keep_document(tx, document.move(moved), at=act.at)
        return refs_of(key)
    starts = command.starts_on or document.starts_on or today_of(tx, act, key.organisation)
    published = document.move(moved).but(starts_on=starts)
    if missing := still_missing(document, assessments_of(tx, key.organisation, key.system)):
        raise NotYet(missing[0])
    _make_room(tx, published, starts, act)
    keep_document(tx, published, at=act.at)
    _put_passages(tx, published, act)
    return refs_of(key)


def supersede(tx: Transaction, command: Supersede, act: Act) -> dict[str, str]:
    """End a published document. Raises: Forbidden, NotFound, Conflict, BadRequest"""
    require_own(act, command.key.organisation)
    document = document_of(tx, command.key)
    if isinstance(document, Notice):
        _end(tx, document, command.until, act)
    else:
        keep_document(tx, document.move(_ended(act)), at=act.at)
    return refs_of(command.key)


def adopt(tx: Transaction, command: Adopt, act: Act) -> dict[str, str]:
    """Take in a notice as it was published elsewhere, with its days; the same version again replaces it.

    Raises: Forbidden, UnknownOrganisation, Conflict where another version answers on the same days
    """
    notice, key = command.notice, command.notice.key
    require_own(act, key.organisation)
    if find_entry(tx, key.organisation, key.system) is None:
        system = AiSystem(id=key.system, organisation=key.organisation, name=notice.name, decisions=notice.decisions, state=SystemState.IN_USE)
        add_entry(tx, system, by=act.actor.person, note="", at=act.at)
    moved = Moved(to=DocumentState.PUBLISHED, by=act.actor.person, at=act.at)
    taken = notice.but(state=DocumentState.PUBLISHED, history=(moved,), revision=1)
    _make_room(tx, taken, taken.starts_on or date.min, act)
    if taken.until is not None and taken.until < today_of(tx, act, key.organisation):
        taken = taken.move(_ended(act))
    keep_document(tx, taken, at=act.at)
    _put_passages(tx, taken, act)
    return refs_of(key)


def _make_room(tx: Transaction, new: Notice, starts: date, act: Act) -> None:
    """End the version that runs into the new one; two that would answer on the same day are refused."""
    for other in notices_of(tx, new.key.organisation, new.key.system):
        if other.key == new.key or other.state not in (DocumentState.PUBLISHED, DocumentState.SUPERSEDED) or not days_overlap(other.span, new.span):
            continue
        begins_later = other.starts_on is not None and other.starts_on >= starts
        if begins_later or other.state is DocumentState.SUPERSEDED:
            raise Conflict(f"version {other.key.version} answers on the same days")
        _end(tx, other, starts - timedelta(days=1), act)


def _end(tx: Transaction, notice: Notice, until: date, act: Act) -> None:
    if notice.starts_on is not None and until < notice.starts_on:
        raise BadRequest("a notice does not end before it begins")
    ended = notice.move(_ended(act)).but(until=until)
    keep_document(tx, ended, at=act.at)
    _put_passages(tx, ended, act)


def _ended(act: Act) -> Moved:
    return Moved(to=DocumentState.SUPERSEDED, by=act.actor.person, at=act.at)


def _put_passages(tx: Transaction, notice: Notice, act: Act) -> None:
    """Put a notice's elements where questions are answered from; search builds its index when it is next asked."""
    key = notice.key
    organisation = find_organisation(tx, key.organisation)
    if organisation is None:
        raise UnknownOrganisation(repr(key.organisation))
    texts = {language: {element: text for element, text in parts.items() if text.strip()} for language, parts in notice.texts.items()}
    told = NoticeText(
        system=key.system, version=key.version, name=notice.name, audience=notice.audience, decisions=notice.decisions, span=notice.span, texts=texts
    )
    passages = element_passages(told, act.deps.library.vocabulary, Ownership(owner=key.organisation, place=organisation.place))
    replace_passages(tx, key.organisation, passages, prefix=prefix_of(key.system, key.version))


def still_missing(notice: Notice, assessments: tuple[Assessment, ...]) -> tuple[str, ...]:
    """Return what a notice needs before it may be published, as the codes of `NotYet`."""
    contact = () if notice.said("contact") else ("contact",)
    return contact if any(each.state in _SIGNED for each in assessments) else (*contact, "assessment")
