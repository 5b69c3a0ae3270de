"""Ask members what may be shared, take their answer, and let nobody's words go out without a yes."""

from assistant.batches.keep import refuse_sent
from assistant.domain.batch import Consent, ConsentState
from assistant.domain.batch_command import AnswerConsent, AskConsents, SendJoint
from assistant.errors import BadRequest, NotFound
from assistant.ports import Act
from assistant.store import batches
from assistant.store.database import Transaction


def ask(tx: Transaction, command: AskConsents, act: Act) -> dict[str, str]:
    """Keep what members are asked, word for word; who answered already is not asked again."""
    union = act.actor.organisation or ""
    if batches.find_batch(tx, union, command.batch) is None or any(each.batch != command.batch for each in command.consents):
        raise NotFound("no such batch")
    known = {each.complaint for topic in {each.topic for each in command.consents} for each in batches.consents_on(tx, union, command.batch, topic)}
    asked = [each for each in command.consents if each.complaint not in known]
    for each in asked:
        batches.keep_consent(tx, each.but(state=ConsentState.ASKED, asked_at=act.at, sent=False))
    return {"batch": command.batch, "asked": str(len(asked))}


def answer(tx: Transaction, command: AnswerConsent, act: Act) -> dict[str, str]:
    """Take a member's answer, also a later one, until the letter has gone out. Raises: NotFound, Conflict"""
    consent = batches.find_consent(tx, command.consent)
    if consent is None:
        raise NotFound("no such question")
    refuse_sent(consent.sent)
    batches.keep_consent(tx, consent.but(state=ConsentState(command.answer), answered_at=act.at))
    return {"consent": consent.id, "answer": command.answer}


def send(tx: Transaction, command: SendJoint, act: Act) -> dict[str, str]:
    """Note that a letter went out; every annex needs a yes that still stands. Raises: NotFound, BadRequest"""
    standing = {each.id: each for each in batches.consents_on(tx, act.actor.organisation or "", command.batch, command.topic)}
    if not command.consents or set(command.consents) - standing.keys():
        raise NotFound("no such consents")
    if any(standing[each].state is not ConsentState.YES for each in command.consents):
        raise BadRequest("somebody has not said yes, or no longer")
    for each in command.consents:
        batches.keep_consent(tx, standing[each].but(sent=True))
    return {"batch": command.batch, "topic": command.topic, "annexes": str(len(command.consents))}


def agreed(found: tuple[Consent, ...]) -> tuple[Consent, ...]:
    """Return those who said yes and did not take it back."""
    return tuple(each for each in found if each.state is ConsentState.YES)
