"""The one JSON contract of a turn, for the command line and for HTTP: a line in, a line out, and what a faulty line is told."""

import re
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Annotated, Self

import pydantic_core
from pydantic import BeforeValidator, Field, StrictInt, StrictStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from assistant.domain.answer import Card, Citation
from assistant.domain.command import MakeKey
from assistant.domain.dialogue import Dialogue, Exchange, Outcome, OutcomeKind, Reader, Step
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.organisation import Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Language, Value
from assistant.errors import BadLine, RecourseError, StoreBusy, UnknownLanguage
from assistant.ports import Say
from assistant.service import Service, digest_of

LineId = Annotated[StrictStr, Field(max_length=200)] | StrictInt
REMEMBERED = 6
"""Turns of a history that are used, the last ones; as many as a conversation remembers."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FAULTS = {"missing": "line.missing", "extra_forbidden": "line.unknown", "json_invalid": "line.json", "enum": "line.role", "string_too_long": "line.long"}
"""Pydantic's names of faults and what people are told; any other fault is one of type."""


def _day(given: object) -> date:
    if isinstance(given, date):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        with suppress(ValueError):  # 2026-02-30 has the form of a day and is none
            return date.fromisoformat(given)
    raise PydanticCustomError("line.day", "not a day")


class Past(Value):
    """One exchange that the caller remembers."""

    user: StrictStr
    assistant: StrictStr = ""


class TurnLine(Value):
    """One turn, as a program asks for it. With `history` nothing is stored; with `thread` it is a conversation."""

    id: LineId | None = None
    """Comes back on the line out; in a thread, the same id with the same words is the same message."""
    text: StrictStr | None = None
    """What the person says. May be left out only where `choice` is given."""
    lang: StrictStr | None = None
    """Language of the answer; without it, that of the text."""
    role: Role | None = None
    """In whose role one asks. Over HTTP it comes from the key."""
    jurisdiction: StrictStr | None = None
    org: StrictStr | None = None
    """Organisation whose notices may answer. Over HTTP it comes from the key."""
    on: Annotated[date, BeforeValidator(_day)] | None = None
    """The day whose law is asked about, `2026-03-31`."""
    history: tuple[Past, ...] | None = None
    """Earlier exchanges, oldest first."""
    thread: Annotated[StrictStr, Field(max_length=200, min_length=1)] | None = None
    choice: Annotated[StrictStr, Field(max_length=64)] | None = None
    """Token of a button of an earlier answer."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.text is None and self.choice is None:
            raise PydanticCustomError("line.nothing", "neither text nor choice")
        if self.history is not None and self.thread is not None:
            raise PydanticCustomError("line.both", "history and thread")
        return self


class LineOut(Value):
    """The line out: one turn's outcome, its card, and the same as text."""

    id: LineId | None
    outcome: OutcomeKind
    reason: str | None
    text: str
    """The whole card as people read it."""
    card: Card
    citations: tuple[Citation, ...]
    actions: tuple[Choice, ...]
    language: Language
    ms: float
    trace: tuple[Step, ...]
    thread: str | None = None
    """Only in a conversation: what to send as `thread` next time."""


def parse_line(raw: str | bytes) -> TurnLine:
    """Return one line in as a value. Raises: BadLine, whose words never repeat the line."""
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        text.encode("utf-8")
    except UnicodeError as problem:
        raise BadLine("line.utf8") from problem
    try:
        return TurnLine.model_validate_json(text)
    except ValidationError as problem:
        raise _fault(problem) from problem


def _fault(problem: ValidationError) -> BadLine:
    first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
    kind = first["type"]
    # A name that we do not know is the caller's own word; only names of ours are repeated.
    names = [str(part) for part in first["loc"] if isinstance(part, int) or part in TurnLine.model_fields or part in Past.model_fields]
    phrase = kind if kind.startswith("line.") else _FAULTS.get(kind, "line.type" if names else "line.json")
    return BadLine(phrase, field=".".join(names) or "?", fields=", ".join(TurnLine.model_fields), roles=", ".join(role.value for role in Role))


def id_of(raw: str | bytes) -> str | int | None:
    """Return the id of a line that may be faulty in every other way."""
    try:
        found = pydantic_core.from_json(raw)
    except ValueError:
        return None
    key = found.get("id") if isinstance(found, dict) else None
    return key if isinstance(key, str | int) and not isinstance(key, bool) else None


def sentence(problem: RecourseError, say: Say, language: Language) -> str:
    """Return what a failure is in words that a person can read; a failure of our own says no more than that."""
    if isinstance(problem, BadLine):
        return say(problem.phrase, language, detail=say(problem.fault, language, **problem.values))
    return say(problem.phrase, language, **{"detail": problem.detail, **problem.values})


def error_line(problem: RecourseError, line_id: str | int | None, say: Say, language: Language) -> dict[str, object]:
    """Return the line out for a line that could not be taken."""
    return {"id": line_id, "error": {"code": code_of(problem), "message": sentence(problem, say, language), "retry": problem.retry}}


def code_of(problem: RecourseError) -> str:
    """Return an error's name for programs: `unknown_place`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(problem).__name__).lower()


def to_line(outcome: Outcome, line_id: str | int | None, ms: float) -> dict[str, object]:
    """Return the line out for an outcome."""
    return reply_line(outcome.reply, outcome.kind.value, outcome.reason, line_id=line_id, ms=ms, trace=outcome.trace)


def reply_line(reply: Reply, kind: str, reason: str | None, *, line_id: str | int | None, ms: float, trace: Sequence[Step] = ()) -> dict[str, object]:
    """Return the line out for a reply and how its turn ended."""
    return {
        "id": line_id,
        "outcome": kind,
        "reason": reason,
        "text": reply.text,
        "card": (reply.card or Card()).model_dump(mode="json"),
        "citations": [citation.model_dump(mode="json") for citation in reply.citations],
        "actions": [action.model_dump(mode="json") for action in reply.actions],
        "language": reply.language,
        "ms": round(ms, 1),
        "trace": [step.model_dump(mode="json") for step in trace],
    }


async def ask_line(line: TurnLine, service: Service, reader: Reader | None = None) -> dict[str, object]:
    """Answer one line without storing anything; `reader` is who asks, else what the line claims.

    Raises: BadLine, UnknownPlace, UnknownLanguage, UnknownOrganisation, IndexUnavailable (retryable)
    """
    started = time.perf_counter()
    scene = service.scene(place=line.jurisdiction, on=line.on)
    reader = reader or service.reader(line.role or Role.WORKER, line.org, Proof.CODE if line.org else None)
    history = tuple(Exchange(user=past.user, assistant=past.assistant) for past in (line.history or ())[-REMEMBERED:])
    scene = scene.but(reader=reader, dialogue=Dialogue(history=history), language=language_named(line.lang, service))
    outcome = await service.ask(_inbound(line, service, person="nobody", thread="none", channel="line", message=secrets.token_hex(16)), scene)
    return to_line(outcome, line.id, (time.perf_counter() - started) * 1000)


class Speaker(Value):
    """Who speaks in a conversation, and in which one."""

    channel: str
    person: str
    thread: str


def speaker_of(channel: str, holder: str, thread: str) -> Speaker:
    """Return the speaker for a holder's own name of a thread; two holders who choose the same name never meet."""
    whose, which = (sha256("\0".join(words).encode()).hexdigest()[:40] for words in ((holder,), (holder, thread)))
    return Speaker(channel=channel, person=f"{channel}-{whose}", thread=f"{channel}-{which}")


async def converse_line(line: TurnLine, service: Service, speaker: Speaker, *, wait_s: float = 60.0) -> dict[str, object]:
    """Take one line as a message of a conversation and return its reply; the same message again returns the same reply.

    Raises: BadLine, UnknownPlace, UnknownLanguage, Forbidden, StoreBusy (retryable; also when the turn takes longer than `wait_s`)
    """
    started = time.perf_counter()
    here = service.scene()
    scene = service.scene(place=line.jurisdiction, on=line.on)
    if (scene.place, scene.day) != (here.place, here.day):
        raise BadLine("line.thread_day")
    message = secrets.token_hex(16) if line.id is None else _digest(speaker.thread, repr(line.id), line.text or "", line.choice or "")
    inbound = _inbound(line, service, person=speaker.person, thread=speaker.thread, channel=speaker.channel, message=message)
    accepted = await service.accept(inbound)
    found = [reply for reply in await service.wait(accepted.id, wait_s) if reply.state != "provisional"]
    ended = await service.outcome(accepted.id)
    if not found or ended is None:
        raise StoreBusy("the turn is not finished yet")
    ms = (time.perf_counter() - started) * 1000
    trace = await service.trace(accepted.id)
    return {**reply_line(found[0].reply, *ended, line_id=line.id, ms=ms, trace=trace), "thread": line.thread}


def enrol(service: Service, speaker: Speaker, actor: Actor, *, role: Role | None, organisation: str | None) -> None:
    """Let a speaker read in a conversation what an operator says they may. `actor` vouches for it and must be allowed to.

    Raises: BadLine, Forbidden, UnknownOrganisation
    """
    if organisation is None:
        if role not in (None, Role.WORKER):
            raise BadLine("line.thread_role")
        return
    wanted = service.reader(role or Role.WORKER, organisation, Proof.CODE)
    if service.reader_of(speaker.person, organisation) == wanted:
        return
    code = secrets.token_urlsafe(24)
    service.act(MakeKey(digest=digest_of(code), kind="invite", organisation=organisation, role=wanted.role), actor, owner=organisation)
    service.join(speaker.person, code)


def language_named(name: str | None, service: Service) -> Language | None:
    """Return a language that was asked for, as we write it; None where none was. Raises: UnknownLanguage."""
    if name is None:
        return None
    for language in service.languages:
        if language.lower() == name.lower():
            return language
    raise UnknownLanguage(f"{name[:20]!r} ({', '.join(service.languages)})")


def _inbound(line: TurnLine, service: Service, *, person: str, thread: str, channel: str, message: str) -> Inbound:
    return Inbound(
        id=secrets.token_hex(16),
        channel=channel,
        message=message,
        thread=thread,
        person=person,
        received_at=service.deps.clock.now(),
        text=line.text or "",
        choice=line.choice,
        language=language_named(line.lang, service),
    )


def _digest(*words: str) -> str:
    return sha256("\0".join(words).encode()).hexdigest()
