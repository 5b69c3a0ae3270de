"""The card for "I got the notice on 3 November, by when must I appeal?": the clocks that may run from that day, counted, and what sets none."""

from datetime import date

from assistant.cards.cite import Citer
from assistant.cards.contacts import contact_lines
from assistant.cards.reasons import explain, worded
from assistant.dates import find_dates
from assistant.domain.answer import Card, Citation, ClockLine, Line
from assistant.domain.counting import reckon
from assistant.domain.place import LastDay, Place
from assistant.domain.talk import Talk, matches
from assistant.domain.value import Language
from assistant.ports import Deps


def told_day(text: str, talk: Talk, today: date) -> date | None:
    """Return the day from which a text asks for the last day to appeal; None where it asks for none, or tells no day that has come."""
    if not (talk.asks(text) and matches(talk.when, text)):
        return None
    return next((said.day for said in find_dates(text, today) if said.day and said.day <= today), None)


def last_day_card(start: date, told: LastDay, place: Place, language: Language, *, today: date, deps: Deps) -> tuple[Card, tuple[Citation, ...]]:
    """Return the card: no promise of a day where the law sets none, then each clock of the place counted from `start` with its reasoning."""
    say, library = deps.say, deps.library
    citer = Citer(library, language, today, say)
    leads = [library.passages[name] for name in told.passages]
    answer = [Line(text=say("card.no_inside_day", language))]
    answer += [citer.line(claim, passage) for passage in leads[:1] for claim in passage.wording(language).answer]
    clocks = []
    for name in told.clocks:
        rule = library.rule(place.code, name)
        if rule is None:
            continue
        counted = reckon(rule, start, deps.calendar(place))
        title = worded(rule.title, language)
        text = f"{title[:1].upper()}{title[1:]}{say('draft.colon', language)}{explain(counted, rule, language, say=say)}"
        marks = citer.rule_marks(rule.sources, place.code, leads[0], text)
        clocks.append(ClockLine(text=text, rule=rule.id, kind=rule.kind, binds=rule.binds, last_day=counted.safe_day, citations=marks))
    steps = [citer.line(claim, leads[0]) for claim in leads[0].wording(language).steps]
    limits = [citer.line(claim, passage) for passage in leads[1:] for claim in (*passage.wording(language).answer[:1], *passage.wording(language).limits)]
    card = Card(
        answer=tuple(answer), clock=tuple(clocks), steps=tuple(steps), not_found=tuple(limits), contacts=contact_lines(leads[0].contacts, place, language)
    )
    return card, citer.citations
