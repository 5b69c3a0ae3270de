"""Put an answer card together from passages, in the order a good adviser would speak."""

from collections.abc import Sequence
from datetime import date

from assistant.cards.cite import Citer
from assistant.cards.clocks import clock_lines, told_clock
from assistant.cards.contacts import contact_lines
from assistant.cards.frame import framed
from assistant.domain.answer import Card, Citation, Line
from assistant.domain.dialogue import Reader
from assistant.domain.passage import Claim, Passage
from assistant.domain.place import Place
from assistant.domain.value import Language, Value
from assistant.ports import Deps, Hit

_ASIDES = 2
_NEAR, _NEAR_WHEN_UNSURE, _NEAR_ABROAD = 4.0, 6.0, 9.0
"""A further hit this near to the first, in score, may answer another part of the question."""
_AS_OLDER_TEXT = 4.0
"""How much worse than law that does not hold on the day, in score, the text of the day may answer and still be shown as that."""
_RECENT_DAYS = 7
"""A day no further back than this is not told as another day's law."""
_MOST_OTHERS, _CLAIMS_OF_OTHERS = 3, (3, 2, 2)


class AskedOn(Value):
    """The day whose law is asked about, and today."""

    day: date
    today: date
    since: date | None = None
    """First of the days that were asked about, where they are several."""
    abroad: bool = False
    """True where another place's law is asked for: little of it is known, so more of it belongs together."""


class Material(AskedOn):
    """Everything a card is made from."""

    main: Passage
    others: tuple[Passage, ...] = ()
    """Further passages that answer another part of the question, best first."""
    asides: tuple[Passage, ...] = ()
    """Passages that a good adviser adds in one sentence."""
    notices: tuple[Passage, ...] = ()
    """Elements of the company's own notice that answer this."""
    protection: tuple[Passage, ...] = ()
    beside: Passage | None = None
    """Law that answers this, but began after the day or had ended before it; the same as `main` where nothing that held was found."""
    place: Place
    sure: bool = True
    whole: bool = False
    """True to show the passage step by step, with everything it says."""


async def gather(  # noqa: PLR0913 - for whom, where and when
    hits: Sequence[Hit], deps: Deps, *, reader: Reader, place: Place, on: AskedOn, sure: bool, beside: Hit | None = None
) -> Material:
    """Return the material around the best hit. One of `hits` and `beside` must be there."""
    when = {**dict(on), "place": place, "sure": sure, "beside": beside.passage if beside else None}
    if beside is not None:
        hits = [hit for hit in hits if hit.passage.place == beside.passage.place and beside.score - hit.score <= _AS_OLDER_TEXT]
        if not hits:
            return Material.model_validate({"main": beside.passage, **when})
    law = [hit for hit in hits if hit.passage.kind == "law"]
    main = hits[0].passage
    reach = _NEAR_ABROAD if on.abroad else _NEAR if sure else _NEAR_WHEN_UNSURE
    rest = [hit.passage for hit in hits[1:] if hits[0].score - hit.score <= reach and hit.passage.kind == "law" and _may_stand_beside(hit.passage, main)]
    if main.kind != "law" and law:
        rest = [law[0].passage]
    lead = main if main.kind == "law" or not law else law[0].passage
    asides = await deps.index.passages(lead.then, reader=reader, day=on.day)
    protection = await deps.index.passages(lead.protection, reader=reader, day=on.day)
    notices: Sequence[Passage] = []
    if main.kind == "law" and main.notice:
        found = await deps.index.notices(main.decisions, reader=reader, day=on.day)
        by_element = {passage.element: passage for passage in reversed(found)}
        notices = [by_element[element] for element in main.notice if element in by_element]
    parts = {
        "main": main,
        "others": tuple(rest[:_MOST_OTHERS]),
        "asides": tuple(passage for passage in asides if passage not in rest)[:_ASIDES],
        "notices": tuple(notices[:2]),
        "protection": tuple(protection[:2]),
    }
    return Material.model_validate({**parts, **when})


def _may_stand_beside(passage: Passage, main: Passage) -> bool:
    """Say whether a passage may be about the same decision as the one that leads."""
    return not (passage.decisions and main.decisions) or bool(set(passage.decisions) & set(main.decisions))


def compose(material: Material, language: Language, deps: Deps, *, frame: Language | None = None) -> tuple[Card, tuple[Citation, ...]]:
    """Return the card and its citations; every sentence but practical advice and our own notes carries a mark.

    The passages speak `language`, everything around them `frame`.
    """
    around = frame or language
    deps = framed(deps, around)
    citer = Citer(deps.library, language, min(material.day, material.today), deps.say, today=material.today)
    main = material.main
    if main == material.beside:
        return _compose_other_day(material, language, deps, citer, around)
    wording = main.wording(language)
    answer = [*_beside_lines(material, language, deps, citer), *_answer_lines(material, language, deps, citer)]
    steps = [citer.line(claim, main) for claim in wording.steps]
    lead = main if main.kind == "law" else (material.others[0] if material.others else main)
    if not steps and lead is not main:
        steps = [citer.line(claim, lead) for claim in lead.wording(language).steps]
    asides = () if _begins_after(lead, material.today) else material.asides  # no clock runs yet
    clock = clock_lines(lead, asides, material.notices, place=material.place, today=material.today, language=language, deps=deps, citer=citer)
    if material.whole or not clock:
        clock = (*clock, *told_clock(lead, language, citer))
    if main.kind == "law":
        clock = (*clock, *(line for passage in material.others for line in told_clock(passage, language, citer) if line not in clock))
    protection = [line for passage in material.protection for line in _protection(passage, language, deps, citer)]
    limits = [citer.line(claim, lead) for claim in lead.wording(language).limits]
    card = Card(
        answer=tuple(answer),
        steps=tuple(steps),
        clock=clock,
        protection=tuple(protection),
        contacts=contact_lines(_contacts(lead, material.place, translated=around != language), material.place, around),
        not_found=(*limits, *_notes(material, language, deps)),
    )
    return card, citer.citations


def _contacts(passage: Passage, place: Place, *, translated: bool) -> list[str]:
    """Return whom to turn to; first the line with interpreters where the answer is not in the asker's language."""
    return list(dict.fromkeys([*(place.hotlines.get("human", ())[:1] if translated else ()), *passage.contacts]))


def _compose_other_day(material: Material, language: Language, deps: Deps, citer: Citer, around: Language) -> tuple[Card, tuple[Citation, ...]]:
    """Return the card of law that does not hold on the day, where nothing that did was found: no step and no clock rests on it."""
    main, say = material.main, deps.say
    none = Line(text=say("card.no_text_of_day", language, day=material.day))
    card = Card(
        answer=(*_beside_lines(material, language, deps, citer), none),
        contacts=contact_lines(main.contacts, material.place, around),
        not_found=tuple(_notes(material.but(day=material.today, since=None), language, deps)),
    )
    return card, citer.citations


def _beside_lines(material: Material, language: Language, deps: Deps, citer: Citer) -> list[Line]:
    """Return what is told first of law that began after the day or had ended before it."""
    beside = material.beside
    if beside is None:
        return []
    return [citer.line(beside.wording(language).answer[0], beside, lead=_day_lead(beside, material, language, deps))]


def _day_lead(passage: Passage, material: Material, language: Language, deps: Deps) -> str:
    if _begins_after(passage, material.day):
        return deps.say("card.began_after", language, date=passage.in_force.start, day=material.day)
    return deps.say("card.had_ended", language, date=passage.in_force.until, day=material.day)


def _begins_after(passage: Passage, day: date) -> bool:
    return passage.in_force.start is not None and day < passage.in_force.start


def _answer_lines(material: Material, language: Language, deps: Deps, citer: Citer) -> list[Line]:
    main = material.main
    say = deps.say
    lines = []
    if main.kind == "notice":
        lines += [
            citer.line(claim, main, lead=_notice_lead(main, language, deps) if not number else "") for number, claim in enumerate(main.wording(language).answer)
        ]
    else:
        lead = _main_lead(material, language, deps)
        lines += [citer.line(claim, main, lead=lead if not number else "") for number, claim in enumerate(main.wording(language).answer)]
    for passage in material.notices:
        claim = _joined(passage.wording(language).answer)
        lines.append(citer.line(claim, passage, lead=_notice_lead(passage, language, deps)))
    if main.kind != "law" and material.others:
        claims = material.others[0].wording(language).answer
        lines += [citer.line(claim, material.others[0], lead=say("card.law_lead", language) if not number else "") for number, claim in enumerate(claims)]
    if material.whole:
        return lines
    if main.kind == "law":
        for rank, passage in enumerate(material.others):
            claims = passage.wording(language).answer[: _CLAIMS_OF_OTHERS[rank]]
            lead = say("card.also", language)
            if _begins_after(passage, material.today):
                lead += say("card.upcoming", language, date=passage.in_force.start)
            lines += [citer.line(claim, passage, lead=lead if not number else "") for number, claim in enumerate(claims)]
    said = {ref.key for passage in (main, *material.others) for claim in passage.wording(language).answer for ref in claim.refs}
    for passage in material.asides:
        claim = passage.wording(language).answer[0]
        if not {ref.key for ref in claim.refs} <= said:
            lines.append(citer.line(claim, passage, lead=say("card.aside_lead", language, question=passage.wording(language).question)))
            said |= {ref.key for ref in claim.refs}
    return lines


def _main_lead(material: Material, language: Language, deps: Deps) -> str:
    if _begins_after(material.main, material.today):
        return deps.say("card.upcoming", language, date=material.main.in_force.start)
    return deps.say("card.text_of_day", language, day=material.day) if material.beside else ""


def _joined(claims: Sequence[Claim]) -> Claim:
    return Claim(text=" ".join(claim.text for claim in claims), refs=tuple(ref for claim in claims for ref in claim.refs))


def _notice_lead(passage: Passage, language: Language, deps: Deps) -> str:
    source = passage.own_sources[0]
    return deps.say("card.notice_lead", language, system=(source.short or source.title)[language], version=source.number or "")


def _protection(passage: Passage, language: Language, deps: Deps, citer: Citer) -> list[Line]:
    wording = passage.wording(language)
    lines = [citer.line(wording.answer[0], passage)]
    if wording.limits:
        lines.append(citer.line(wording.limits[0], passage, lead=deps.say("card.protection_ends", language)))
    return lines


def _notes(material: Material, language: Language, deps: Deps) -> list[Line]:
    say = deps.say
    notes = []
    main = material.main
    if not material.sure:
        notes.append(say("card.low_confidence", language))
    if main.kind == "law" and main.notice and not material.notices:
        notes.append(say("card.no_notice", language))
    due = [passage.review_by for passage in (main, *material.others, *material.asides) if passage.review_by and passage.review_by < material.today]
    if due:
        notes.append(say("card.review_due", language, date=min(due)))
    if (material.today - material.day).days > _RECENT_DAYS:
        notes.append(say("card.older_text", language, date=material.day))
    if material.day > material.today:
        notes.append(say("card.text_ahead", language, date=material.day))
    if material.since and main.in_force.start and material.since < main.in_force.start <= material.day:
        notes.append(say("card.began_within", language, date=main.in_force.start))
    if language not in main.wordings:
        notes.append(say("card.only_in", language))
    return [Line(text=note) for note in notes]
