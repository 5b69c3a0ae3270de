"""Hear an answer that belongs to another question than the open one: a bare name, company, day or number shows by its form where it goes."""

from assistant.dates import find_dates
from assistant.domain.draft import Known, holds
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, TemplateField
from assistant.interview.answers import CONTACT, Hearing, check_date, read_answer
from assistant.interview.prefill import cued
from assistant.interview.shape import Shape, shape_of
from assistant.interview.understood import Understood

_NAMES = (FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM)
_CLOSED = (FieldKind.DATE, FieldKind.CHOICE, FieldKind.MANY, FieldKind.GROUNDS, FieldKind.YES_NO, FieldKind.AMOUNT, FieldKind.COUNT)
"""Kinds whose answers have a form of their own."""


def misplaced(text: str, field: TemplateField, hearing: Hearing) -> Understood | None:  # noqa: PLR0911 - one a form
    """Return what a text gives to other fields than the open one; None where it may answer the open one."""
    shape = shape_of(text, hearing.talk, hearing.today)
    match shape:
        case Shape.ORDER:
            return Understood()
        case Shape.NUMBERS:
            wordless = field.kind in _NAMES or field.takes_story
            return Understood(problem="draft.problem.number", said=text.strip()) if wordless else None
        case Shape.PERSON if field.kind is not FieldKind.NAME:
            return _person(text, field, hearing)
        case Shape.FIRM if field.kind not in (FieldKind.ORGANISATION, FieldKind.SYSTEM):
            return _firm(text, field, hearing)
        case Shape.DATE if field.kind in _NAMES or field.takes_story or field.kind in (FieldKind.CHOICE, FieldKind.MANY, FieldKind.GROUNDS):
            return _date(text, hearing)
        case Shape.CONTACT if field.kind is FieldKind.NAME:
            return _contact(text, hearing)
    return None


def named_later(text: str, hearing: Hearing) -> Understood | None:
    """Return what a bare name of a person or a company changes where no question is open; None for any other text."""
    match shape_of(text, hearing.talk, hearing.today):
        case Shape.PERSON:
            name = _name_field(hearing)
            return _person(text, name, hearing) if name else None
        case Shape.FIRM:
            return _firm(text, hearing.template.fields[0], hearing)
    return None


def introduced(text: str, hearing: Hearing) -> Known | None:
    """Return the name that somebody gives as their own, as in 「我是林小明」; None where nobody does."""
    field = _name_field(hearing)
    value = cued(field, text, hearing) if field else ()
    return Known(field=field.id, values=value) if field and value else None


def _name_field(hearing: Hearing) -> TemplateField | None:
    """Return the name that is still to be told, else the first one."""
    known = hearing.state.by_field
    names = [found for found in hearing.template.fields if found.kind is FieldKind.NAME and found.asked and holds(found.only_if, known)]
    return next((found for found in names if found.id not in known), next(iter(names), None))


def _person(text: str, field: TemplateField, hearing: Hearing) -> Understood | None:
    name = _name_field(hearing)
    read = read_answer(name, text, hearing) if name else None
    if name is None or read is None or read.problem:
        return None
    before = hearing.state.values(name.id)
    told = (Known(field=name.id, values=read.values),) if read.values != before else ()
    contact = _contact(text, hearing).knowns
    if field.kind is FieldKind.ORGANISATION:
        return Understood(knowns=(*(told if not before else ()), *contact), problem="draft.problem.person", said=read.values[0])
    if field.kind in _CLOSED or field.takes_story or field is name or not before:
        return Understood(knowns=(*told, *contact), changed=bool(before and told))
    return None


def _firm(text: str, field: TemplateField, hearing: Hearing) -> Understood | None:
    """Put a company where one is asked for, a union or an authority only where its own words say so."""
    known = hearing.state.by_field
    firms = [found for found in hearing.template.fields if found.kind is FieldKind.ORGANISATION and holds(found.only_if, known)]
    own = [found for found in firms if matches(found.cues, text) and cued(found, text, hearing)]
    firms = own or [found for found in firms if not found.shows]
    place = next((found for found in firms if found.id not in known), next(iter(firms), None))
    read = read_answer(place, text, hearing) if place else None
    if place is None or read is None or read.problem:
        return None
    before = hearing.state.values(place.id)
    if before and field.kind is FieldKind.TEXT and not field.takes_story:
        return None
    told = (Known(field=place.id, values=read.values),) if read.values != before else ()
    return Understood(knowns=told, changed=bool(before and told))


def _date(text: str, hearing: Hearing) -> Understood | None:
    """Put a bare day into the day that is still to be told, else in place of the one told last."""
    known = hearing.state.by_field
    days = [found for found in hearing.template.fields if found.kind is FieldKind.DATE and found.asked and holds(found.only_if, known)]
    told = [found for each in reversed(hearing.state.knowns) for found in days if found.id == each.field]
    place = next((found for found in days if found.id not in known), next(iter(told), None))
    if place is None:
        return None
    said = find_dates(text, hearing.today, future=place.future)[-1]
    problem = check_date(place, said, hearing)
    if problem:
        return Understood(problem=problem, said=said.text)
    before = hearing.state.values(place.id)
    return Understood(knowns=(Known(field=place.id, values=(said.value,)),), changed=bool(before))


def _contact(text: str, hearing: Hearing) -> Understood:
    found = CONTACT.search(text)
    field = hearing.template.by_id.get("contact")
    if found is None or field is None:
        return Understood()
    return Understood(knowns=(Known(field=field.id, values=(found.group().strip(),)),))
