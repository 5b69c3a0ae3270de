"""What belongs to a person, as files: everything that is kept about them, and the clock of a case for their calendar. Stands on the service."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from assistant.casework import clock_words
from assistant.documents.calendar_file import Entry, calendar_file
from assistant.domain.case import Case
from assistant.domain.case_file import PayloadKind
from assistant.domain.value import Language
from assistant.errors import NotFound, RecourseError
from assistant.filing import own_case, worker
from assistant.interview.desk import Desk
from assistant.letters import Sitting
from assistant.service import Service
from assistant.store import conversations, identity_accounts, identity_people, matters, notices, organisations, people
from assistant.store.database import Transaction

_WORDS = (PayloadKind.LETTER, PayloadKind.REPLY)
"""Papers of a file that are letters."""


def clock_file(service: Service, case: str, person: str, language: Language) -> bytes:
    """Return the clock of a person's own case as a calendar file. Raises: NotFound"""
    known, say = own_case(service, case, person), service.say
    if known.clock is None:
        raise NotFound("no clock runs here")
    entries = [_entry(f"case-{known.id}", known, say("case.ics.answer", language, number=known.number), clock_words(known, service, language))]
    if known.remedy_on is not None:
        title = say("case.ics.remedy", language, number=known.number)
        entries.append(Entry(key=f"case-{known.id}-remedy", day=known.remedy_on, title=title, note=title, remind_days=(0,)))
    return calendar_file(entries, made_at=service.deps.clock.now())


def _entry(key: str, case: Case, title: str, note: str) -> Entry:
    assert case.clock is not None
    return Entry(key=key, day=case.clock.last_day, title=title, note=note)


def everything_of(service: Service, person: str) -> bytes:
    """Return a zip with everything that is kept about a person: `data.json`, letters as text, the files they handed in.

    What others wrote inside a desk, and did not send them, is not among it.
    """
    person = service.person_of(person)
    with service.database.read() as tx:
        kept = _kept(tx, service, person)
    papers: dict[str, bytes] = {}
    kept["cases"] = [_case(service, case, person, papers) for case in service.cases.of(person)]
    with service.database.read() as tx:
        for thread in conversations.threads_of(tx, person):
            _letters(service, tx, thread, papers)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(kept, ensure_ascii=False, indent=1))
        for name, content in papers.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _kept(tx: Transaction, service: Service, person: str) -> dict[str, Any]:
    account = identity_accounts.account_of(tx, person)
    said = []
    for thread in conversations.threads_of(tx, person):
        pairs = conversations.replies_in(tx, thread)
        turns = [{"said": one.model_dump(mode="json"), "replies": [each.reply.model_dump(mode="json") for each in replies]} for one, replies in pairs]
        told = [{"at": at.isoformat(), "text": each.reply.text} for at, each in notices.dated_notices(tx, thread)]
        said.append({"thread": thread, "turns": turns, "messages": told, "remembered": conversations.dialogue_of(tx, thread)[0].model_dump(mode="json")})
    return {
        "made_at": service.deps.clock.now().isoformat(),
        "person": person,
        "names": list(people.names_of(tx, person)),
        "language": people.language_of(tx, person),
        "account": {"login": account.login, "name": account.name, "opened_at": account.opened_at.isoformat()} if account else None,
        "log_ins": [{"at": each.at.isoformat(), "agent": each.agent} for each in identity_accounts.logins_of(tx, person)],
        "linked": [link.model_dump(mode="json") for link in identity_people.links_of(tx, person)],
        "reached_at": [{"channel": each.channel, "thread": each.thread} for each in people.reached_at(tx, person)],
        "memberships": [each.model_dump(mode="json") for each in organisations.memberships_on(tx, person, service.scene().today)],
        "matters": [each.model_dump(mode="json") for each in matters.matters_of(tx, person)],
        "conversations": said,
    }


def _case(service: Service, case: Case, person: str, papers: dict[str, bytes]) -> dict[str, Any]:
    """Return a case as its worker may see it, and put its letters and files among the papers."""
    who = worker(service, person)
    file = service.cases.file(case.id, who)
    for payload in file.payloads:
        name = f"{case.number}/{payload.id.rpartition('.')[2]}"
        if payload.kind in _WORDS:
            papers[f"letters/{name}.md"] = payload.body.get("text", "").encode()
        if payload.kind is PayloadKind.FILE and service.deps.safe is not None:
            try:
                papers[f"files/{name}-{_plain(payload.body['name'])}"] = service.deps.safe.fetch(payload.body["digest"])
            except RecourseError:  # it was deleted, or its key is lost; its particulars still stand in the file
                continue
    return {
        "case": file.case.model_dump(mode="json"),
        "file": [payload.model_dump(mode="json") for payload in file.payloads],
        "consents": [consent.model_dump(mode="json") for consent in file.consents],
        "trail": [event.model_dump(mode="json") for event in service.cases.trail(case.id, who)],
        "read_by": [{"at": at, "role": role, "what": what} for at, _, role, what in service.cases.readings(case.id, who)],
    }


def _letters(service: Service, tx: Transaction, thread: str, papers: dict[str, bytes]) -> None:
    """Put the letter that a conversation has in the making among the papers, as far as it is written."""
    from assistant.documents.write import write

    state = conversations.dialogue_of(tx, thread)[0].draft
    if state is None or not state.version:
        return
    deps = service.deps
    desk = Desk(drafting=deps.drafting, library=deps.library, say=service.say, today=service.scene().today, calendar=deps.calendar)
    sitting = Sitting(deps=deps, desk=desk, place=deps.library.places[service.place], language=state.language)
    papers[f"letters/{_plain(thread)}.md"] = write(sitting.letter(state), "md")


def _plain(name: str) -> str:
    """Return a name without anything that would lead out of a folder."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name).lstrip(".")[-80:] or "file"
