"""A letter or notice that somebody sends: read, shown back, and used once it was read rightly. What stands in it is data; nothing in it is obeyed."""

from collections.abc import Sequence

from assistant import flow, governing_talk
from assistant.cards.cite import Citer
from assistant.cards.layout import lay_out
from assistant.cards.reasons import day_in_words, explain, worded
from assistant.domain.answer import Card, ClockLine, Line
from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds
from assistant.domain.dialogue import Exchange, Outcome, OutcomeKind, Scene
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.organisation import Organisation
from assistant.domain.paper import Paper, SentText
from assistant.domain.passage import Passage
from assistant.domain.value import Language
from assistant.ending import REMEMBERED
from assistant.errors import BadRequest, FileUnread
from assistant.ports import Deps
from assistant.skills.peruse import peruse
from assistant.underway import Turn

TOKEN = "paper"  # noqa: S105  # the first word of this room's buttons
_MOST_SHOWN = 1200
_MOST_FILES = 4
_GIST = 160
_FOUND = 8
_MOST_CLOCKS = 4


async def answered(inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation]) -> Outcome | None:
    """Return the outcome of a message that brings files, or of a button below one; None where a message is neither.

    Raises: IndexUnavailable (retryable)
    """
    verb, _, wish = (inbound.choice or "").partition(":")
    if verb == TOKEN:
        return await _pressed(wish, inbound, scene, deps, known)
    files = [file for file in inbound.files if file.digest and not file.fault][:_MOST_FILES]
    if deps.scribe is None or not files:
        return None
    language = language_of(inbound, scene, deps)
    try:
        read = [await deps.scribe.read(file) for file in files]
    except FileUnread as problem:
        return await _unread(problem, inbound, scene, deps, known)
    if all(sent.how == "heard" for sent in read):
        return await _heard(read, inbound, scene, deps, known)
    paper = peruse(_together(read), deps.signs.papers, scene.today)
    shown = "\n\n".join(_shown(paper, files[0].name, language, deps))
    scene = scene.but(dialogue=scene.dialogue.but(paper=paper))
    actions = _offers(paper, language, deps)
    if not inbound.text.strip():
        return _ends(shown, OutcomeKind.ASKED, "paper_read", scene, language, actions)
    said = await flow.run(inbound.but(files=()), scene, deps, known)
    reply = said.reply.but(text=f"{said.reply.text}\n\n{shown}", after="\n\n".join(filter(None, (said.reply.after, shown))))
    return said.but(reply=reply.but(actions=(*actions, *said.reply.actions)))


def language_of(inbound: Inbound, scene: Scene, deps: Deps) -> Language:
    """Return the language to speak with somebody who may not have said a word."""
    home = deps.library.places[scene.place].languages[0]
    spoken = deps.tongue.recognise(inbound.text) if inbound.text.strip() else None
    last = spoken or scene.dialogue.spoken
    wanted = (scene.language, inbound.language, scene.dialogue.language, last, "en" if last in deps.say.partial else home)
    return next((each for each in wanted if each in deps.say.full), "en")


def _together(read: Sequence[SentText]) -> SentText:
    """Return several files as the pages of one."""
    how = "seen" if any(sent.how == "seen" for sent in read) else "text"
    text, doubtful = "\n\n".join(sent.text for sent in read), tuple(line for sent in read for line in sent.doubtful)
    return SentText(text=text, how=how, pages=sum(sent.pages for sent in read), doubtful=doubtful)


def _shown(paper: Paper, name: str, language: Language, deps: Deps) -> list[str]:
    """Return what was read as people see it: the text itself, set apart, then what was recognised and what is doubtful."""
    sent = paper.sent
    text = sent.text if len(sent.text) <= _MOST_SHOWN else f"{sent.text[:_MOST_SHOWN]}…"
    parts = [deps.say(f"paper.read_{sent.how}", language, name=name, pages=sent.pages)]
    parts.append("\n".join(f"｜{line}" for line in text.splitlines() if line.strip()))
    facts = [deps.say(f"paper.kind_{paper.kind}", language)]
    if paper.day:
        facts.append(deps.say("paper.day", language, day=day_in_words(paper.day, language, say=deps.say)))
    if paper.sender:
        facts.append(deps.say("paper.sender", language, sender=paper.sender))
    parts.append("\n".join(facts))
    if sent.doubtful:
        parts.append(deps.say("paper.doubtful", language, lines="\n".join(f"｜{line}" for line in sent.doubtful[:5])))
    if any(sign.shows_in(sent.text) for sign in deps.signs.orders):
        parts.append(deps.say("paper.orders", language))
    parts.append(deps.say("paper.right", language))
    return parts


def _offers(paper: Paper, language: Language, deps: Deps) -> tuple[Choice, ...]:
    wishes = ("explain", "days", "letter", "no") if paper.kind != "notice" else ("explain", "check", "letter", "no")
    return tuple(Choice(label=deps.say(f"action.paper_{wish}", language), token=f"{TOKEN}:{wish}") for wish in wishes)


async def _unread(problem: FileUnread, inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation]) -> Outcome:
    """Say why a file could not be read; the words beside it are answered all the same."""
    language = language_of(inbound, scene, deps)
    told = deps.say(problem.fault, language, **problem.values)
    if not inbound.text.strip():
        return _ends(told, OutcomeKind.GUARDED, "file_unread", scene, language, ())
    said = await flow.run(inbound.but(files=()), scene, deps, known)
    reply = said.reply.but(text=f"{said.reply.text}\n\n{told}", after="\n\n".join(filter(None, (said.reply.after, told))))
    return said.but(reply=reply)


async def _heard(read: Sequence[SentText], inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation]) -> Outcome:
    """Answer what somebody said aloud as if they had typed it, and show what was understood."""
    words = "\n".join((inbound.text, *(sent.text for sent in read))).strip()
    said = await flow.run(inbound.but(text=words, files=()), scene, deps, known)
    told = deps.say("paper.heard", said.reply.language, words=words)
    reply = said.reply.but(text=f"{said.reply.text}\n\n{told}", after="\n\n".join(filter(None, (said.reply.after, told))))
    return said.but(reply=reply)


async def _pressed(  # noqa: PLR0911 - one a button
    wish: str, inbound: Inbound, scene: Scene, deps: Deps, known: Sequence[Organisation]
) -> Outcome:
    language, paper = language_of(inbound, scene, deps), scene.dialogue.paper
    if paper is None:
        return _ends(deps.say("paper.gone", language), OutcomeKind.ASKED, "paper_gone", scene, language, ())
    if wish == "no":
        scene = scene.but(dialogue=scene.dialogue.but(paper=None))
        return _ends(deps.say("paper.again", language), OutcomeKind.ASKED, "paper_wrong", scene, language, ())
    if wish == "check":
        return await governing_talk.check(paper.sent.text, scene, language, deps)
    if not paper.confirmed:
        scene = _confirmed(paper, scene, language, deps)
    places = (scene.place, "*")
    hits = await deps.index.search(gist(paper, deps), language, reader=scene.reader, places=places, day=scene.day, limit=_FOUND)
    found = [hit.passage for hit in hits]
    if not found:
        return _ends(deps.say("outcome.no_source", language), OutcomeKind.NO_SOURCE, "paper_no_source", scene, language, ())
    if wish == "days":
        return _counted(paper, found, scene, language, deps)
    if wish == "letter":
        return _letters(found, Turn(inbound, scene, deps, known), language)
    return await flow.run(inbound.but(choice=f"steps:{found[0].id}", language=language), scene, deps, known)


def _confirmed(paper: Paper, scene: Scene, language: Language, deps: Deps) -> Scene:
    """Remember a paper as read rightly, and its facts as something told, so that a letter need not ask for them again."""
    facts = [deps.say("paper.told_sender", language, sender=paper.sender)] if paper.sender else []
    facts += [deps.say("paper.told_day", language, day=paper.day.isoformat())] if paper.day else []
    told = (Exchange(user=" ".join(facts)),) if facts else ()
    history = (*scene.dialogue.history, *told)[-REMEMBERED:]
    return scene.but(dialogue=scene.dialogue.but(paper=paper.but(confirmed=True), history=history))


def gist(paper: Paper, deps: Deps) -> str:
    """Return the lines of a paper that tell what it is about, for a search; a line that gives orders is left out."""
    cues = deps.signs.cues
    words = {word.lower() for group in (cues.decisions, cues.topics) for found in group.values() for each in found.values() for word in each}
    lines = [line.strip() for line in paper.sent.text.splitlines() if line.strip() and not any(sign.shows_in(line) for sign in deps.signs.orders)]
    telling = [line for line in lines if any(word in line.lower() for word in words)]
    return " ".join(telling or lines)[:_GIST]


def _counted(paper: Paper, found: Sequence[Passage], scene: Scene, language: Language, deps: Deps) -> Outcome:
    """Count the clocks that fit the paper, from the day it bears; the earliest day on which it can have arrived is the safe one."""
    place, start = deps.library.places[scene.place], paper.day or scene.today
    citer = Citer(deps.library, language, scene.day, deps.say)
    lines: list[ClockLine] = []
    for passage, rule_id in ((each, rule) for each in found for rule in each.clocks):
        rule = deps.library.rule(place.code, rule_id)
        if rule is None or rule.unit == "hours" or rule.direction == "before" or rule_id in {line.rule for line in lines}:
            continue
        try:
            counted = reckon(rule, start, deps.calendar(place))
        except BadRequest:  # the calendar does not reach that far
            continue
        head = "paper.clock_you" if rule.binds is Binds.YOU else "paper.clock_them"
        last = day_in_words(counted.last_day, language, say=deps.say)
        text = deps.say(head, language, title=worded(rule.title, language), starts=worded(rule.starts, language), last=last)
        text = f"{text}\n{explain(counted, rule, language, say=deps.say)}"
        marks = citer.rule_marks(rule.sources, place.code, passage, text)
        lines.append(ClockLine(text=text, rule=rule.id, kind=rule.kind, binds=rule.binds.value, last_day=counted.last_day, citations=marks))
    if not lines:
        return _ends(deps.say("paper.no_clock", language), OutcomeKind.NO_SOURCE, "paper_no_clock", scene, language, ())
    phrase = "paper.counted_from" if paper.day else "paper.counted_today"
    first = Line(text=deps.say(phrase, language, day=day_in_words(start, language, say=deps.say)))
    card = Card(answer=(first,), clock=tuple(lines[:_MOST_CLOCKS]))
    cited = {mark for line in card.clock for mark in line.citations}
    citations = tuple(citation for citation in citer.citations if citation.id in cited)
    text = lay_out(card, citations, language, deps.say)
    reply = Reply(text=text, card=card, citations=citations, actions=_offers(paper, language, deps), language=language)
    return Outcome(kind=OutcomeKind.ANSWERED, reason="paper_days", reply=reply, dialogue=scene.dialogue)


def _letters(found: Sequence[Passage], turn: Turn, language: Language) -> Outcome:
    turn.language = language
    near = {choice.token: choice for passage in found if (choice := turn.sitting.offered(passage.id))}
    offers = tuple(near.values())
    said = turn.deps.say("paper.which_letter" if offers else "paper.no_letter", language)
    return _ends(said, OutcomeKind.ASKED, "paper_letter", turn.scene, language, offers)


def _ends(said: str, kind: OutcomeKind, reason: str, scene: Scene, language: Language, actions: tuple[Choice, ...]) -> Outcome:
    return Outcome(kind=kind, reason=reason, reply=Reply(text=said, actions=actions, language=language), dialogue=scene.dialogue)
