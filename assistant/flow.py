"""The steps of a turn, in order. It decides and does nothing: whatever it decides is committed by `turn`."""

import re
from collections.abc import Sequence

from assistant.cards.comparison import comparison_card
from assistant.domain.answer import Card, Line
from assistant.domain.dialogue import Outcome, OutcomeKind, Scene
from assistant.domain.draft import StepKind
from assistant.domain.envelope import Inbound, Reply
from assistant.domain.organisation import Organisation
from assistant.domain.value import Language
from assistant.ending import ended, held
from assistant.hearing import hear_again
from assistant.letters import START, Written
from assistant.ports import Deps, Hit
from assistant.skills.compare import Comparing, compare
from assistant.skills.compose import AskedOn, Material, compose, gather
from assistant.skills.refer import refer
from assistant.skills.rephrase import rephrase
from assistant.skills.retrieve import Found, Verdict, Wanted, retrieve, side_by_side
from assistant.skills.route import Route, route
from assistant.skills.screen import Met, Screened, screen
from assistant.skills.verify import silence
from assistant.underway import Turn
from assistant.wishing import COMPARE, DRAFT, ELSEWHERE, granted, wish_in
from assistant.wording import Worded, must_tell, reworded, stand_alone

SURELY_DANGER, DOUBTED_DANGER = 0.8, 0.05
"""Chance from which danger outweighs that a text is about another matter; the second where a pattern shows it."""
_FRAGMENT_WORDS, _FRAGMENT_CHARS = 2, 10
_PAIR, _MOST_BESIDE = 2, 4


async def run(inbound: Inbound, scene: Scene, deps: Deps, organisations: Sequence[Organisation] = ()) -> Outcome:  # noqa: PLR0911 - one a way to end
    """Return what one message leads to; exactly one outcome, always with a reply.

    Raises: IndexUnavailable (retryable)
    """
    turn = Turn(inbound, scene, deps, organisations)
    if (inbound.choice or inbound.files) and (outcome := await _handed(turn)):
        return outcome
    screened = await _screen(turn)
    to_counter = screened.met not in (Met.TOO_LONG, Met.WANTS_PERSON) and (turn.collects or not screened.need)
    if to_counter and (served := turn.at_counter(screened.text)):
        return turn.end_at_counter(served, need=screened.need)
    waits = turn.sitting.waits(turn.dialogue)
    if not (screened.may_be_answered or (waits and screened.met is Met.UNREADABLE and re.search(r"\w", screened.text))):
        return _met(turn, screened)
    wish = None if waits or screened.need else await wish_in(turn, screened.text)
    writes = waits or turn.scene.matters or (screened.need is None and (wish != ELSEWHERE or turn.dialogue.draft is not None))
    if writes and (written := turn.table.take(screened.text)):
        if written.stepped.kind is not StepKind.SIDE_QUESTION:
            written, heard = await hear_again(turn.table, screened.text, written, deps, turn.veil)
            turn.note("hear", heard or "by rules")
            return _wrote(turn, written, need=None if turn.sitting.tells_names_only(screened.text, written.stepped) else screened.need)
        turn.note("interview", "side question")
        turn.dialogue, turn.beside = written.dialogue, written.actions
    if screened.need is None and (dated := turn.last_day(screened.text)):
        return ended(turn, OutcomeKind.ANSWERED, silence(dated[0], deps.signs.never), reason="last_day", citations=dated[1])
    if outcome := granted(turn, wish):
        return outcome
    question = rephrase(deps.tongue.plain(screened.text, turn.language), turn.language, turn.dialogue.history, deps.signs.cues)
    question = await stand_alone(question, turn.dialogue, turn.language, deps, turn.veil)
    turn.note("rephrase", "leans" if question.leans else "stands alone")
    routed = route(question.standing, deps.signs.cues, organisations)
    turn.note("route", f"decisions={','.join(routed.decisions)} places={','.join(routed.places)}")
    if routed.organisation and routed.organisation != scene.reader.organisation:
        _learn_company(turn, routed.organisation)
    turn.look_back(question.standing)
    wanted = _wanted(turn, routed)
    found = await retrieve(question, turn.spoken if turn.spoken in deps.say.partial else turn.language, wanted, deps.index)
    turn.note("retrieve", f"{found.verdict} {found.confidence:.2f} {' '.join(hit.passage.id for hit in found.hits[:3])}")
    ours = screened.need is None and found.verdict is not Verdict.ELSEWHERE
    if ours and found.hits and (written := turn.sitting.by_passage(screened.text, found.hits[0].passage, turn.dialogue, wished=wish == DRAFT)):
        return _wrote(turn, written)
    codes = tuple(dict.fromkeys(row.economy for row in deps.library.comparison))
    comparing = compare(question.standing, routed.places, towns=routed.towns, home=scene.place, known=codes, cues=deps.signs.cues)
    if comparing and screened.need is None and (comparing.said or wish == COMPARE or found.verdict is not Verdict.ELSEWHERE):
        spoken = turn.spoken if turn.spoken in deps.say.partial else turn.language
        beside = await side_by_side(question.text, spoken, wanted, comparing.places[:_MOST_BESIDE], deps.index)
        if comparing.said or found.verdict is not Verdict.ELSEWHERE or len(beside) >= _PAIR:
            return _compared(turn, comparing, beside)
    return await _answered(turn, question.standing, found, screened, wanted)


async def _screen(turn: Turn) -> Screened:
    deps, text = turn.deps, turn.inbound.text
    read = text.strip() and len(text) <= deps.max_chars
    chances = await deps.index.chances(text, "danger") if read else {}
    screened = screen(text, deps.signs, chances, max_chars=deps.max_chars)
    spoken = deps.tongue.recognise(screened.text)
    turn.language, turn.spoken = _answering_language(turn, spoken), spoken
    turn.language = turn.sitting.language_of(turn.dialogue, text, turn.language, asked=bool(turn.scene.language or turn.inbound.language))
    turn.note("screen", f"{screened.met}{':' + screened.kind if screened.kind else ''}{' urgent' if screened.urgent else ''}")
    return screened


def _wrote(turn: Turn, written: Written, *, need: str | None = None) -> Outcome:
    """End a turn with a step at the writing desk; what was said in it stays there and out of the history. Help stands first where there is a need."""
    stepped, text = written.stepped, written.text
    turn.note("interview", f"{stepped.kind} left={stepped.left}")
    letter = written.dialogue.draft is not None and stepped.kind is StepKind.READY
    actions = (*written.actions, *turn.filing(written.dialogue.draft)) if letter else written.actions
    reply = Reply(text=turn.help_first(need, text), actions=actions, letter=letter, papers=written.papers, language=stepped.language or turn.language)
    kind = OutcomeKind.HELD_FOR_HUMAN if need else OutcomeKind.DONE if written.done else OutcomeKind.ASKED
    reason = need or f"letter_{stepped.kind}"
    return Outcome(kind=kind, reason=reason, reply=reply, dialogue=written.dialogue, commands=written.commands, trace=tuple(turn.trace))


def _answering_language(turn: Turn, spoken: Language | None) -> Language:
    """Return the language asked for, else the text's, else the last one, else the place's first."""
    full = turn.deps.say.full
    wanted = turn.scene.language or turn.inbound.language or turn.dialogue.language
    if wanted in full:
        return wanted
    if spoken in full:
        return spoken
    return "en" if spoken else turn.place.languages[0]


def _learn_company(turn: Turn, organisation: str) -> None:
    turn.dialogue = turn.dialogue.but(organisation=organisation)
    reader = turn.scene.reader.but(organisation=organisation, visibilities=("public",))
    turn.scene = turn.scene.but(reader=reader)
    turn.note("company", "named")


def _wanted(turn: Turn, routed: Route) -> Wanted:
    known = [code for code in routed.places if code in turn.deps.library.places]
    home = known[0] if known else turn.scene.place
    wider = [code.split("-", maxsplit=1)[0] for code in known]  # a state's people have their country's law too
    foreign = turn.spoken is not None and turn.spoken not in turn.deps.say.full
    asked = turn.deps.library.vocabulary.asked(turn.inbound.text)
    about = {"decisions": routed.decisions, "topics": routed.topics, "parts": routed.parts, "acts": routed.acts, "elements": asked}
    places = tuple(dict.fromkeys((home, *known, *wider, "*")))
    scene, abroad = turn.scene, home != turn.scene.place and turn.scene.place not in known
    if home != scene.place:
        turn.scene = scene = scene.but(place=home)
    return Wanted(
        abroad=abroad, reader=scene.reader, places=places, named=tuple(known), said=routed.said, day=scene.day, today=scene.today, foreign=foreign, **about
    )


def _met(turn: Turn, screened: Screened) -> Outcome:
    """End a turn whose text is not a question that can be looked up."""
    if screened.met is Met.CRISIS:
        return held(turn, screened.kind or "danger", f"outcome.{screened.kind}")
    if screened.met is Met.WANTS_PERSON:
        return held(turn, "human", "outcome.person", reason="wants_person", closing=turn.say("outcome.person_adviser"))
    phrase = {Met.EMPTY: "outcome.empty", Met.UNREADABLE: "outcome.unreadable", Met.TOO_LONG: "outcome.too_long", Met.ORDERS: "outcome.guarded"}[screened.met]
    kind = OutcomeKind.ASKED if screened.met in (Met.EMPTY, Met.UNREADABLE) else OutcomeKind.GUARDED
    text = turn.say(phrase, chars=f"{len(screened.text):,}", limit=f"{turn.deps.max_chars:,}")
    return ended(turn, kind, Card(answer=(Line(text=text),)), reason=screened.kind or screened.met.value)


def _not_answered(turn: Turn, found: Found, screened: Screened) -> Outcome:
    other = next((kind for kind in turn.deps.signs.elsewhere if kind.kind == found.elsewhere), None)
    least = DOUBTED_DANGER if screened.signed else SURELY_DANGER
    other_matter = found.verdict is Verdict.ELSEWHERE and ((other is not None and not other.small_talk) or not screened.signed)
    if screened.need and (not other_matter or screened.danger >= least):
        return held(turn, screened.need, f"outcome.{screened.need}")
    if found.verdict is Verdict.ELSEWHERE and other is not None:
        general = turn.say("outcome.out_of_scope") if turn.frame in turn.deps.say.partial and not other.small_talk else other.say["en"]
        text = other.say.get(turn.frame) or general
        if other.small_talk:
            return ended(turn, OutcomeKind.ANSWERED, Card(answer=(Line(text=text),)), reason="small_talk")
        lines = (Line(text=text), Line(text=turn.say("outcome.out_of_scope_help")))
        return ended(turn, OutcomeKind.OUT_OF_SCOPE, Card(answer=lines), reason=other.kind)
    if found.verdict is Verdict.ELSEWHERE and _is_fragment(turn.inbound.text):
        return ended(turn, OutcomeKind.ASKED, Card(answer=(Line(text=turn.say("outcome.say_more")),)), reason="fragment")
    if found.verdict is Verdict.ELSEWHERE:
        lines = (Line(text=turn.say("outcome.out_of_scope")), Line(text=turn.say("outcome.out_of_scope_help")))
        return ended(turn, OutcomeKind.OUT_OF_SCOPE, Card(answer=lines), reason="not_ours")
    card = Card(answer=(Line(text=turn.say("outcome.no_source")),), contacts=refer("human", turn.place, turn.frame))
    return ended(turn, OutcomeKind.NO_SOURCE, card, reason="not_found")


def _is_fragment(text: str) -> bool:
    """Say whether a text is too short to tell what it is about, such as "AI" or "why me"."""
    return len(text.split()) <= _FRAGMENT_WORDS and len(text.strip()) <= _FRAGMENT_CHARS


async def _answered(turn: Turn, asked: str, found: Found, screened: Screened, wanted: Wanted) -> Outcome:
    if found.verdict in (Verdict.ELSEWHERE, Verdict.NO_SOURCE):
        return _not_answered(turn, found, screened)
    scene = turn.scene
    sure = found.verdict is Verdict.ANSWER
    asked_on = AskedOn(day=scene.day, today=scene.today, since=turn.since, abroad=wanted.abroad)
    material = await gather(found.hits, turn.deps, reader=wanted.reader, place=turn.place, on=asked_on, sure=sure, beside=found.beside)
    hits = (found.beside, *found.hits) if found.beside and material.main == material.beside else found.hits
    card, citations = compose(material, turn.language, turn.deps, frame=turn.frame)
    turn.note("compose", f"{len(citations)} sources")
    if turn.deps.model is not None and material.beside is None and not must_tell(turn.deps, turn.dialogue):
        worded = await reworded(asked, material, Worded(card=card, citations=citations), turn.language, deps=turn.deps, veil=turn.veil)
        card, citations = worded.card, worded.citations
        turn.note("word", worded.note)
    card = silence(card, turn.deps.signs.never)
    if screened.need:
        card = _first_a_person(turn, card, screened.need)
        return ended(turn, OutcomeKind.HELD_FOR_HUMAN, card, reason=screened.need, citations=citations, found=hits, passage=material.main.id)
    kind = OutcomeKind.ANSWERED if sure else OutcomeKind.ANSWERED_PARTLY
    return ended(turn, kind, card, reason=None if sure else "partial_match", citations=citations, found=hits, passage=material.main.id)


def _compared(turn: Turn, comparing: Comparing, beside: Sequence[Hit]) -> Outcome:
    deps, told = turn.deps, [hit.passage for hit in beside]
    card, citations = comparison_card(comparing.places, comparing.rights, turn.language, library=deps.library, day=turn.scene.day, say=deps.say, beside=told)
    turn.note("compare", f"{len(comparing.places)} places {len(comparing.rights)} rights")
    return ended(turn, OutcomeKind.ANSWERED, silence(card, deps.signs.never), reason="compared", citations=citations)


def _first_a_person(turn: Turn, card: Card, need: str) -> Card:
    """Put human contacts before everything else."""
    lines = (Line(text=turn.say(f"outcome.{need}")), *card.answer)
    known = refer(need, turn.place, turn.frame)
    return card.but(answer=lines, contacts=(*known, *(contact for contact in card.contacts if contact not in known)))


async def _handed(turn: Turn) -> Outcome | None:
    """End a turn that is a button, or a file that was asked for; None for any other file."""
    turn.spoken = turn.dialogue.spoken if turn.inbound.choice else None
    turn.language = _answering_language(turn, turn.spoken)
    if not (turn.scene.language or turn.inbound.language or turn.dialogue.language):
        turn.language = turn.sitting.language_pressed(turn.dialogue, turn.language)
    if turn.inbound.choice:
        return await _pressed(turn, turn.inbound.choice)
    written = turn.table.show_file(turn.inbound.files, turn.inbound.text)
    return _wrote(turn, written) if written else None


async def _pressed(turn: Turn, token: str) -> Outcome:
    """Carry out a button; no model is asked."""
    verb, _, passage_id = token.partition(":")
    if verb == "person":
        return held(turn, "human", "outcome.person", reason="wants_person", closing=turn.say("outcome.person_adviser"))
    if served := turn.pressed_at_counter(token):
        return turn.end_at_counter(served)
    if written := turn.table.press(token):
        return _wrote(turn, written)
    if verb == START and passage_id in turn.deps.drafting.templates:
        return _wrote(turn, turn.sitting.start(passage_id, turn.dialogue))
    scene = turn.scene
    if verb == "steps":
        for passage in await turn.deps.index.passages([passage_id], reader=scene.reader, day=scene.day, any_day=True):
            hit = Hit(passage=passage, score=1, cosine=1, lexical=1, coverage=1)
            home = turn.deps.library.places.get(passage.place, turn.place)
            material = await gather([hit], turn.deps, reader=scene.reader, place=home, on=AskedOn(day=scene.day, today=scene.today), sure=True)
            card, citations = compose(_whole(material), turn.language, turn.deps, frame=turn.frame)
            return ended(turn, OutcomeKind.ANSWERED, card, reason="steps", citations=citations, found=(hit,))
    return ended(turn, OutcomeKind.GUARDED, Card(answer=(Line(text=turn.say("outcome.unknown_choice")),)), reason="unknown_choice")


def _whole(material: Material) -> Material:
    return material.but(whole=True, others=(*material.others, *material.asides), asides=())
