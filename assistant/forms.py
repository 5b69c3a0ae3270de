"""What programs may ask beside a turn, by a form filled in at once: a date with its reasons, the letters there are, a letter. Nothing is stored."""

from collections.abc import Mapping
from datetime import date, datetime

from assistant.calendars import calendar_for
from assistant.cards.cite import Citer
from assistant.cards.reasons import explain, worded
from assistant.domain.answer import Citation
from assistant.domain.counting import reckon
from assistant.domain.deadline import DeadlineRule, Receipt, Reckoning
from assistant.domain.draft import DraftState, Finding, missing
from assistant.domain.letter import Letter
from assistant.domain.library import COMMON
from assistant.domain.passage import Passage
from assistant.domain.template import Template, TemplateField
from assistant.domain.value import Language, Value
from assistant.errors import BadRequest
from assistant.interview.counted import clocks
from assistant.interview.desk import Desk
from assistant.interview.filled import fill
from assistant.service import Service
from assistant.skills.draft import draft
from assistant.skills.inspect import inspect


class Reckoned(Value):
    """A clock counted from one start, with its reasons in words and its sources."""

    rule: DeadlineRule
    reckoning: Reckoning
    title: str
    reasons: str
    citations: tuple[Citation, ...]


class WrittenLetter(Value):
    """A letter made from answers: what it still lacks, what to look at before it is sent, the clocks it starts."""

    letter: Letter
    lacks: tuple[TemplateField, ...]
    findings: tuple[Finding, ...]
    clocks: tuple[Reckoned, ...]


def rules_of(service: Service, place: str | None = None) -> tuple[DeadlineRule, ...]:
    """Return the clocks of a place. Raises: UnknownPlace."""
    return service.deps.library.rules.get(service.scene(place=place).place, ())


def count_clock(
    service: Service, rule_id: str, start: date | datetime, language: Language, *, place: str | None = None, received_by: Receipt | None = None
) -> Reckoned:
    """Return when a clock ends that starts on a day, and why. Raises: BadRequest, UnknownPlace, CalendarUnknown."""
    code = service.scene(place=place).place
    rule = service.deps.library.rule(code, rule_id)
    if rule is None:
        raise BadRequest(f"no clock {rule_id[:60]!r}; there are {', '.join(known.id for known in rules_of(service, code))}")
    if (rule.unit == "hours") != isinstance(start, datetime):
        raise BadRequest(f"{rule.id} starts at {'an hour, such as 2026-11-03T22:30' if rule.unit == 'hours' else 'a day, such as 2026-11-03'}")
    calendar = calendar_for(code.split("-")[0], rule.calendar)
    return _told(service, rule, reckon(rule, start, calendar, received_by=received_by), code, language)


def letters_for(service: Service, place: str | None = None) -> tuple[Template, ...]:
    """Return the letters of a place, and those without one. Raises: UnknownPlace."""
    code = service.scene(place=place).place
    return tuple(template for template in service.deps.drafting.templates.values() if template.place in (code, COMMON) and template.kind == "letter")


def write_letter(
    service: Service, template: str, answers: Mapping[str, object], language: Language, *, letter_language: Language | None = None
) -> WrittenLetter:
    """Return a letter made from answers, with everything to be told about it in `language`; the law's own language where no other is wished.

    Raises: BadRequest naming the letter or the field
    """
    deps = service.deps
    chosen = letter_named(service, template)
    scene = service.scene(place=None if chosen.place == COMMON else chosen.place)
    law = deps.library.places[scene.place].languages[0]
    spoken = letter_language or (law if law in chosen.letters else language)
    if spoken not in chosen.letters:
        raise BadRequest(f"{chosen.id} is not there in {spoken[:20]!r}; it is in {', '.join(chosen.letters)}")
    state = fill(chosen, answers, language, talk=deps.drafting.talk, today=scene.today)
    letter = draft(state, spoken, drafting=deps.drafting, library=deps.library, on=scene.today)
    desk = Desk(drafting=deps.drafting, library=deps.library, say=deps.say, today=scene.today, calendar=deps.calendar)
    return WrittenLetter(
        letter=letter,
        lacks=tuple(chosen.field(name) for name in missing(chosen, state)),
        findings=inspect(state, desk, language=language),
        clocks=_clocks(service, state, desk, scene.place, language),
    )


def letter_named(service: Service, name: str) -> Template:
    """Return a letter by its id, or by its name without the place. Raises: BadRequest."""
    templates = service.deps.drafting.templates
    for known in (name, f"{service.place.lower()}/{name}", f"common/{name}"):
        if known in templates:
            return templates[known]
    raise BadRequest(f"no letter {name[:60]!r}; there are {', '.join(templates)}")


def _clocks(service: Service, state: DraftState, desk: Desk, place: str, language: Language) -> tuple[Reckoned, ...]:
    return tuple(_told(service, found.rule, found.reckoning, place, language) for found in clocks(state, desk))


def _told(service: Service, rule: DeadlineRule, reckoning: Reckoning, place: str, language: Language) -> Reckoned:
    deps, title = service.deps, worded(rule.title, language)
    citer = Citer(deps.library, language, reckoning.start, deps.say)
    citer.rule_marks(rule.sources, place, Passage(id="", owner="public", place=place, kind="law", wordings={}), title)
    return Reckoned(rule=rule, reckoning=reckoning, title=title, reasons=explain(reckoning, rule, language, say=deps.say), citations=citer.citations)
