"""A self-carried matter: letters that a person sent by themselves, what came back, and the days to look at it again."""

from datetime import date, timedelta
from enum import StrEnum

from assistant.domain.deadline import Receipt
from assistant.domain.draft import DraftState
from assistant.domain.value import Language, Value

SENDING, ANSWER = "common/sending", "common/answer"
"""The two interviews of a matter."""
MAIL_ALLOWANCE = timedelta(days=7)
"""How long mail is taken to need while the day of receipt is not known: ours and cautious, so that nobody is called late too early; no rule says so."""
_MAILED = ("registered", "post")
_RECEIPTS = {"hand": Receipt.HAND, "email": Receipt.EMAIL, "system": Receipt.EMAIL, "message": Receipt.EMAIL}


class Standing(StrEnum):
    """Where a matter stands."""

    SENT = "sent"
    """The other side's clock runs, or has run out."""
    ANSWERED = "answered"
    CLOSED = "closed"


class SentLetter(Value):
    """One letter that went out, how, and what came back."""

    draft: DraftState
    written_on: date
    sending: DraftState
    answer: DraftState | None = None

    @property
    def sent_on(self) -> date | None:
        """The day it went out; None where only the month is known."""
        return _day(self.sending.value("sent_on"))

    @property
    def received_on(self) -> date | None:
        """The day the other side had it: told, or the day itself where it was handed over or sent by wire."""
        told = _day(self.sending.value("received_on"))
        return told or (None if self.mailed else self.sent_on)

    @property
    def counted_from(self) -> date | None:
        """The day from which the other side's clock is counted: receipt, else a cautious guess."""
        return self.received_on or (self.sent_on + MAIL_ALLOWANCE if self.sent_on else None)

    @property
    def mailed(self) -> bool:
        """Whether it travels for some days."""
        return self.sending.value("sent_by") in _MAILED

    @property
    def receipt(self) -> Receipt:
        """How it reached the other side, as a reckoning words it."""
        if self.mailed:
            return Receipt.POST if self.received_on else Receipt.UNKNOWN
        return _RECEIPTS.get(self.sending.value("sent_by") or "", Receipt.UNKNOWN)

    @property
    def outcome(self) -> str | None:
        """answered, partly, refused or silent; None while nothing was told."""
        return self.answer.value("outcome") if self.answer else None


class Matter(Value):
    """Everything about one matter; its owner's alone."""

    id: str
    person: str
    thread: str
    place: str
    language: Language
    opened_on: date
    letters: tuple[SentLetter, ...]
    """Oldest first; never empty."""
    asks: tuple[date, ...] = ()
    """Days on which the person is asked whether an answer came, soonest first."""
    closed_on: date | None = None
    version: int = 1

    @property
    def last(self) -> SentLetter:
        """The letter that stands open now."""
        return self.letters[-1]

    @property
    def standing(self) -> Standing:
        """Where the matter stands."""
        if self.closed_on:
            return Standing.CLOSED
        return Standing.ANSWERED if self.last.answer else Standing.SENT

    def asks_on(self, day: date) -> bool:
        """Say whether the person is to be asked by this day whether an answer came."""
        return self.standing is Standing.SENT and bool(self.asks) and self.asks[0] <= day

    def send(self, letter: SentLetter) -> "Matter":
        """Return the matter with the next letter on its way."""
        return self.but(letters=(*self.letters, letter), closed_on=None, version=self.version + 1)

    def note(self, letter: SentLetter, *, closed_on: date | None = None) -> "Matter":
        """Return the matter with its last letter as it is known now."""
        return self.but(letters=(*self.letters[:-1], letter), closed_on=closed_on, version=self.version + 1)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value and len(value) == 10 else None
