"""Tell people what happened to a case, each where they are; the words of one side reach the other through the case alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.cards.reasons import day_in_words, worded
from assistant.domain.case import Case
from assistant.domain.envelope import Address, Choice, Reply
from assistant.domain.value import Language
from assistant.ports import Act
from assistant.store import cases, identity_accounts, notices, organisations, outgoing, people
from assistant.store.database import Transaction


@dataclass(frozen=True)
class _Told:
    phrase: str
    buttons: tuple[str, ...]
    values: Mapping[str, object]
    calendar: bool = False


_REMINDERS = frozenset(f"case.told.{name}" for name in ("unclaimed", "remind", "ends_today", "late_desk", "escalated", "look"))
"""What a date brings a desk: it names number and day, and nothing that somebody wrote."""


def tell_worker(tx: Transaction, case: Case, act: Act, phrase: str, *buttons: str, **values: object) -> None:
    """Tell the worker, in the case's language; `buttons` are verbs whose token is `<verb>:<case>`."""
    _put(tx, case, act, (case.worker, *cases.people_of(tx, case.id, "holder")), _Told(phrase, buttons, values), case.language)


def tell_desk(tx: Transaction, case: Case, act: Act, phrase: str, *buttons: str, **values: object) -> None:
    """Tell who has the case; everybody of the desk where nobody has it."""
    for person in (case.reviewer,) if case.reviewer else desk_people(tx, case, act):
        tell_person(tx, case, act, person, phrase, *buttons, **values)


def tell_role(tx: Transaction, case: Case, act: Act, role: str, phrase: str, *buttons: str, **values: object) -> None:
    """Tell everybody who holds a role in the case's organisation today."""
    for person in organisations.people_in(tx, case.organisation, role, act.at.date()):
        tell_person(tx, case, act, person, phrase, *buttons, **values)


def tell_person(tx: Transaction, case: Case, act: Act, person: str, phrase: str, *buttons: str, **values: object) -> None:
    """Tell one person of the organisation, in the language they chose, else in the place's; a reminder goes to the address they log in with, too."""
    language = people.language_of(tx, person) or act.deps.library.places[case.place].languages[0]
    reminds = phrase in _REMINDERS
    reply = _put(tx, case, act, (person,), _Told(phrase, buttons, values, calendar=reminds), language)
    account = identity_accounts.account_of(tx, person) if reminds and act.deps.mail else None
    if account and act.deps.mail and "@" in account.login:
        key, address = f"m:{_key(case, act, phrase, person)}", Address(chat=account.login)
        outgoing.put_letter(tx, key, channel=act.deps.mail, thread=f"mail-{person}"[:64], address=address, reply=reply.but(actions=()), at=act.at)


def desk_people(tx: Transaction, case: Case, act: Act) -> tuple[str, ...]:
    """Return everybody who holds the desk's role today."""
    return organisations.people_in(tx, case.organisation, case.rules.desk.value, act.at.date())


def _contacts(case: Case, act: Act, language: Language) -> str:
    """Return whom somebody can turn to outside."""
    place = act.deps.library.places[case.place]
    known = [place.contacts[key] for key in place.hotlines.get("human", ()) if key in place.contacts]
    return act.deps.say("case.list_comma", language).join(f"{worded(each.name, language)}{f' {each.phone}' if each.phone else ''}" for each in known)


def _put(tx: Transaction, case: Case, act: Act, to: tuple[str, ...], told: _Told, language: Language) -> Reply:
    say = act.deps.say
    language = language if language in say.full else "en"
    last = day_in_words(case.clock.last_day, language, say=say) if case.clock else say("case.told.no_clock", language)
    text = say(told.phrase, language, **{"number": case.number, "last": last, "contacts": _contacts(case, act, language), **told.values})
    actions = tuple(Choice(label=say(f"case.button.{verb}", language), token=f"{verb}:{case.id}") for verb in told.buttons)
    reply = Reply(text=text, actions=actions, language=language, calendar=case.id if told.calendar and case.clock else None)
    notices.put_notice(tx, f"n:{_key(case, act, told.phrase, to[0])}", to, reply, act.at)
    return reply


def _key(case: Case, act: Act, phrase: str, person: str) -> str:
    return hashlib.sha256(f"{case.id}.{case.version}.{phrase}.{person}.{act.key}".encode()).hexdigest()[:40]
