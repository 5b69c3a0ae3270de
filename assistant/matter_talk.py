"""A self-carried matter inside a conversation: how the letter went out, what came back, where it stands, the next letter."""

from dataclasses import dataclass, replace

from assistant.domain.dialogue import Dialogue
from assistant.domain.draft import DraftState, DraftStatus, StepKind, Stepped
from assistant.domain.envelope import Choice, File
from assistant.domain.letters_command import ForgetMatter, ForgetWriting, KeepMatter
from assistant.domain.matter import ANSWER, SENDING, Matter, SentLetter, Standing
from assistant.domain.talk import matches
from assistant.followup import PRESS, FollowUp
from assistant.interview.speak import TOKEN
from assistant.letters import Sitting, Written, is_open
from assistant.skills import interview

_PROOF = "proof"
_MOST_PROOF = 300
_MOST_CHARS = 120
"""Longest text that is read as news about a letter; a longer one tells a story."""


@dataclass(frozen=True)
class Table:
    """Where a person's letters and matters lie; one message or one press at a time."""

    sitting: Sitting
    dialogue: Dialogue
    person: str
    thread: str
    key: str
    """Names a matter that begins with this message."""

    def on(self, dialogue: Dialogue) -> "Table":
        """Return the same table with another state of the conversation."""
        return replace(self, dialogue=dialogue)

    @property
    def follow(self) -> FollowUp:
        """Says what belongs to a matter."""
        return self.sitting.follow

    @property
    def matter(self) -> Matter | None:
        """The matter that is spoken of: the one of this conversation, else the one touched last."""
        known = self.sitting.matters
        return next((matter for matter in known if matter.id == self.dialogue.matter), None) or next(iter(known), None)

    @property
    def due(self) -> tuple[Choice, ...]:
        """The button that asks for the answer to a letter, once its day has come."""
        waiting = any(matter.asks_on(self.sitting.desk.today) for matter in self.sitting.matters)
        return (self.follow.button("answer", "action.answer"),) if waiting else ()

    @property
    def ready(self) -> DraftState | None:
        """The finished letter that may have gone out."""
        draft = self.dialogue.draft
        return draft if draft is not None and draft.version and draft.status is not DraftStatus.ASKING else None

    def take(self, text: str) -> Written | None:
        """Return what a text leads to at the writing desk; None where it is a plain question."""
        if is_open(self.dialogue.follow):
            return self._followed(text)
        if (self.dialogue.draft is None or self.dialogue.draft.status is not DraftStatus.ASKING) and (news := self._news(text)):
            return news
        return self._forgot(self.sitting.take(self.dialogue, text))

    def show_file(self, files: tuple[File, ...], text: str) -> Written | None:
        """Note a picture or file as the proof that is being asked for; its reference stays in the matter. None where none is asked for."""
        follow = self.dialogue.follow
        if follow is None or not is_open(follow) or follow.current != _PROOF:
            return None
        names = [f"{file.name} #{file.digest[:8]}" if file.digest else file.name for file in files]
        return self._followed(" ".join(part for part in (text.strip(), *names) if part)[:_MOST_PROOF])

    def press(self, token: str) -> Written | None:
        """Return what a pressed button leads to; None where it is none of this room's, or nothing is there any more to press it for."""
        verb, _, name = token.partition(":")
        if verb == TOKEN and is_open(self.dialogue.follow):
            return self._followed("", token)
        if verb == TOKEN and self.dialogue.draft is not None:
            return self._forgot(self.sitting.step(self.dialogue, "", token))
        if verb == PRESS and name in _PRESSES:
            return self._carry_out(name)
        return None

    def _news(self, text: str) -> Written | None:
        talk = self.sitting.desk.drafting.talk
        asks = talk.asks(text)
        for name, patterns in talk.matter.items():
            fits = len(text) <= _MOST_CHARS and (not asks or name in _ASKED) and matches(patterns, text)
            if fits and (written := self._carry_out(name, text)):
                return written
        return None

    def _carry_out(self, name: str, text: str = "") -> Written | None:  # noqa: PLR0911 - one for each piece of news
        matter = self.matter
        match name:
            case "sent" if self.ready:
                return self._ask(SENDING, text)
            case "received" if matter and matter.standing is Standing.SENT and matter.last.mailed:
                return self._received(matter, text)
            case "answer" if matter and matter.standing is not Standing.CLOSED:
                return self._ask(ANSWER, text, matter)
            case "show" if matter or self.dialogue.draft:
                return self._show(matter)
            case "close" if matter:
                closed = matter.note(matter.last, closed_on=self.sitting.desk.today)
                return self._kept(closed, self.follow.say("matter.closed"))
            case "forget" if matter:
                return self._forget(matter)
            case "beside" if self.ready:
                return self._beside(self.ready)
        return None

    def _ask(self, template: str, text: str, matter: Matter | None = None) -> Written:
        stepped = interview.start(template, (text,), self.sitting.kit, language=self.sitting.language)
        dialogue = self.dialogue.but(matter=matter.id if matter else self.dialogue.matter)
        return self._went_on(stepped, dialogue)

    def _followed(self, text: str, choice: str | None = None) -> Written:
        state = self.dialogue.follow
        if state is None:
            raise AssertionError("no interview about a letter is open")
        return self._went_on(interview.step(state, text, self.sitting.kit, choice=choice, language=self.sitting.language), self.dialogue)

    def _went_on(self, stepped: Stepped, dialogue: Dialogue) -> Written:
        if stepped.kind is StepKind.READY and stepped.state:
            return self._sent(stepped) if stepped.state.template == SENDING else self._answered(stepped)
        return Written(stepped=stepped, dialogue=dialogue.but(follow=stepped.state), text=stepped.text, actions=stepped.actions)

    def _sent(self, stepped: Stepped) -> Written:
        """Open a matter, or go on with one, where a letter went out."""
        if stepped.state is None or self.ready is None:
            return Written(stepped=stepped, dialogue=self.dialogue.but(follow=None), text=stepped.text)
        today = self.sitting.desk.today
        letter = SentLetter(draft=self.ready.but(earlier=(), pending=""), written_on=today, sending=stepped.state)
        going_on = next((matter for matter in self.sitting.matters if matter.id == self.dialogue.matter), None)
        if going_on:
            matter = going_on.send(letter)
        else:
            place = self.sitting.desk.drafting.templates[self.ready.template].place
            home = place if place in self.sitting.desk.library.places else self.sitting.place.code
            facts = {"id": f"m-{self.key}"[:64], "person": self.person, "thread": self.thread, "place": home, "language": self.sitting.language}
            matter = Matter(**facts, opened_on=today, letters=(letter,))
        matter = self.follow.planned(matter)
        return self._kept(matter, f"{stepped.text}\n\n{self.follow.sent(matter)}".strip(), stepped=stepped, gone=True)

    def _answered(self, stepped: Stepped) -> Written:
        """Note what came back, and say what it opens."""
        matter = self.matter
        if stepped.state is None or matter is None:
            return Written(stepped=stepped, dialogue=self.dialogue.but(follow=None), text=stepped.text)
        if stepped.state.value("outcome") == "silent" and (waits := self.follow.not_late_yet(matter)):
            told = "\n\n".join((stepped.text, waits, *self.follow.next_look(matter))).strip()
            return self._kept(matter.note(matter.last), told, stepped=stepped, silent=True)
        noted = matter.note(matter.last.but(answer=stepped.state))
        return self._kept(noted, f"{stepped.text}\n\n{self.follow.answered(noted)}".strip(), stepped=stepped)

    def _received(self, matter: Matter, text: str) -> Written | None:
        """Count again from the day of receipt, where the text tells it."""
        stepped = interview.step(matter.last.sending, text, self.sitting.kit, language=self.sitting.language)
        if stepped.kind is not StepKind.READY or stepped.state is None:
            return None
        noted = self.follow.planned(matter.note(matter.last.but(sending=stepped.state)))
        return self._kept(noted, "\n\n".join([stepped.text, *self.follow.times(noted)]), stepped=stepped)

    def _kept(self, matter: Matter, text: str, *, stepped: Stepped | None = None, gone: bool = False, silent: bool = False) -> Written:
        """Keep a matter as it is now; `stepped` is the interview's last step, `gone` says that the letter at hand is on its way."""
        dialogue = self.dialogue.but(follow=None, matter=matter.id, draft=None if gone else self.dialogue.draft)
        papers = ("ics", "diary", "note") if matter.asks else ("diary", "note")
        stepped = stepped or Stepped(state=matter.last.sending, kind=StepKind.READY)
        return Written(
            stepped=stepped,
            dialogue=dialogue,
            text=text,
            actions=self.follow.buttons(matter, silent=silent),
            papers=papers,
            commands=(KeepMatter(matter=matter),),
        )

    def _show(self, matter: Matter | None) -> Written | None:
        """Say where letter and matter stand."""
        parts, actions, papers = [], tuple[Choice, ...](), tuple[str, ...]()
        if self.ready:
            parts.append(self.follow.say("matter.not_sent", title=self.follow.title(self.ready)))
            actions, papers = (self.follow.button("sent", "action.sent"),), self.sitting.papers(self.ready)
        if matter:
            parts.append(self.follow.shown(matter))
            actions = (*actions, *(button for button in self.follow.buttons(matter) if not button.token.endswith(":show")))
            papers = tuple(dict.fromkeys((*papers, "ics", "diary", "note")))
        if not parts:
            return None
        shown = Stepped(state=matter.last.sending if matter else self.dialogue.draft, kind=StepKind.SHOWN)
        return Written(stepped=shown, dialogue=self.dialogue, text="\n\n".join(parts), actions=actions, papers=papers)

    def _forget(self, matter: Matter) -> Written:
        """Erase a matter, its letters, and what was said while they were written."""
        text = self.follow.say("matter.forgotten")
        commands = (ForgetMatter(matter=matter.id), self._blank())
        dialogue = self.dialogue.but(follow=None, matter=None, draft=None)
        return Written(stepped=Stepped(state=None, kind=StepKind.FORGOTTEN), dialogue=dialogue, text=text, commands=commands)

    def _forgot(self, written: Written | None) -> Written | None:
        """Empty what was said while a letter was written, where the letter is to be forgotten."""
        if written is None or written.stepped.kind is not StepKind.FORGOTTEN:
            return written
        kept = f"\n{self.follow.say('matter.kept')}" if self.sitting.matters else ""
        return written.but(text=f"{written.text}{kept}", commands=(*written.commands, self._blank()))

    def _blank(self) -> ForgetWriting:
        return ForgetWriting(thread=self.thread, instead=self.follow.say("matter.blank"))

    def _beside(self, draft: DraftState) -> Written:
        """Say where the copy with both languages is."""
        papers = self.sitting.papers(draft)
        text = self.follow.say("matter.beside" if "beside" in papers else "matter.no_beside")
        return Written(stepped=Stepped(state=draft, kind=StepKind.SHOWN), dialogue=self.dialogue, text=text, papers=papers)


_PRESSES = ("sent", "answer", "show", "close", "forget")
_ASKED = ("show", "beside")
"""News that may come as a question."""
