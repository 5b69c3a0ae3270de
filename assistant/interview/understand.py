"""Understand what a text says while an interview is open: an answer, several facts, a change of what is known, or a question in the middle."""

from assistant.domain.draft import DraftState, Known, holds
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, Ground, Option, TemplateField
from assistant.domain.value import Value
from assistant.interview.answers import Hearing, Read, pick, read_answer
from assistant.interview.prefill import anchored, cued, harvest

LONG = 200
"""Characters from which a text is an account and no short answer."""
_RESTATED = 160
"""Characters up to which a statement about a finished letter may change it."""
_WORDS = (FieldKind.TEXT, FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM, FieldKind.LIST)
"""Kinds that would take any words, a question too."""
_NAMES = (FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM)
_MANY = (FieldKind.GROUNDS, FieldKind.MANY)


class Understood(Value):
    """What a text gives to an open interview."""

    knowns: tuple[Known, ...] = ()
    changed: bool = False
    """True where something known before is changed."""
    problem: str | None = None
    """Why the open question is not answered by it."""
    said: str = ""
    side: bool = False
    """True for a question in the middle, or a statement that belongs to no field."""


def understand(text: str, hearing: Hearing, field: TemplateField | None, order: tuple[Option, ...] | tuple[Ground, ...]) -> Understood:
    """Return what a text gives; `field` is the open question, `order` its options as they were shown."""
    talk = hearing.talk
    asking = talk.asks(text) and len(text) < LONG
    if field is None:
        return Understood(side=True) if asking else _told_later(text, hearing)
    read = _read(text, hearing, field, order)
    if asking and (read.problem is not None or field.kind in _WORDS):
        return Understood(side=True)
    if read.problem and field.kind in _MANY and talk.command(text) == "none":
        return Understood(knowns=(Known(field=field.id, state="skipped"),))
    extra = harvest(text, hearing, besides=field.id, story=len(text) > _account(field, text))
    if field.kind is FieldKind.ORGANISATION and read.values and (person := _person(text, read.values[0], hearing)):
        names = [known.field for known in extra]
        extra = (*extra, *(known for known in person if known.field not in names))
        return Understood(knowns=extra, problem="draft.problem.person", said=read.values[0])
    if read.problem:
        return Understood(knowns=(*extra, *_kept(text, hearing)), problem=read.problem, said=read.said)
    values = tuple(anchored(value, hearing.today) for value in read.values) if field.takes_story else read.values
    return Understood(knowns=(Known(field=field.id, values=values), *extra))


def _account(field: TemplateField, text: str) -> int:
    """Return from how many characters an answer is an account as well; Chinese says more in fewer, and a choice needs no sentence."""
    return LONG // 3 if text.isascii() or field.kind is not FieldKind.CHOICE else LONG // 9


def _read(text: str, hearing: Hearing, field: TemplateField, order: tuple[Option, ...] | tuple[Ground, ...]) -> Read:
    if field.kind is FieldKind.GROUNDS and len(text) <= LONG:
        found = pick(order, text, hearing.talk)
        return Read(values=found) if found else Read(problem="draft.problem.choice")
    if field.kind in _NAMES and (named := cued(field, text, hearing)):
        return Read(values=named)
    return read_answer(field, text, hearing)


def _person(text: str, value: str, hearing: Hearing) -> tuple[Known, ...]:
    """Return the name where a person was named instead of an organisation; empty where none was."""
    names = [found for found in hearing.template.fields if found.kind is FieldKind.NAME and found.asked]
    field = next((found for found in names if found.id not in hearing.state.by_field), next(iter(names), None))
    if field is None:
        return ()
    introduced = cued(field, text, hearing)
    if not ((introduced and (introduced[0] in value or value in introduced[0])) or matches(hearing.talk.person, value)):
        return ()
    return (Known(field=field.id, values=introduced or (value,)),)


def _told_later(text: str, hearing: Hearing) -> Understood:
    """Understand a statement where no question is open: something new, else a fact told anew."""
    if found := harvest(text, hearing):
        return Understood(knowns=found)
    restated = _restated(text, hearing) if len(text) <= _RESTATED else ()
    return Understood(knowns=restated, changed=True) if restated else Understood(side=True)


def _restated(text: str, hearing: Hearing) -> tuple[Known, ...]:
    """Return the facts that a text gives anew, where they differ from what is known; accounts and choices of reasons stay."""
    state = hearing.state
    open_ = state.forget(*(field.id for field in hearing.template.fields if not field.takes_story and field.kind not in _MANY))
    found = harvest(text, Hearing(hearing.template, open_, hearing.talk, hearing.today), story=False, given=state.by_field)
    told = [known for known in found if known.values != state.values(known.field) and known.field in state.by_field]
    return tuple(known for known in told if holds(hearing.template.field(known.field).only_if, state.by_field))


def _kept(text: str, hearing: Hearing) -> tuple[Known, ...]:
    """Put a long text that answers another question into the account, so that it is not lost."""
    story = next((field for field in hearing.template.fields if field.takes_story), None)
    if story is None or len(text) < LONG:
        return ()
    return added(text, story, hearing.state, hearing)


def added(text: str, story: TemplateField, state: DraftState, hearing: Hearing) -> tuple[Known, ...]:
    """Return the account with a text at its end; empty where it already stands there."""
    before, more = state.value(story.id), anchored(text[: story.max_chars], hearing.today)
    if before and more in before:
        return ()
    return (Known(field=story.id, values=(f"{before}\n{more}" if before else more,)),)
