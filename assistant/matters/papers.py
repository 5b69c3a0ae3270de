"""Make the files of a letter and its matter: the note for oneself, both languages side by side, the days, the diary."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.cards.reasons import explain
from assistant.documents.calendar_file import Entry, calendar_file
from assistant.documents.write import write, write_beside
from assistant.domain.draft import DraftState
from assistant.domain.matter import Matter
from assistant.domain.value import Instant
from assistant.errors import NotFound
from assistant.followup import FollowUp
from assistant.interview.counted import Counted, clocks
from assistant.interview.speak import worded
from assistant.skills.cover import cover
from assistant.skills.draft import draft
from assistant.skills.follow import own_clocks, their_clocks


@dataclass(frozen=True)
class Papers:
    """What papers are made from."""

    follow: FollowUp
    state: DraftState
    """The letter at hand, or the last one that went out."""
    matter: Matter | None
    at: Instant

    def make(self, name: str) -> bytes:
        """Return one paper. Raises: NotFound where it does not exist here, DocumentFailed"""
        if name not in PAPERS:
            raise NotFound(f"no paper {name!r}")
        return PAPERS[name](self)


def _note(papers: Papers) -> bytes:
    follow = papers.follow
    return write(cover(papers.state, follow.language, follow.desk), "pdf")


def _beside(papers: Papers) -> bytes:
    """Return the letter in the law's language with the person's own language beside it, or the next one it exists in."""
    follow, drafting = papers.follow, papers.follow.desk.drafting
    languages = tuple(drafting.templates[papers.state.template].letters)
    other = follow.language if follow.language in languages[1:] else next(iter(languages[1:]), None)
    if other is None:
        raise NotFound("this letter exists in one language only")
    first, second = (draft(papers.state, language, drafting=drafting, library=follow.desk.library, on=follow.desk.today) for language in (languages[0], other))
    return write_beside(first, second)


def _days(papers: Papers) -> bytes:
    entries = [*_entries(papers)]
    if not entries:
        raise NotFound("no clock runs here")
    return calendar_file(entries, made_at=papers.at)


def _entries(papers: Papers) -> Iterator[Entry]:
    follow, matter = papers.follow, papers.matter
    if matter is None:
        yield from (_entry(counted, follow) for counted in clocks(papers.state, follow.desk))
        return
    yield from (_entry(counted, follow) for counted in (*their_clocks(matter.last, follow.desk), *own_clocks(matter.last, follow.desk)))
    for day in matter.asks:
        yield Entry(key=f"{matter.id}-{day:%Y%m%d}", day=day, title=follow.due(matter), note=follow.say("draft.cover.not_stop"), remind_days=(0,))


def _entry(counted: Counted, follow: FollowUp) -> Entry:
    title = follow.say("deadline.event_title", title=worded(counted.rule.title, follow.language))
    note = explain(counted.reckoning, counted.rule, follow.language, say=follow.desk.say)
    return Entry(key=f"{counted.rule.id}-{counted.reckoning.start:%Y%m%d}", day=counted.reckoning.last_day, title=title, note=note)


def _diary(papers: Papers) -> bytes:
    if papers.matter is None:
        raise NotFound("no matter is open here")
    return write(papers.follow.diary(papers.matter), "pdf")


PAPERS: dict[str, Callable[[Papers], bytes]] = {"note": _note, "beside": _beside, "ics": _days, "diary": _diary}
"""Every paper by its name."""
