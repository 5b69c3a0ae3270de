"""What is said about a letter that went out: whose time runs until when, what an answer opens, where the matter stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.cards.cite import Citer
from assistant.cards.layout import lay_out
from assistant.cards.reasons import explain
from assistant.domain.answer import Card, Line
from assistant.domain.deadline import Standing as Time
from assistant.domain.draft import DraftState
from assistant.domain.envelope import Choice
from assistant.domain.letter import Letter
from assistant.domain.library import COMMON
from assistant.domain.matter import Matter, SentLetter, Standing
from assistant.domain.value import Language
from assistant.interview.counted import Counted
from assistant.interview.desk import Desk
from assistant.interview.speak import day_in_letter, value_in_words, worded
from assistant.skills.diary import diary
from assistant.skills.follow import asks, opened, own_clocks, their_clocks

PRESS = "matter"
"""First word of this room's buttons."""


@dataclass(frozen=True)
class FollowUp:
    """Says a matter's things in one language."""

    desk: Desk
    language: Language

    def say(self, phrase: str, **values: object) -> str:
        """Say a phrase in the language of the matter's person."""
        return self.desk.say(phrase, self.language, **values)

    def day(self, day: date) -> str:
        """Return a day in words."""
        return day_in_letter(day.isoformat(), self.desk.drafting.words_for(COMMON, self.language))

    def title(self, draft: DraftState) -> str:
        """Return what a letter is called."""
        return worded(self.desk.drafting.templates[draft.template].title, self.language)

    def button(self, name: str, phrase: str) -> Choice:
        """Return one of this room's buttons."""
        return Choice(label=self.say(phrase), token=f"{PRESS}:{name}")

    def buttons(self, matter: Matter, *, silent: bool = False) -> tuple[Choice, ...]:
        """Return what can be pressed where a matter stands; `silent` says that nothing has come so far."""
        found = [self.button("answer", "action.answer")] if matter.standing is Standing.SENT else []
        found += self.next_letters(matter, "silent" if silent else matter.last.outcome)
        return (*found, self.button("show", "action.matter"), *(() if matter.closed_on else (self.button("close", "action.close_matter"),)))

    def next_letters(self, matter: Matter, outcome: str | None) -> tuple[Choice, ...]:
        """Return a button for each letter that an answer opens."""
        templates = self.desk.drafting.templates
        titles = {name: worded(templates[name].title, self.language) for name in opened(matter.last, outcome, self.desk).letters}
        return tuple(Choice(label=self.say("action.letter", title=title), token=f"letter:{name}") for name, title in titles.items())

    def sent(self, matter: Matter) -> str:
        """Return what is said when a letter went out: the other side's time and why, one's own time, when it is looked at again."""
        lines = [self.say("matter.sent"), *self._proof(matter.last), *self.times(matter)]
        return "\n\n".join([*lines, self.say("draft.cover.not_stop"), self.say("matter.protect")])

    def _proof(self, letter: SentLetter) -> Iterator[str]:
        if not letter.sending.value("proof"):
            yield self.say("matter.proof_missing")

    def times(self, matter: Matter, *, why: bool = True) -> Iterator[str]:
        """Yield the clocks of the letter that stands open, each with its reasoning where wanted, and the day of the next look."""
        letter = matter.last
        theirs = their_clocks(letter, self.desk)
        if letter.received_on is None:
            yield self.say("matter.guessed")
        told = [self._clock(counted) + (f"\n{explain(counted.reckoning, counted.rule, self.language, say=self.desk.say)}" if why else "") for counted in theirs]
        if asked := letter.draft.value("reply_by"):
            told.append(self.say("matter.reply_by", last=self.day(date.fromisoformat(asked))))
        if told:
            yield "\n\n".join([f"【{self.say('matter.theirs')}】\n{told[0]}", *told[1:]])
        elif matter.asks:
            yield self.say("matter.no_clock", last=self.day(matter.asks[0]))
        if own := own_clocks(letter, self.desk):
            yield "\n".join([f"【{self.say('matter.yours')}】", *(self._clock(counted) for counted in own)])
        yield from self.next_look(matter)

    def _clock(self, counted: Counted) -> str:
        reckoning = counted.reckoning
        late = reckoning.standing(self.desk.today) is Time.PASSED
        text = self.say("matter.clock_late" if late else "matter.clock", title=worded(counted.rule.title, self.language), last=self.day(reckoning.last_day))
        text += self.say("card.in_brackets", text=self.say(f"card.kind_{counted.rule.kind}"))
        if reckoning.extended_last_day:
            text += " " + self.say("matter.clock_extended", last=self.day(reckoning.extended_last_day))
        return text

    def answered(self, matter: Matter) -> str:
        """Return what an answer, or none, opens: each sentence of law a passage's own, with its sources."""
        outcome = matter.last.outcome or "silent"
        lines = [self.say(f"matter.noted.{outcome}")]
        found = opened(matter.last, outcome, self.desk)
        citer = Citer(self.desk.library, self.language, self.desk.today, self.desk.say)
        said = []
        for passage in self.desk.library.known(found.passages):
            wording = passage.wording(self.language)
            said += [citer.line(claim, passage) for claim in (*wording.answer, *wording.clock)]
        if said:
            card = Card(answer=(Line(text=f"【{self.say('matter.opens')}】"), *said))
            lines.append(lay_out(card, citer.citations, self.language, self.desk.say))
        if outcome != "answered":
            lines.append(self.say("matter.write_next" if found.letters else "matter.no_next"))
        return "\n\n".join([*lines, self.say("draft.cover.not_stop")])

    def not_late_yet(self, matter: Matter) -> str:
        """Return that the other side may still answer, where it may: nobody is called late too early. Empty where every clock has run out."""
        counted = [clock.reckoning for clock in their_clocks(matter.last, self.desk)]
        running = [reckoning.latest_arguable_day for reckoning in counted if reckoning.standing(self.desk.today) is Time.OPEN]
        return self.say("matter.not_late_yet", last=self.day(max(running))) if running else ""

    def next_look(self, matter: Matter) -> Iterator[str]:
        """Yield when the matter is looked at again."""
        if upcoming := [day for day in matter.asks if day > self.desk.today]:
            yield self.say("matter.ask_on", day=self.day(upcoming[0]))

    def shown(self, matter: Matter) -> str:
        """Return where a matter stands."""
        state = "due" if matter.asks_on(self.desk.today) else matter.standing.value
        lines = [self.say("matter.head", title=self.title(matter.letters[0].draft), state=self.say(f"matter.state.{state}"))]
        lines.append("\n".join(line for number, letter in enumerate(matter.letters, 1) for line in self._letter(number, letter)))
        if matter.standing is Standing.SENT:
            lines += self.times(matter, why=False)
        return "\n\n".join([*lines, self.say("draft.cover.not_stop")])

    def _letter(self, number: int, letter: SentLetter) -> Iterator[str]:
        sent = self._value(letter.sending, "sent_on")
        yield self.say(
            "matter.line",
            number=number,
            title=self.title(letter.draft),
            sent=f"{sent}{self.say('card.in_brackets', text=self._value(letter.sending, 'sent_by'))}",
        )
        if letter.answer:
            yield self.say("matter.line_answer", answer=self._value(letter.answer, "outcome"))

    def _value(self, state: DraftState, name: str) -> str:
        template, known = self.desk.drafting.templates[state.template], state.by_field.get(name)
        words = self.desk.drafting.words_for(COMMON, self.language)
        if known is None or not known.given:
            return self.say("draft.state.open")
        option = template.field(name).option(known.values[0])
        return worded(option.words, self.language) if option else value_in_words(template.field(name), known, template, words, self.language)

    def due(self, matter: Matter) -> str:
        """Return the question on the day: did they answer, refuse, or keep silent?"""
        return self.say("matter.due", title=self.title(matter.last.draft))

    def diary(self, matter: Matter) -> Letter:
        """Return the diary of a matter."""
        return diary(matter, tuple(their_clocks(letter, self.desk) for letter in matter.letters), self.language, self.desk)

    def planned(self, matter: Matter) -> Matter:
        """Return the matter with the days on which it is to be looked at."""
        return matter.but(asks=asks(matter.last, self.desk))
