"""Pages that show a whole passage, and what a company says about its systems."""

from itertools import groupby

from starlette.responses import Response

from assistant.domain.answer import Citation
from assistant.domain.passage import Claim, Passage, Wording
from assistant.domain.value import Language, Value
from assistant.errors import Forbidden, RecourseError
from channels.web.company import find, named
from channels.web.port import PassageView
from channels.web.visit import Visit


class Sourced(Value):
    """A claim with the numbers of its sources."""

    text: str
    numbers: tuple[int, ...]


class Part(Value):
    """One part of a passage."""

    phrase: str
    ordered: bool
    claims: tuple[Sourced, ...]


class Drawn(Value):
    """A passage in one language, ready to be drawn."""

    passage: Passage
    wording: Wording
    tongue: Language
    """Language it is in; another one where ours is missing."""
    answer: tuple[Sourced, ...]
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]


async def get_passage(visit: Visit) -> Response:
    """Return a whole passage with the sources of each claim; only its body for scripts."""
    service, session = visit.web.service, visit.session
    try:
        reader = service.reader_of(session.person, session.organisation)
        view = await service.passage(visit.request.path_params["id"], reader=reader, language=visit.language)
    except RecourseError as problem:
        return _missing(visit, problem)
    template = "passage_body.html" if visit.by_script else "passage.html"
    return visit.draw(template, drawn=_drawn(view, visit.language))


async def get_organisation(visit: Visit) -> Response:
    """Return what an organisation's notices say, system by system."""
    service, session = visit.web.service, visit.session
    organisation = find(service.organisations(), visit.request.path_params["id"])
    if organisation is None:
        return visit.message(visit.say("web.lost_title"), visit.say("web.organisation_unknown"), status=404)
    try:
        notices = await service.notices(organisation.id, service.reader_of(session.person, organisation.id))
    except RecourseError as problem:
        return _missing(visit, problem)
    ordered = sorted(notices, key=_system)
    systems = [(system, [(each, each.wording(visit.language)) for each in group]) for system, group in groupby(ordered, key=_system)]
    return visit.draw("organisation.html", organisation=named(organisation, visit.language), systems=systems)


def _missing(visit: Visit, problem: RecourseError) -> Response:
    if isinstance(problem, Forbidden) or not problem.retry:
        return visit.message(visit.say("web.lost_title"), visit.say("web.passage_unknown"), status=404)
    return visit.message(visit.say("web.sorry"), visit.problem(problem), status=503)


def _system(passage: Passage) -> str:
    return passage.system or ""


def _drawn(view: PassageView, language: Language) -> Drawn:
    passage = view.passage
    tongue = language if language in passage.wordings else next(iter(passage.wordings))
    wording = passage.wording(language)
    numbers = _numbers(view.citations)
    parts = tuple(
        Part(phrase=phrase, ordered=ordered, claims=tuple(_sourced(claim, numbers) for claim in claims))
        for phrase, ordered, claims in (
            ("card.steps", True, wording.steps),
            ("card.clock", False, wording.clock),
            ("web.limits", False, wording.limits),
        )
        if claims
    )
    answer = tuple(_sourced(claim, numbers) for claim in wording.answer)
    return Drawn(passage=passage, wording=wording, tongue=tongue, answer=answer, parts=parts, citations=view.citations)


def _numbers(citations: tuple[Citation, ...]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for number, citation in enumerate(citations, 1):
        numbers.setdefault(citation.source, number)
    return numbers


def _sourced(claim: Claim, numbers: dict[str, int]) -> Sourced:
    return Sourced(text=claim.text, numbers=tuple(dict.fromkeys(numbers[ref.key] for ref in claim.refs if ref.key in numbers)))
