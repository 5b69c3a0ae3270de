"""Fill fields from whatever was said, so that nothing is asked that is already known."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assistant.dates import Said, find_dates
from assistant.domain.draft import DraftState, Known, holds
from assistant.domain.talk import Talk, matches
from assistant.domain.template import FieldKind, Template, TemplateField
from assistant.interview.answers import CONTACT, Hearing, check_date, read_answer
from assistant.interview.shape import is_person

_SENTENCE = re.compile(r"[^。！？!?\n.]*(?:\.(?=\d)[^。！？!?\n.]*)*[。！？!?\n.]*")
_CLAUSE = re.compile(r"[，,；;。！？!?\n]|\. ")
_SHORTEST_STORY = 12
"""Characters below which an account says nothing."""


def harvest(text: str, hearing: Hearing, *, besides: str | None = None, story: bool = True, given: Mapping[str, Known] | None = None) -> tuple[Known, ...]:
    """Return what a text tells about fields that are not known yet; `besides` is left out, `given` is what conditions look at besides."""
    template, state = hearing.template, hearing.state
    found: dict[str, Known] = {}
    open_fields = [field for field in template.fields if field.prefilled and field.id != besides and not _settled(state, field)]
    dates = _dates(open_fields, text, hearing)
    for field in open_fields:
        values = dates.get(field.id) or _values(field, text, hearing, story=story)
        if values:
            found[field.id] = Known(field=field.id, values=values)
    return tuple(known for known in found.values() if holds(template.field(known.field).only_if, {**(given or {}), **state.by_field, **found}))


def _settled(state: DraftState, field: TemplateField) -> bool:
    known = state.by_field.get(field.id)
    return known is not None and known.state != "default"


def _values(field: TemplateField, text: str, hearing: Hearing, *, story: bool) -> tuple[str, ...]:
    if field.options:
        found = _earliest(field, text)
        return found if field.kind is FieldKind.MANY else found[:1]
    if field.kind is FieldKind.YES_NO:
        return ("yes",) if matches(field.cues, text) else ()
    if field.kind in (FieldKind.DATE, FieldKind.GROUNDS):
        return ()
    if field.takes_story:
        told = account(text, hearing.today, hearing.talk) if story else ""
        return (told,) if len(told) >= _SHORTEST_STORY else ()
    found = cued(field, text, hearing)
    return () if found and field.kind is FieldKind.ORGANISATION and is_person(found[0], hearing.talk) else found


def cued(field: TemplateField, text: str, hearing: Hearing) -> tuple[str, ...]:
    """Return what stands behind a field's own words, as in 「我叫……」; empty where nothing does."""
    match = matches(field.cues, text)
    value = next((group for group in match.groups() if group), "").strip() if match else ""
    return read_answer(field, value, hearing).values if value else ()


def _earliest(field: TemplateField, text: str) -> tuple[str, ...]:
    spots = [(match.start(), option.id) for option in field.options if option.cues and (match := matches(option.cues, text))]
    named = {name for _, name in spots}
    yielding = {option.id for option in field.options if named & set(option.yields_to)}
    return tuple(name for _, name in sorted(spots) if name not in yielding)


def _dates(fields: list[TemplateField], text: str, hearing: Hearing) -> dict[str, tuple[str, ...]]:
    """Give every date to the field whose words stand nearest; one that stands near none goes to the field that takes the first date."""
    wanted = [field for field in fields if field.kind is FieldKind.DATE]
    found: dict[str, tuple[str, ...]] = {}
    if not wanted:
        return found
    spare: list[Said] = []
    for said in find_dates(text, hearing.today):
        near = [field for field in wanted if field.id not in found and field.cues and matches(field.cues, _clause(text, said))]
        if near and check_date(near[0], said, hearing) is None:
            found[near[0].id] = (said.value,)
        elif not near:
            spare.append(said)
    first = next((field for field in wanted if field.first_date and field.id not in found), None)
    if first:
        fitting = [said for said in spare if check_date(first, said, hearing) is None]
        exact = [said for said in fitting if said.day and not said.about] or fitting
        if exact:
            found[first.id] = (exact[0].value,)
    return found


def _clause(text: str, said: Said) -> str:
    before = [match.end() for match in _CLAUSE.finditer(text[: said.start])]
    after = _CLAUSE.search(text, said.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def account(text: str, today: date, talk: Talk) -> str:
    """Return the sentences that tell what happened, with the day behind words such as 「昨天」.

    Questions, what is said to the assistant, greetings and addresses are left out; the rest of their sentence stays.
    """
    kept = [part for sentence in _sentences(text) if not talk.asks(sentence) and (part := _told(sentence, talk))]
    return anchored("".join(kept).strip(), today)


def _told(sentence: str, talk: Talk) -> str:
    """Return a sentence without the clauses that tell nothing about the matter."""
    clauses = re.split(r"(?<=[，,；;])", sentence)
    kept = [clause for clause in clauses if not matches(talk.request, clause.strip()) and not CONTACT.search(clause)]
    if len(kept) == len(clauses):
        return sentence
    told = "".join(kept)
    if not told.strip(" ，,；;。.!！\n"):
        return ""
    end = re.search(r"[。！!.\s]*$", sentence)
    return told.rstrip(" ，,；;。.!！\n") + (end.group() if end and end.group().strip() else "。" if not told.isascii() else ". ")


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.group()


def anchored(text: str, today: date) -> str:
    """Return a text in which every relative date carries its day, so that it means the same in two days."""
    parts = []
    end = 0
    for said in find_dates(text, today):
        parts.append(text[end : said.end])
        end = said.end
        if said.relative and said.value and not text[end:].lstrip().startswith(("（", "(")):
            open_, close = ("(", ")") if said.text.isascii() else ("（", "）")
            space = " " if said.text.isascii() else ""
            parts.append(f"{space}{open_}{said.value}{close}")
    return "".join([*parts, text[end:]])


def suggest(template: Template, text: str, state: DraftState) -> tuple[str, ...]:
    """Return the template's grounds that may stand in this draft, those that fit what was said first."""
    open_grounds = [ground for ground in template.grounds if holds(ground.only_if, state.by_field)]
    fitting = [ground.id for ground in open_grounds if ground.cues and matches(ground.cues, text)]
    return (*fitting, *(ground.id for ground in open_grounds if ground.id not in fitting))


def fitting(template: Template, text: str) -> tuple[str, ...]:
    """Return the grounds of which a sign was found in the text."""
    return tuple(ground.id for ground in template.grounds if ground.cues and matches(ground.cues, text))
