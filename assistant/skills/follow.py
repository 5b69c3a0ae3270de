"""Follow a letter that went out: the other side's clocks, the days to ask, what an answer opens, and what the next letter already knows."""

from datetime import date, timedelta

from assistant.domain.deadline import Binds
from assistant.domain.draft import DraftState, Known
from assistant.domain.matter import Matter, SentLetter
from assistant.domain.template import After, FieldKind, Template, TemplateField
from assistant.domain.value import Language
from assistant.interview.counted import Counted, clocks
from assistant.interview.desk import Desk
from assistant.interview.speak import worded

_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)
_FIRST = "first_sent_on"
"""Field of a letter that speaks of an earlier one."""
_FIRST_KINDS = {"pdpa-access-reply": "access", "pdpa-correction-reply": "correction"}
"""What an earlier letter asked for, by its clock."""


def their_clocks(letter: SentLetter, desk: Desk) -> tuple[Counted, ...]:
    """Return the clocks that the letter set running for others, the one that ends first leading; a date asked for in the letter is in its own field."""
    found = clocks(letter.draft, desk, received_on=letter.counted_from, received_by=letter.receipt)
    theirs = [counted for counted in found if counted.rule.binds is not Binds.YOU and counted.rule.direction == "after" and _from_receipt(counted, letter)]
    return tuple(sorted(theirs, key=lambda counted: counted.reckoning.latest_arguable_day))


def own_clocks(letter: SentLetter, desk: Desk) -> tuple[Counted, ...]:
    """Return the clocks that run against the person while they wait."""
    return tuple(counted for counted in clocks(letter.draft, desk, received_on=letter.counted_from) if counted.rule.binds is Binds.YOU)


def asks(letter: SentLetter, desk: Desk) -> tuple[date, ...]:
    """Return the days on which to ask whether an answer came: the day after each clock's end, never sooner; a month on where there is no clock."""
    ends = {counted.reckoning.latest_arguable_day for counted in their_clocks(letter, desk)}
    if asked := letter.draft.value("reply_by"):
        ends.add(max(date.fromisoformat(asked), letter.counted_from or date.fromisoformat(asked)))
    if not ends and letter.counted_from:
        ends.add(letter.counted_from + _MONTH)
    return tuple(sorted(end + _DAY for end in ends))


def opened(letter: SentLetter, outcome: str | None, desk: Desk) -> After:
    """Return what an answer, or the silence, opens; nothing while none is known."""
    templates = desk.drafting.templates
    after = next((after for name, after in templates[letter.draft.template].after.items() if name == outcome), After())
    return after.but(letters=tuple(name for name in after.letters if _may_follow(letter.draft, templates[name])))


def _may_follow(old: DraftState, template: Template) -> bool:
    """Say whether a next letter can speak of what an earlier one was about, such as a reminder's."""
    told = ((field, old.value(field.id)) for field in template.fields if field.options and not field.carried)
    return all(field.option(value) for field, value in told if value)


def carried(old: DraftState, template: Template, desk: Desk) -> tuple[Known, ...]:
    """Return what a new letter can take over from an earlier one."""
    earlier = desk.drafting.templates[old.template]
    found = []
    for field in template.fields:
        sources = [earlier.by_id[name] for name in (field.id, *field.same_as) if name in earlier.by_id]
        known = next((known for source in sources if (known := old.by_field.get(source.id)) and known.given and _fits(field, source, known, template)), None)
        if field.carried and known:
            found.append(known.but(field=field.id))
    return tuple(found)


def next_letter(matter: Matter, template_id: str, language: Language, desk: Desk) -> tuple[Known, ...]:
    """Return everything that a matter's next letter already knows."""
    template, last = desk.drafting.templates[template_id], matter.last
    known = {found.field: found for found in carried(last.draft, template, desk)}
    if _FIRST in template.by_id:
        last = next((sent for sent in reversed(matter.letters) if _FIRST not in desk.drafting.templates[sent.draft.template].by_id), last)
        title = worded(desk.drafting.templates[last.draft.template].title, language)
        clock = next((counted for counted in their_clocks(last, desk) if counted.rule.id in _FIRST_KINDS), None) or next(iter(their_clocks(last, desk)), None)
        facts = {
            "first_title": title,
            "first_sent_on": last.sending.value("sent_on"),
            "first_received_on": last.received_on.isoformat() if last.received_on else None,
            "first_kind": _FIRST_KINDS.get(clock.rule.id, "asked") if clock else "asked",
            "first_due_on": clock.reckoning.latest_arguable_day.isoformat() if clock and last.received_on else None,
            "company_answer": matter.last.outcome,
        }
        known |= {name: Known(field=name, values=(value,)) for name, value in facts.items() if value and _takes(template, name, value)}
    return tuple(known.values())


def _takes(template: Template, name: str, value: str) -> bool:
    field = template.by_id.get(name)
    return field is not None and (not field.options or field.option(value) is not None)


def _from_receipt(counted: Counted, letter: SentLetter) -> bool:
    return counted.reckoning.start == letter.counted_from


def _fits(field: TemplateField, source: TemplateField, known: Known, template: Template) -> bool:
    """Say whether an answer to one letter's field may stand in another's."""
    if field.kind is not source.kind or known.state == "default":
        return False
    if field.kind is FieldKind.GROUNDS:
        return all(template.ground(value) for value in known.values)
    return not field.options or all(field.option(value) for value in known.values)
