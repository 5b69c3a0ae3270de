"""A case's papers and trail, ready to be drawn."""

from collections.abc import Callable
from datetime import datetime
from difflib import SequenceMatcher

from assistant.casework import Work
from assistant.domain.case_file import HOLDER, CaseFile, PayloadKind
from assistant.domain.value import Value
from assistant.service import Service
from assistant.store import identity_accounts

Words = Callable[..., str]
_TALK = (PayloadKind.QUESTION, PayloadKind.ANSWER, PayloadKind.MESSAGE)
_HIDDEN_FIELDS = ("digest", "ruling", "from", "proposed")


class PayloadView(Value):
    """One paper of a file."""

    id: str
    kind: str
    author: str
    """A name, or the phrase for the worker, the desk or the system."""
    at: datetime
    text: str
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    """For an edited letter: pieces as (same, gone, new) and their words."""
    mine: bool = False
    """Written by the worker."""


class Note(Value):
    """One line of the trail."""

    seq: int
    at: datetime
    who: str
    what: str
    hash: str


def people_words(core: Service, people: tuple[str, ...]) -> dict[str, str]:
    """Return the names of people who have an account."""
    with core.database.read() as tx:
        return identity_accounts.names_of(tx, people)


def payload_views(file: CaseFile, names: dict[str, str], say: Words) -> dict[str, list[PayloadView]]:
    """Return the papers of a file by where they stand on the page, oldest first."""
    drawn: dict[str, list[PayloadView]] = {"talk": []}
    for payload in file.payloads:
        body = payload.body
        own = payload.author in (file.case.worker, "worker") or payload.is_worker_s
        author = say("desk.the_worker") if own else names.get(payload.author) or say("desk.the_desk")
        rest = tuple((name, value) for name, value in body.items() if name not in ("text", "title", *_HIDDEN_FIELDS))
        view = PayloadView(
            id=payload.id,
            kind=payload.kind.value,
            author=author,
            at=payload.at,
            text=body.get("text", ""),
            title=body.get("title", ""),
            fields=rest,
            digest=body.get("digest", ""),
            changed=_changes(body["proposed"], body["text"]) if "proposed" in body else (),
            mine=own,
        )
        drawn.setdefault("talk" if payload.kind in _TALK else payload.kind.value, []).append(view)
    return drawn


def notes_of(work: Work, say: Words) -> list[Note]:
    """Return the trail in words, newest first."""
    return [
        Note(seq=event.seq, at=event.at, who=_who(event.actor, event.role, work.names, say), what=_what(event.what, say), hash=event.hash[:12])
        for event in reversed(work.trail)
    ]


def _what(what: str, say: Words) -> str:
    try:
        return say(f"desk.event_{what}")
    except KeyError:  # an event that has no words yet is shown by its name
        return what


def _who(actor: str, role: str, names: dict[str, str], say: Words) -> str:
    if actor == HOLDER:
        return say("desk.the_worker")
    return names.get(actor) or say(f"identity.role_{role}")


def _changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return what an edit changed, as pieces that stayed, went or came."""
    pieces: list[tuple[str, str]] = []
    for kind, start, end, begin, finish in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", before[start:end]))
            continue
        pieces += [(mark, text) for mark, text in (("gone", before[start:end]), ("new", after[begin:finish])) if text]
    return tuple(pieces)
