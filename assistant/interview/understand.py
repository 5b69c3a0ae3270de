"""Understand what a text says while an interview is open: an answer, several facts, a change of what is known, or a question in the middle."""

from assistant.domain.draft import DraftState, Known, holds
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, Ground, Option, TemplateField
from assistant.interview.answers import UNSAFE, Hearing, Read, pick, read_answer
from assistant.interview.misplaced import introduced, misplaced, named_later
from assistant.interview.prefill import account, anchored, cued, harvest
from assistant.interview.understood import Understood

LONG = 200
"""Characters from which a text is an account and no short answer."""
_RESTATED = 160
"""Characters up to which a statement about a finished letter may change it."""
_WORDS = (FieldKind.TEXT, FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM, FieldKind.LIST)
"""Kinds that would take any words, a question too."""
_NAMES = (FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM)
_MANY = (FieldKind.GROUNDS, FieldKind.MANY)
_KEPT = (FieldKind.GROUNDS, FieldKind.MANY, FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.DATE)
"""Kinds of questions that people answer by telling more of what happened."""
_TELLS = 24
"""Latin letters from which a statement adds to an account; twice as many begin one, and Chinese says as much in a third."""


def understand(text: str, hearing: Hearing, field: TemplateField | None, order: tuple[Option, ...] | tuple[Ground, ...]) -> Understood:  # noqa: PLR0911 - one a way to be understood
    """Return what a text gives; `field` is the open question, `order` its options as they were shown."""
    talk = hearing.talk
    asking = talk.asks(text) and len(text) < LONG
    if field is None:
        return Understood(side=True) if asking else _told_later(text, hearing)
    if (moved := misplaced(text, field, hearing)) is not None:
        return moved
    read = _read(text, hearing, field, order)
    if asking and (read.problem is not None or field.kind in _WORDS):
        return Understood(side=True)
    if read.problem and field.kind in _MANY and talk.command(text) == "none":
        return Understood(knowns=(Known(field=field.id, state="skipped"),))
    extra = harvest(text, hearing, besides=field.id, story=len(text) > _account(field, text))
    if field.kind is FieldKind.ORGANISATION and read.values and (person := introduced(text, hearing)) and _same(person.values[0], read.values[0]):
        extra = (*extra, *(() if person.field in hearing.state.by_field else (person,)))
        return Understood(knowns=extra, problem="draft.problem.person", said=read.values[0])
    if read.problem:
        return _beside(text, hearing, field, extra, read)
    if field.kind is FieldKind.GROUNDS and len(text) >= (_TELLS * 2 if text.isascii() else _TELLS * 2 // 3):
        extra = (*extra, *_kept(text, hearing, extra))
    values = tuple(anchored(value, hearing.today) for value in read.values) if field.takes_story else read.values
    return Understood(knowns=(Known(field=field.id, values=values), *extra))


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _beside(text: str, hearing: Hearing, field: TemplateField, extra: tuple[Known, ...], read: Read) -> Understood:
    """Return what a text that does not answer the open question tells all the same: other facts, a fact told anew, a part of the account."""
    if extra:
        return Understood(knowns=(*extra, *(_kept(text, hearing, extra) if len(text) >= LONG else ())), problem=read.problem, said=read.said)
    plain = tuple(known for known in _restated(text, hearing) if _said_outright(known, text, hearing)) if len(text) <= _RESTATED else ()
    if plain:
        return Understood(knowns=plain, changed=True)
    told = _kept(text, hearing, ()) if field.kind in _KEPT else ()
    return Understood(knowns=told, problem=read.problem, said=read.said)


def _account(field: TemplateField, text: str) -> int:
    """Return from how many characters an answer is an account as well; Chinese says more in fewer, and a choice needs no sentence."""
    return LONG // 3 if text.isascii() or field.kind is not FieldKind.CHOICE else LONG // 9


def _read(text: str, hearing: Hearing, field: TemplateField, order: tuple[Option, ...] | tuple[Ground, ...]) -> Read:
    if field.kind is FieldKind.GROUNDS and len(text) <= LONG:
        found = pick(order, text, hearing.talk)
        return Read(values=found) if found else Read(problem="draft.problem.choice")
    if field.kind in _NAMES and not UNSAFE.search(text) and (named := cued(field, text, hearing)):
        return Read(values=named)
    return read_answer(field, text, hearing)


def _told_later(text: str, hearing: Hearing) -> Understood:
    """Understand a statement where no question is open: something new, else a fact told anew."""
    if (named := named_later(text, hearing)) is not None:
        return named
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


def _said_outright(known: Known, text: str, hearing: Hearing) -> bool:
    """Say whether a fact was told in so many words, as in "the company is …": while another question is open, no mere mention changes what is known."""
    field = hearing.template.field(known.field)
    return field.kind in _NAMES or (field.kind is FieldKind.DATE and matches(field.cues, text) is not None)


def _kept(text: str, hearing: Hearing, extra: tuple[Known, ...]) -> tuple[Known, ...]:
    """Put a text that tells something but answers another question into the account, so that it is not lost."""
    story = next((field for field in hearing.template.fields if field.takes_story), None)
    if story is None or story.id in {known.field for known in extra}:
        return ()
    told = account(text, hearing.today, hearing.talk)
    least = _TELLS if story.id in hearing.state.by_field else 2 * _TELLS
    if len(told) < (least if told.isascii() else least // 3):
        return ()
    return added(text if len(text) >= LONG else told, story, hearing.state, hearing)


def added(text: str, story: TemplateField, state: DraftState, hearing: Hearing) -> tuple[Known, ...]:
    """Return the account with a text at its end; empty where it already stands there."""
    before, more = state.value(story.id), anchored(text[: story.max_chars], hearing.today)
    if before and more in before:
        return ()
    return (Known(field=story.id, values=(f"{before}\n{more}" if before else more,)),)
