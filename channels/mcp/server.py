"""The tools and resources that other assistants see, each a call of the core; nothing they do is stored."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field
from starlette.requests import Request

from assistant import forms
from assistant.cards.reasons import length_in_words, worded
from assistant.contract import TurnLine, ask_line, language_named, sentence
from assistant.domain.deadline import DeadlineRule, Receipt
from assistant.domain.dialogue import Reader
from assistant.domain.value import Language
from assistant.errors import BadRequest, Forbidden, RecourseError
from assistant.governing import told
from assistant.service import Service
from channels.mcp import shapes

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Who = Callable[[Request | None], Reader]
"""Who asks; no request where both sides share a pipe."""

INSTRUCTIONS = """Recourse answers questions about decisions that AI makes or shapes at work, in Traditional Chinese and English; Taiwan first.
Every sentence of an answer rests on a source: pass sentences, dates and sources on unchanged, and say what was not found.
When outcome is `held_for_human`, show the contacts first. A date that binds the worker is the safe day; never give a later one.
A letter is drafted from the person's own answers: ask for what it lacks, never invent one. Not legal advice."""
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_MOST_FOUND = 20

Question = Annotated[str, Field(description="The question in the person's own words, in any language.", max_length=8000)]
Tongue = Annotated[str | None, Field(description="Language of the answer, zh-TW or en; without it, that of the question.")]
Place = Annotated[str | None, Field(description="Jurisdiction such as TW; without it, the server's own.")]
Day = Annotated[date | None, Field(description="The day whose law is asked about, 2026-03-31; without it, today.")]
History = Annotated[list[dict[str, str]] | None, Field(description="Earlier exchanges, oldest first: {user, assistant}.", max_length=20)]


def build_server(service: Service, who: Who, *, version: str) -> MCPServer[Any]:
    """Return the server for one core; `who` tells for whom a request reads."""
    server: MCPServer[Any] = MCPServer("recourse", title="Recourse 覆核台", instructions=INSTRUCTIONS, version=version, log_level="WARNING")
    tools = Tools(service, who)
    for tool, title in (
        (tools.search, "Find passages on AI at work"),
        (tools.ask, "Ask about a decision at work"),
        (tools.list_deadlines, "List the clocks that can be counted"),
        (tools.deadline, "Count a clock"),
        (tools.check_notice, "Check a transparency notice for gaps"),
        (tools.list_templates, "List letters and what they ask for"),
        (tools.draft, "Write a letter"),
    ):
        server.tool(title=title, annotations=_READS)(_in_words(tool, service))
    server.resource(shapes.PASSAGES + "{+passage}", name="passage", title="A whole passage with its sources", mime_type="text/markdown")(tools.passage)
    return server


class Tools:
    """What can be called, for one core."""

    def __init__(self, service: Service, who: Who) -> None:
        self._service, self._who = service, who

    async def search(
        self, query: Question, ctx: Context[Any, Any], language: Tongue = None, limit: Annotated[int, Field(ge=1, le=_MOST_FOUND)] = 5, on: Day = None
    ) -> shapes.Searched:
        """Find passages of law, guides and company notices with their sources; read a whole one as the resource at its uri."""
        service, reader, tongue = self._service, self._reader(ctx), self._language(language, query)
        scene = service.scene(on=on)
        hits = await service.search(query, tongue, reader=reader, scene=scene, limit=limit)
        views = [(await service.passage(hit.passage.id, reader=reader, language=tongue, day=scene.day), hit.score) for hit in hits]
        return shapes.Searched(passages=tuple(shapes.passage_shown(view, score, tongue) for view, score in views))

    async def ask(
        self, question: Question, ctx: Context[Any, Any], language: Tongue = None, history: History = None, on: Day = None, place: Place = None
    ) -> shapes.Answered:
        """Answer a question about a decision that AI makes or shapes at work: what it means, what to do, by when, with sources."""
        past = [{"user": each.get("user", ""), "assistant": each.get("assistant", "")} for each in history or ()]
        line = TurnLine.model_validate({"text": question, "lang": language, "history": past, "on": on, "jurisdiction": place})
        answer = await ask_line(line, self._service, self._reader(ctx))
        return shapes.Answered.model_validate({name: answer[name] for name in shapes.Answered.model_fields})

    async def list_deadlines(self, language: Tongue = None, place: Place = None) -> shapes.ClocksListed:
        """List the clocks of a place, by whose id `deadline` counts one."""
        tongue = self._language(language)
        return shapes.ClocksListed(clocks=tuple(self._clock(rule, tongue) for rule in forms.rules_of(self._service, place)))

    async def deadline(
        self,
        rule: Annotated[str, Field(description="Id of the clock, from list_deadlines.", max_length=100)],
        start: Annotated[str, Field(description="Day the clock starts, 2026-11-03; for clocks in hours 2026-11-03T22:30.", max_length=40)],
        received_by: Annotated[Receipt | None, Field(description="How the paper that starts the clock arrived.")] = None,
        language: Tongue = None,
        place: Place = None,
    ) -> shapes.ClockCounted:
        """Work out the last day of a clock and why that day, rest days and holidays counted."""
        found = forms.count_clock(self._service, rule, _day(start), self._language(language), place=place, received_by=received_by)
        return shapes.clock_counted(found)

    async def check_notice(
        self, text: Annotated[str, Field(description="The whole notice, as plain text or Markdown.", max_length=200_000)], language: Tongue = None
    ) -> shapes.NoticeChecked:
        """Say what a notice about AI at work has, what is vague and what is missing, why it matters and what could be written."""
        service = self._service
        wished = language_named(language, service)
        checked, spoken = await asyncio.to_thread(service.register.check, text)
        tongue = wished or (spoken if spoken in service.say.full else "en")
        checks = service.deps.governance.checks
        return shapes.notice_checked(checked, checks, tongue, told(checked, checks, tongue, service.say))

    async def list_templates(
        self,
        template: Annotated[str | None, Field(description="One letter's id, to see every field it asks for.", max_length=100)] = None,
        language: Tongue = None,
        place: Place = None,
    ) -> shapes.LettersListed:
        """List the letters that can be written; with `template`, everything that one letter asks for."""
        tongue = self._language(language)
        found = (forms.letter_named(self._service, template),) if template else forms.letters_for(self._service, place)
        return shapes.LettersListed(letters=tuple(shapes.letter_listed(each, tongue, whole=bool(template)) for each in found))

    async def draft(
        self,
        template: Annotated[str, Field(description="The letter's id, from list_templates.", max_length=100)],
        answers: Annotated[dict[str, str | bool | list[str]], Field(description="Field id to the person's answer; leave out what is not known.")],
        language: Tongue = None,
        letter_language: Annotated[str | None, Field(description="Language of the letter itself; without it the law's own.")] = None,
    ) -> shapes.LetterMade:
        """Write a letter from the person's answers: the text, what it lacks, what to look at before it is sent, the clocks it starts."""
        tongue = self._language(language)
        made = forms.write_letter(self._service, template, answers, tongue, letter_language=language_named(letter_language, self._service))
        return shapes.letter_made(made, forms.letter_named(self._service, template), tongue)

    async def passage(self, passage: str, ctx: Context[Any, Any]) -> str:
        """Return a whole passage as Markdown with its sources."""
        tongue = self._service.languages[0]
        try:
            view = await self._service.passage(passage, reader=self._reader(ctx), language=tongue)
        except Forbidden as problem:  # unknown and not yours look the same
            raise ResourceNotFoundError(f"{shapes.PASSAGES}{passage}") from problem
        return "\n\n".join(shapes.passage_text(view, language) for language in self._service.languages if language in view.passage.wordings)

    def _reader(self, ctx: Context[Any, Any]) -> Reader:
        request = ctx.request_context.request
        return self._who(request if isinstance(request, Request) else None)

    def _language(self, named: str | None, text: str = "") -> Language:
        languages = self._service.languages
        spoken = self._service.deps.tongue.recognise(text) if text else languages[0]
        return language_named(named, self._service) or (spoken if spoken in languages else "en")

    def _clock(self, rule: DeadlineRule, language: Language) -> shapes.ClockListed:
        return shapes.ClockListed(
            rule=rule.id,
            title=worded(rule.title, language),
            starts=worded(rule.starts, language),
            length=f"{length_in_words(rule.length, rule.unit, language, self._service.say)} ({rule.direction})",
            binds=rule.binds.value,
            kind=rule.kind,
            sources=rule.sources,
        )


def _day(text: str) -> date | datetime:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError as problem:
        raise BadRequest(f"{text!r} is not a day that exists; write it as 2026-11-03") from problem


def _in_words(tool: Callable[Arguments, Awaitable[Result]], service: Service) -> Callable[Arguments, Awaitable[Result]]:
    """Return a tool whose failures are sentences for the other side."""

    @wraps(tool)
    async def called(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        try:
            return await tool(*arguments, **options)
        except RecourseError as problem:
            wished = options.get("language")
            language = wished if isinstance(wished, str) and wished in service.languages else "en"
            raise ToolError(sentence(problem, service.say, language)) from problem

    return called
