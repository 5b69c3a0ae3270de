"""Look through a letter before it is sent: codes and plain sentences; the person decides."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.dates import find_dates
from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds, Standing
from assistant.domain.draft import DraftState, Finding, holds, missing
from assistant.domain.library import Library
from assistant.domain.talk import Sign
from assistant.domain.template import FieldKind, Template, TemplateField
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.interview.desk import Desk
from assistant.interview.speak import day_in_letter, worded

_RECIPIENT_ONLY = "vague_recipient"
_CLAIM = "claim_without_source"
_HAN = re.compile("[㐀-鿿]")
_ACCOUNT = 30
"""Letters from which words are an account."""
_OWN_WORDS = (FieldKind.TEXT, FieldKind.LIST)
_CITED = re.compile(r"第\s*(\d+(?:-\d+)?)\s*條|\b(?:Article|Art\.|Section)\s+(\d+(?:-\d+)?)", re.I)


def inspect(state: DraftState, desk: Desk, *, language: Language | None = None) -> tuple[Finding, ...]:
    """Return what should be looked at before the letter goes out, gravest first; empty where there is nothing."""
    template = desk.drafting.templates[state.template]
    spoken = language or state.language
    found = [
        *_recipient(template, state, desk, spoken),
        *_words(template, state, desk, spoken),
        *_contradictions(template, state, desk, spoken),
        *_story_dates(template, state, desk, spoken),
        *_foreign(template, state, desk, spoken),
        *_lapsed(template, state, desk, spoken),
        *_blanks(template, state, desk, spoken),
    ]
    return tuple(found)


def _recipient(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    if template.recipient is None:
        return
    field = template.field(template.recipient)
    name = state.value(field.id)
    if name is None:
        label = worded(field.label, language)
        yield Finding(code="no_recipient", field=field.id, text=desk.say("inspect.no_recipient", language, label=label))
        return
    if "sender_name" in template.by_id and name.strip() == (state.value("sender_name") or "").strip():
        yield Finding(code="same_as_sender", field=field.id, text=desk.say("inspect.same_as_sender", language, quote=name), quote=name)
    for sign in desk.drafting.signs:
        if sign.code == _RECIPIENT_ONLY and (quote := _quote(sign, name.strip())):
            yield Finding(code=sign.code, field=field.id, text=desk.say(f"inspect.{sign.code}", language, quote=quote), quote=quote)


def _words(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    for sign in desk.drafting.signs:
        if sign.code == _RECIPIENT_ONLY:
            continue
        for field in template.fields:
            if field.kind not in _OWN_WORDS or (field.personal and field.about == "sender"):
                continue
            for value in state.values(field.id):
                quote = _quote(sign, value)
                if quote and not (field.cites and sign.code == _CLAIM) and not _grounded(sign, quote, template, desk.library):
                    yield _finding(sign, field, quote, desk, language)


def _finding(sign: Sign, field: TemplateField, quote: str, desk: Desk, language: Language) -> Finding:
    offer = desk.say(f"inspect.offer.{sign.code}", language) if sign.offered else ""
    return Finding(code=sign.code, field=field.id, text=desk.say(f"inspect.{sign.code}", language, quote=quote), quote=quote, offer=offer)


def _quote(sign: Sign, text: str) -> str:
    """Return the first words that show the sign in a sentence that does not take it back."""
    for sentence in re.split(r"(?<=[。！？!?\n])|(?<=\.)\s", text):
        if any(re.search(pattern, sentence, re.I) for patterns in sign.unless.values() for pattern in patterns):
            continue
        for patterns in sign.patterns.values():
            for pattern in patterns:
                if match := re.search(pattern, sentence, re.I if not pattern.startswith(r"\b[A-Z]{4") else 0):
                    return match.group().strip(" ，,")
    return ""


def _grounded(sign: Sign, quote: str, template: Template, library: Library) -> bool:
    """Say whether a legal claim names an article that the letter itself rests on."""
    if sign.code != _CLAIM:
        return False
    cited = _CITED.search(quote)
    if cited is None:
        return False
    refs = [ref for lines in template.letters.values() for line in lines for ref in line.refs]
    article = cited[1] or cited[2]
    return any(ref.article.split("(")[0] == article and _named(ref.source, quote, library) for ref in refs)


def _named(source_id: str, quote: str, library: Library) -> bool:
    source = library.sources[source_id]
    names = [*source.title.values(), *(source.short or {}).values()]
    return any(name.lower() in quote.lower() for name in names)


def _contradictions(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    words = desk.drafting.words_for(template.place, language)
    pairs = [(field.not_before, field.id) for field in template.fields if field.not_before]
    if {"job_began_on", "decision_date"} <= set(template.by_id):
        pairs.append(("job_began_on", "decision_date"))
    for first, second in pairs:
        earlier, later = state.value(first or ""), state.value(second)
        if earlier and later and earlier[: len(later)] > later[: len(earlier)]:
            values = {
                "first": worded(template.field(first or "").label, language),
                "first_day": day_in_letter(earlier, words),
                "second": worded(template.field(second).label, language),
                "second_day": day_in_letter(later, words),
            }
            yield Finding(code="contradicting_dates", field=second, text=desk.say("inspect.contradicting_dates", language, **values))
    for field in template.fields:
        value = state.value(field.id)
        if field.kind is FieldKind.DATE and not field.future and value and value > desk.today.isoformat():
            text = desk.say("draft.problem.future", language, said=day_in_letter(value, words))
            yield Finding(code="contradicting_dates", field=field.id, text=text)


def _story_dates(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    """Yield a finding where the account names a day for the decision and the letter names another."""
    field = next((field for field in template.fields if field.first_date), None)
    day = state.value(field.id) if field else None
    if field is None or day is None:
        return
    words = desk.drafting.words_for(template.place, language)
    for story in (found for found in template.fields if found.takes_story):
        told = [said for value in state.values(story.id) for said in find_dates(value, desk.today) if said.value and not said.about]
        near = [said for said in told if said.value[:4] == day[:4]]
        if near and not any(_agree(said.value, day) for said in told):
            values = {"quote": near[0].text, "label": worded(field.label, language), "day": day_in_letter(day, words)}
            yield Finding(code="contradicting_dates", field=field.id, text=desk.say("inspect.story_date", language, **values), quote=near[0].text)


def _foreign(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    """Yield that an account is in letters that the law's language is not written in, so that the reader may need it translated."""
    place = desk.library.places.get(template.place)
    if place is None or not _HAN.search(worded(template.title, place.languages[0])):
        return
    for field in (found for found in template.fields if found.takes_story):
        told = " ".join(state.values(field.id))
        if len(re.findall(r"[^\W\d_]", told)) >= _ACCOUNT and not _HAN.search(told):
            yield Finding(code="foreign_words", field=field.id, text=desk.say("inspect.foreign_words", language), quote=told[:40])


def _agree(first: str, second: str) -> bool:
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def _lapsed(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    place = desk.library.places.get(template.place)
    if place is None:
        return
    words = desk.drafting.words_for(template.place, language)
    for use in template.clocks:
        rule = desk.library.rule(template.place, use.rule)
        start = state.value(use.starts) if use.starts else None
        if rule is None or start is None or len(start) != 10 or not holds(use.only_if, state.by_field) or rule.unit == "hours":
            continue
        try:
            counted = reckon(rule, date.fromisoformat(start), desk.calendar(place))
        except BadRequest:  # the calendar does not reach that far
            continue
        if rule.binds is not Binds.THEM and counted.standing(desk.today) is Standing.PASSED:
            values = {"title": worded(rule.title, language), "last": day_in_letter(counted.latest_arguable_day.isoformat(), words)}
            yield Finding(code="lapsed", field=use.starts, text=desk.say("inspect.lapsed", language, **values))


def _blanks(template: Template, state: DraftState, desk: Desk, language: Language) -> Iterator[Finding]:
    for name in missing(template, state):
        if name != template.recipient:
            yield Finding(code="blank", field=name, text=desk.say("inspect.blank", language, label=worded(template.field(name).label, language)))
