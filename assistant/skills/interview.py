"""Interview a person for a letter: one step in, the next state and the next words out. Pure, and the same for every template."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.draft import DraftState, DraftStatus, Known, StepKind, Stepped, holds, wanted
from assistant.domain.envelope import Choice
from assistant.domain.talk import Drafting
from assistant.domain.template import FieldKind, Template, TemplateField
from assistant.domain.value import Language
from assistant.interview.answers import Hearing
from assistant.interview.corrections import correct, drop
from assistant.interview.prefill import harvest
from assistant.interview.speak import TOKEN, Speaker, worded
from assistant.interview.understand import added, understand
from assistant.ports import Say


@dataclass(frozen=True)
class Kit:
    """What an interview needs besides the words just said."""

    drafting: Drafting
    say: Say
    today: date


@dataclass(frozen=True)
class _Seat:
    """One draft on the table."""

    template: Template
    state: DraftState
    kit: Kit

    @property
    def speaker(self) -> Speaker:
        """Says things about this draft."""
        return Speaker(self.template, self.state, self.kit.drafting, self.kit.say)

    @property
    def hearing(self) -> Hearing:
        """Understands answers to this draft."""
        return Hearing(self.template, self.state, self.kit.drafting.talk, self.kit.today)

    @property
    def left(self) -> int:
        """Questions still to come."""
        return len(wanted(self.template, self.state))

    @property
    def field(self) -> TemplateField | None:
        """The field that was asked last, while it is open."""
        field = self.template.by_id.get(self.state.current or "")
        return None if field is None or field.id in self.state.by_field else field

    def at(self, state: DraftState) -> "_Seat":
        """Return the same table with another state."""
        return replace(self, state=state)

    def know(self, *knowns: Known) -> "_Seat":
        """Return the table with more known; what a shown letter rested on is kept as a version."""
        state = self.state
        if state.version and state.status is DraftStatus.READY and knowns:
            state = state.but(earlier=(*state.earlier, state.knowns)[-_VERSIONS:])
        return self.at(state.know(*knowns))


_VERSIONS = 9


def start(template_id: str, said: tuple[str, ...], kit: Kit, *, language: Language, known: tuple[Known, ...] = ()) -> Stepped:
    """Begin a letter with everything said so far, oldest first; `known` gives fields from elsewhere, such as the company chosen.

    Raises: KeyError where there is no such template.
    """
    template = kit.drafting.templates[template_id]
    given = [found for found in known if found.field in template.by_id and found.given]
    seat = _Seat(template, DraftState(template=template_id, language=language).know(*given), kit)
    told = "\n".join(text.strip() for text in said if text.strip())
    seat = _defaults(seat.know(*harvest(told, seat.hearing)))
    offered = {found.field for found in given}
    noted = tuple(found.field for found in seat.state.knowns if found.given and (found.state == "said" or found.field in offered))
    opening = (kit.say("draft.opening", language, title=worded(template.title, language)),) if template.kind == "letter" else ()
    return _next(seat, noted=noted, leads=opening)


def again(state: DraftState, kit: Kit, *, language: Language | None = None) -> Stepped:
    """Return to where the interview stands: after a side question, a pause, or a change of language."""
    return _next(_Seat(kit.drafting.templates[state.template], _spoken(state, language), kit))


def _spoken(state: DraftState, language: Language | None) -> DraftState:
    """Return the state in a language, unless the person asked for another one in so many words."""
    return state if language is None or state.chosen else state.but(language=language)


def step(state: DraftState, text: str, kit: Kit, *, choice: str | None = None, language: Language | None = None) -> Stepped:  # noqa: PLR0911 - one a kind of message
    """Return what one message, or one pressed button, leads to. Nothing already known is lost, whatever is said."""
    talk = kit.drafting.talk
    if language in kit.say.full:
        state = _spoken(state, language)
    seat = _Seat(kit.drafting.templates[state.template], state, kit)
    if choice:
        return _pressed(seat, choice)
    text = text.strip()
    if wish := talk.language(text):
        return again(state.but(language=wish, chosen=True) if wish in kit.say.full else state, kit)
    if (command := talk.command(text)) and not (seat.field and seat.field.kind in _ANSWERS.get(command, ())):
        return _steer(seat, command)
    if dropped := drop(text, seat.hearing):
        return _left_open(seat, dropped, "skip")
    if state.status is DraftStatus.PAUSED:
        seat = seat.at(state.but(status=DraftStatus.ASKING))
    if corrected := correct(text, seat.hearing):
        if corrected.known is None:
            return _refuse(seat, corrected.field, corrected.problem or "draft.problem.empty", corrected.said)
        return _next(seat.know(corrected.known), noted=(corrected.field,), corrected=True)
    return _answered(seat, text)


_TELLS = 8
"""Characters of a statement that tells something."""
_SEVERAL = (FieldKind.CHOICE, FieldKind.MANY, FieldKind.GROUNDS)
_ANSWERS = {"all": _SEVERAL, "none": (*_SEVERAL, FieldKind.TEXT, FieldKind.LIST), "finish": (FieldKind.YES_NO,)}
"""Commands that are answers while a question of these kinds is open."""


def _answered(seat: _Seat, text: str) -> Stepped:
    field = seat.field
    heard = understand(text, seat.hearing, field, seat.speaker.order(field) if field else ())
    if heard.side:
        return _aside(seat, text)
    noted = tuple(known.field for known in heard.knowns if known.given)
    if heard.problem and field:
        return _refuse(seat.know(*heard.knowns), field.id, heard.problem, heard.said, noted=noted)
    return _next(seat.know(*heard.knowns), noted=noted, corrected=heard.changed)


def _aside(seat: _Seat, text: str) -> Stepped:
    """Leave a text to the ordinary conversation; what was told about a finished letter may still be put into it."""
    story = next((field for field in seat.template.fields if field.takes_story), None)
    state, actions = seat.state.but(pending=""), tuple[Choice, ...]()
    if seat.state.status is DraftStatus.READY and story and len(text) >= _TELLS and not seat.kit.drafting.talk.asks(text):
        state = state.but(pending=text[: story.max_chars])
        actions = (Choice(label=seat.speaker.say("draft.button.add"), token=f"{TOKEN}:add"),)
    return Stepped(state=state, kind=StepKind.SIDE_QUESTION, actions=actions, left=seat.left, field=state.current)


def _add(seat: _Seat) -> Stepped:
    """Put what was told after the letter was finished into the account."""
    story = next((field for field in seat.template.fields if field.takes_story), None)
    if story is None or not seat.state.pending:
        return _next(seat)
    known = added(seat.state.pending, story, seat.state, seat.hearing)
    seat = seat.know(*known)
    return _next(seat.at(seat.state.but(pending="")), noted=(story.id,), corrected=True)


def _pressed(seat: _Seat, choice: str) -> Stepped:
    verb, _, value = choice.removeprefix(f"{TOKEN}:").partition(":")
    field = seat.field
    if verb != "pick":
        return _steer(seat, verb)
    if field is None or value not in _allowed(seat.template, field):
        return _next(seat)
    if field.kind in (FieldKind.MANY, FieldKind.GROUNDS):
        picked = seat.state.picked
        picked = tuple(name for name in picked if name != value) if value in picked else (*picked, value)
        return _next(seat.at(seat.state.but(picked=picked)))
    return _next(seat.know(Known(field=field.id, values=(value,), state="chosen")), noted=(field.id,))


def _allowed(template: Template, field: TemplateField) -> set[str]:
    if field.kind is FieldKind.YES_NO:
        return {"yes", "no"}
    return {ground.id for ground in template.grounds} if field.kind is FieldKind.GROUNDS else {option.id for option in field.options}


def _steer(seat: _Seat, command: str) -> Stepped:
    if command in _STEERS:
        return _STEERS[command](seat)
    if command in ("skip", "unknown") and seat.field:
        return _left_open(seat, seat.field, command)
    if command == "done" and seat.field and seat.state.picked:
        return _next(seat.know(Known(field=seat.field.id, values=seat.state.picked, state="chosen")), noted=(seat.field.id,))
    return _next(seat)


def _forget(seat: _Seat) -> Stepped:
    return Stepped(state=None, kind=StepKind.FORGOTTEN, text=seat.speaker.say("draft.forgotten"))


def _restart(seat: _Seat) -> Stepped:
    fresh = _defaults(seat.at(DraftState(template=seat.state.template, language=seat.state.language)))
    return _next(fresh, leads=(seat.speaker.say("draft.restarted"),))


def _pause(seat: _Seat) -> Stepped:
    paused = seat.at(seat.state.but(status=DraftStatus.PAUSED))
    button = Choice(label=seat.speaker.say("draft.button.resume"), token=f"{TOKEN}:resume")
    text = seat.speaker.say("draft.paused", count=seat.left)
    return Stepped(state=paused.state, kind=StepKind.PAUSED, text=text, actions=(button,), left=seat.left)


def _show(seat: _Seat) -> Stepped:
    text, actions = seat.speaker.question(seat.field, seat.left) if seat.field else ("", ())
    told = "\n\n".join(part for part in (seat.speaker.summary(), text) if part)
    return Stepped(state=seat.state, kind=StepKind.SHOWN, text=told, actions=actions, left=seat.left, field=seat.state.current)


def _left_open(seat: _Seat, field: TemplateField, command: str) -> Stepped:
    phrase = "draft.left_open" if seat.template.kind == "record" else "draft.blank" if field.required else "draft.left_out"
    lead = seat.speaker.say(phrase, label=worded(field.label, seat.state.language))
    return _next(seat.know(Known(field=field.id, state="skipped" if command == "skip" else "unknown")), leads=(lead,))


def _back(seat: _Seat) -> Stepped:
    state = seat.state
    earlier = [name for name in state.asked if seat.field is None or name != state.current]
    if not earlier:
        return _next(seat, leads=(seat.speaker.say("draft.no_earlier"),))
    previous = earlier[-1]
    position = len(state.asked) - 1 - state.asked[::-1].index(previous)
    lead = seat.speaker.say("draft.went_back", value=seat.speaker.value(previous))
    return _next(seat.at(state.forget(previous).but(asked=state.asked[:position], current=None)), leads=(lead,), first=previous)


_STEERS: dict[str, Callable[[_Seat], Stepped]] = {"forget": _forget, "pause": _pause, "show": _show, "back": _back, "restart": _restart, "add": _add}


def _defaults(seat: _Seat) -> _Seat:
    open_fields = [field for field in seat.template.fields if field.default and field.id not in seat.state.by_field]
    return seat.at(seat.state.know(*(Known(field=field.id, values=(field.default or "",), state="default") for field in open_fields)))


def _refuse(seat: _Seat, name: str, problem: str, said: str, *, noted: tuple[str, ...] = ()) -> Stepped:
    speaker = seat.speaker
    question, actions = speaker.question(seat.field, seat.left) if seat.field else ("", ())
    lines = (speaker.noted(noted), speaker.problem(seat.template.field(name), problem, said), question)
    text = "\n".join(line for line in lines if line)
    return Stepped(state=seat.state, kind=StepKind.REFUSED, text=text, actions=actions, left=seat.left, field=name, noted=noted)


def _next(seat: _Seat, *, noted: tuple[str, ...] = (), leads: tuple[str, ...] = (), first: str | None = None, corrected: bool = False) -> Stepped:
    """Ask what is still open, or say that everything is there."""
    seat = seat.at(_fitting(seat.template, seat.state))
    state, speaker = seat.state, seat.speaker
    noted = tuple(name for name in dict.fromkeys(noted) if name in state.by_field)
    told = speaker.noted(noted)
    lines = [*leads, f"{speaker.say('draft.corrected')}{told}" if corrected else told]
    open_fields = wanted(seat.template, state)
    if not open_fields:
        if seat.template.kind == "letter":
            lines.append(speaker.say("draft.ready", title=worded(seat.template.title, state.language)))
        ready = state.but(status=DraftStatus.READY, current=None, picked=(), version=state.version + 1)
        return Stepped(state=ready, kind=StepKind.READY, text="\n".join(line for line in lines if line), noted=noted)
    wish = first or (state.current if seat.field else None)
    field = next((field for field in open_fields if field.id == wish), open_fields[0])
    asked = state.asked if state.asked[-1:] == (field.id,) else (*state.asked, field.id)
    picked = state.picked if state.current == field.id else ()
    seat = seat.at(state.but(current=field.id, asked=asked, status=DraftStatus.ASKING, picked=picked))
    text, actions = seat.speaker.question(field, len(open_fields))
    lines.append(text)
    return Stepped(
        state=seat.state,
        kind=StepKind.ASKED,
        text="\n".join(line for line in lines if line),
        actions=actions,
        left=len(open_fields),
        field=field.id,
        noted=noted,
    )


def _fitting(template: Template, state: DraftState) -> DraftState:
    """Return the state without answers to fields that no longer apply."""
    known = state.by_field
    return state.but(knowns=tuple(found for found in state.knowns if found.field in template.by_id and holds(template.field(found.field).only_if, known)))
