"""Understand a correction: which field is meant, and what it should say instead."""

import re
from datetime import date

from assistant.dates import Said, find_dates, parse_date
from assistant.domain.draft import Known, holds
from assistant.domain.talk import matches
from assistant.domain.template import FieldKind, Template, TemplateField
from assistant.domain.value import Value
from assistant.interview.answers import Hearing, check_date, read_answer


class Corrected(Value):
    """A correction that was understood. Either `known`, or `problem` with the field it is about."""

    field: str
    known: Known | None = None
    problem: str | None = None
    said: str = ""


def correct(text: str, hearing: Hearing) -> Corrected | None:
    """Return the correction that a text makes; None where it makes none."""
    text, talk = text.strip(), hearing.talk
    if len(text) > 200:
        return None
    telling = _telling(hearing)
    if match := matches(talk.change, text):
        ordered = matches(talk.order, text) is not None
        field = _named(match["field"], hearing.template, whole=not ordered) if ordered or not telling else None
        if field is not None:
            return _put(field, match["new"], hearing)
    if match := matches(talk.correction, text):
        field = _holding(match["old"], hearing) or (None if telling else _named(text[: match.start()], hearing.template, whole=True))
        if field is not None:
            return _put(field, match["new"], hearing, old=match["old"])
    if match := matches(talk.amend, text):
        field = _last(match["new"], hearing)
        if field is not None:
            return _put(field, match["new"], hearing)
    return None


def drop(text: str, hearing: Hearing) -> TemplateField | None:
    """Return the field that a text asks to leave out of the letter, where it holds something."""
    match = matches(hearing.talk.drop, text.strip())
    field = _named(match["field"], hearing.template, whole=False) if match else None
    return field if field and hearing.state.value(field.id) else None


def _telling(hearing: Hearing) -> bool:
    """Say whether an account is being asked for: then 「公司不是……，是……」 tells what happened and changes nothing."""
    field = hearing.template.by_id.get(hearing.state.current or "")
    return field is not None and field.takes_story and field.id not in hearing.state.by_field


def _named(words: str, template: Template, *, whole: bool) -> TemplateField | None:
    """Return the field whose label, or other name, stands in the words, or is the words where `whole`; the longest name wins."""
    plain = re.sub(r"^(?:我的|the |my )|的$", "", words.lower().strip(" ，,：:"))
    best: tuple[int, TemplateField] | None = None
    for field in template.fields:
        names = [*field.label.values(), *(name for names in field.names.values() for name in names)]
        for name in names:
            fits = name.lower() == plain if whole else name.lower() in plain
            if fits and (best is None or len(name) > best[0]):
                best = (len(name), field)
    return best[1] if best else None


def _holding(old: str, hearing: Hearing) -> TemplateField | None:
    """Return the field whose answer is what was denied, the last one filled first."""
    template, state = hearing.template, hearing.state
    dates = [said.value for said in find_dates(old, hearing.today)]
    for known in reversed(state.knowns):
        field = template.by_id.get(known.field)
        if field is None or not known.given:
            continue
        if field.kind is FieldKind.DATE:
            if any(_same(value, known.values[0], old) for value in dates):
                return field
        elif field.options:
            labels = [label for value in known.values if (option := field.option(value)) for label in option.label.values()]
            cued = any(matches(option.cues, old) for value in known.values if (option := field.option(value)))
            if cued or any(label.lower() in old.lower() or old.strip().lower() in label.lower() for label in labels if len(old.strip()) > 1):
                return field
        elif not field.takes_story and len(old.strip()) > 1 and any(old.strip().lower() in value.lower() for value in known.values):
            return field
    number = re.fullmatch(r"\s*(\d{1,2})\s*[日號号]?(?:st|nd|rd|th)?\s*", old)
    if number:
        fields = [template.by_id[known.field] for known in reversed(state.knowns) if known.field in template.by_id and known.given]
        return next((field for field in fields if field.kind is FieldKind.DATE and (state.value(field.id) or "")[8:] == f"{int(number[1]):02d}"), None)
    return None


def _same(said: str, known: str, words: str) -> bool:
    """Say whether a denied date is the known one: the whole day, or the month where only that was said, whatever the year."""
    if not said:
        return False
    if re.search(r"\d{4}|\d{3}\s*年|年", words):
        return known.startswith(said)
    return known[5:].startswith(said[5:])


def _put(field: TemplateField, new: str, hearing: Hearing, *, old: str = "") -> Corrected:
    new = new.strip(' 。.!！「」"')
    if field.kind is FieldKind.DATE:
        return _put_date(field, new, hearing, old)
    before = hearing.state.value(field.id) or ""
    if field.kind is FieldKind.TEXT and old.strip().lower() in before.lower() and len(old.strip()) < len(before) and old.strip():
        new = re.sub(re.escape(old.strip()), lambda _: new, before, count=1, flags=re.I)
    read = read_answer(field, new, hearing)
    if read.problem:
        return Corrected(field=field.id, problem=read.problem, said=read.said)
    return Corrected(field=field.id, known=Known(field=field.id, values=read.values))


def _put_date(field: TemplateField, new: str, hearing: Hearing, old: str) -> Corrected:
    state, today = hearing.state, hearing.today
    said = parse_date(new, today, future=field.future) or _bare_day(new, state.value(field.id))
    if said is None:
        return Corrected(field=field.id, problem="draft.problem.date")
    value, before = said.value, state.value(field.id) or ""
    only_month_denied = old and all(len(found.value) == 7 for found in find_dates(old, today))
    if len(value) == 7 and len(before) == 10 and (only_month_denied or not old):
        whole = parse_date(f"{value}-{before[8:]}", today, future=True)
        if whole and whole.value:
            said = said.but(value=whole.value)
            if said.yearless and whole.value[:4] != before[:4]:
                kept = parse_date(f"{before[:4]}{whole.value[4:]}", today, future=True)
                said = kept if kept and kept.value and kept.value <= today.isoformat() else said
    problem = check_date(field, said, hearing)
    if problem:
        return Corrected(field=field.id, problem=problem, said=said.text)
    return Corrected(field=field.id, known=Known(field=field.id, values=(said.value,)))


def _bare_day(text: str, before: str | None) -> Said | None:
    """Return "the 12th" as a day of the month already known."""
    match = re.fullmatch(r"(?:the )?(\d{1,2})\s*(?:[日號号]|st|nd|rd|th)?", text.strip())
    if match is None or before is None:
        return None
    return parse_date(f"{before[:7]}-{int(match[1]):02d}", date(2100, 1, 1), future=True)


def _last(new: str, hearing: Hearing) -> TemplateField | None:
    """Return the field last filled that could take the new words: a date field where they hold a date."""
    template, state = hearing.template, hearing.state
    dated = bool(find_dates(new, hearing.today))
    known = [template.by_id[known.field] for known in reversed(state.knowns) if known.given and known.state != "default" and known.field in template.by_id]
    known = [field for field in known if holds(field.only_if, state.by_field)]
    if dated:
        known = [field for field in known if field.kind is FieldKind.DATE] or known
    return next((field for field in known if not field.takes_story), None)
