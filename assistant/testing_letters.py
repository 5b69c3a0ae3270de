"""For tests of letters: the corpus, a fixed day, drafts from examples, and a whole conversation in one call."""

from datetime import date
from functools import cache
from pathlib import Path

from assistant.calendars import calendar_for
from assistant.domain.draft import DraftState, Stepped
from assistant.domain.letter import Letter
from assistant.domain.library import Library
from assistant.domain.matter import SENDING, Matter, SentLetter
from assistant.domain.talk import Drafting
from assistant.interview.desk import Desk
from assistant.interview.filled import fill
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.templates import load_drafting, read_example
from assistant.phrases import Phrases
from assistant.skills.draft import draft
from assistant.skills.interview import Kit, start, step

CORPUS = Path(__file__).parents[1] / "corpus"
TODAY = date(2026, 11, 22)  # a Sunday


@cache
def drafting() -> Drafting:
    """Return everything drafting reads from the corpus; read once."""
    return load_drafting(CORPUS)


@cache
def library() -> Library:
    """Return the corpus; read once."""
    return load_corpus(CORPUS)[0]


@cache
def phrases() -> Phrases:
    """Return the words on the screen; read once."""
    return Phrases()


def kit(today: date = TODAY) -> Kit:
    """Return what an interview needs on a fixed day."""
    return Kit(drafting=drafting(), say=phrases(), today=today)


def desk(today: date = TODAY) -> Desk:
    """Return what an inspection needs on a fixed day."""
    return Desk(drafting=drafting(), library=library(), say=phrases(), today=today, calendar=lambda place: calendar_for(place.code))


def example(template_id: str, **changes: object) -> DraftState:
    """Return a template's example as a draft; a field given None is left out."""
    answers = {**read_example(CORPUS, template_id)["answers"], **changes}
    given = {name: value for name, value in answers.items() if value is not None}
    return fill(drafting().templates[template_id], given, "zh-TW", talk=drafting().talk, today=TODAY)


def letter(state: DraftState, language: str = "zh-TW") -> Letter:
    """Return the letter of a draft."""
    return draft(state, language, drafting=drafting(), library=library(), on=TODAY)


def talk(template_id: str, told: str, *turns: str, language: str = "zh-TW") -> Stepped:
    """Return where a whole conversation ends."""
    reply = start(template_id, (told,), kit(), language=language)
    for turn in turns:
        assert reply.state is not None
        reply = step(reply.state, turn, kit())
    return reply


def record(template: str, **answers: object) -> DraftState:
    """Return what an interview of a matter noted."""
    return fill(drafting().templates[template], answers, "zh-TW", talk=drafting().talk, today=TODAY)


def sent_letter(template: str, answer: DraftState | None = None, **sending: object) -> SentLetter:
    """Return a template's example as it went out on 2 November 2026, received the day after; a fact given None is not known."""
    facts = {"sent_by": "registered", "sent_on": "2026-11-02", "received_on": "2026-11-03", **sending}
    known = {name: value for name, value in facts.items() if value is not None}
    return SentLetter(draft=example(template), written_on=TODAY, sending=record(SENDING, **known), answer=answer)


def carried_matter(*letters: SentLetter) -> Matter:
    """Return a matter with these letters."""
    return Matter(id="m", person="p", thread="t", place="TW", language="zh-TW", opened_on=TODAY, letters=letters)
