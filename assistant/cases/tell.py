"""Tell people what happened to a case, each where they are; the words of one side reach the other through the case alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.cards.reasons import day_in_words, worded
from assistant.domain.case import Case
from assistant.domain.envelope import Choice, Reply
from assistant.domain.value import Language
from assistant.ports import Act
from assistant.store import cases, notices, organisations, people
from assistant.store.database import Transaction


@dataclass(frozen=True)
class _Told:
    phrase: str
    buttons: tuple[str, ...]
    values: Mapping[str, object]


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
    """Tell one person of the organisation, in the language they chose, else in the place's."""
    language = people.language_of(tx, person) or act.deps.library.places[case.place].languages[0]
    _put(tx, case, act, (person,), _Told(phrase, buttons, values), language)


def desk_people(tx: Transaction, case: Case, act: Act) -> tuple[str, ...]:
    """Return everybody who holds the desk's role today."""
    return organisations.people_in(tx, case.organisation, case.rules.desk.value, act.at.date())


def _contacts(case: Case, act: Act, language: Language) -> str:
    """Return whom somebody can turn to outside."""
    place = act.deps.library.places[case.place]
    known = [place.contacts[key] for key in place.hotlines.get("human", ()) if key in place.contacts]
    return act.deps.say("case.list_comma", language).join(f"{worded(each.name, language)}{f' {each.phone}' if each.phone else ''}" for each in known)


def _put(tx: Transaction, case: Case, act: Act, to: tuple[str, ...], told: _Told, language: Language) -> None:
    say = act.deps.say
    language = language if language in say.full else "en"
    last = day_in_words(case.clock.last_day, language, say=say) if case.clock else say("case.told.no_clock", language)
    text = say(told.phrase, language, **{"number": case.number, "last": last, "contacts": _contacts(case, act, language), **told.values})
    actions = tuple(Choice(label=say(f"case.button.{verb}", language), token=f"{verb}:{case.id}") for verb in told.buttons)
    key = hashlib.sha256(f"{case.id}.{case.version}.{told.phrase}.{to[0]}.{act.key}".encode()).hexdigest()
    notices.put_notice(tx, f"n:{key[:40]}", to, Reply(text=text, actions=actions, language=language), act.at)
