"""Between an interview's draft and the register's documents: which field of a form is which element, and back."""

from datetime import date

from assistant.domain.assessment import Assessment
from assistant.domain.document import DocumentKind, Key
from assistant.domain.draft import DraftState
from assistant.domain.library import COMMON
from assistant.domain.notice import Notice
from assistant.domain.system import AiSystem
from assistant.domain.talk import Drafting
from assistant.domain.template import FieldKind, Template
from assistant.domain.value import Language
from assistant.errors import NotFound
from assistant.knowledge.notices import NoticeText

FIELD_OF = {
    "purpose": "purpose",
    "decisions": "decisions_text",
    "data": "data",
    "factors": "factors",
    "scoring": "scoring",
    "limits": "limits",
    "human": "human",
    "correction": "correction",
    "appeal": "appeal",
    "contact": "contact_point",
    "languages": "languages",
    "privacy": "privacy",
}
"""Element of a notice -> field of the interview."""
NOTICE, AIAL = "notice", "aia-l"
_NOT_ANSWERS = frozenset({"firm_name", "review_on"})


def form(drafting: Drafting, name: str, place: str) -> Template:
    """Return a form of a place, else the one without a jurisdiction. Raises: NotFound"""
    found = [template for template in drafting.templates.values() if template.id.rpartition("/")[2] == name and template.place in (place, COMMON)]
    own = next((template for template in found if template.place == place), None)
    if not found:
        raise NotFound(f"no form {name!r} for {place}")
    return own or found[0]


def notice_of(state: DraftState, system: AiSystem, *, audience: str = "members") -> Notice:
    """Return the notice that an interview leads to."""
    texts = {element: text for element, field in FIELD_OF.items() if (text := state.value(field))}
    starts = state.value("starts_on")
    return Notice(
        key=Key(organisation=system.organisation, kind=DocumentKind.NOTICE, system=system.id, version=state.value("version") or "1.0"),
        name=system.name,
        audience=audience,
        decisions=system.decisions,
        starts_on=date.fromisoformat(starts) if starts and len(starts) == 10 else None,
        texts={state.language: texts},
    )


def notice_from(text: NoticeText, organisation: str) -> Notice:
    """Return a notice that was read from a file."""
    key = Key(organisation=organisation, kind=DocumentKind.NOTICE, system=text.system, version=text.version)
    span = text.span
    return Notice(key=key, name=text.name, audience=text.audience, decisions=text.decisions, starts_on=span.start, until=span.until, texts=text.texts)


def notice_answers(notice: Notice, firm: str, language: Language) -> dict[str, object]:
    """Return what a notice gives to fill the form in a language, or in its first one."""
    parts = notice.texts.get(language) or next(iter(notice.texts.values()), {})
    answers: dict[str, object] = {field: parts[element] for element, field in FIELD_OF.items() if parts.get(element)}
    name = notice.name.get(language) or next(iter(notice.name.values()), "")
    return {**answers, "firm_name": firm, "system_name": name, "version": notice.key.version, "starts_on": notice.starts_on}


def assessment_of(state: DraftState, template: Template, system: AiSystem, *, version: str = "1") -> Assessment:
    """Return the assessment that an interview leads to."""
    answers = {known.field: known.values for known in state.knowns if known.given and known.field not in _NOT_ANSWERS and known.field in template.by_id}
    review = state.value("review_on")
    key = Key(organisation=system.organisation, kind=DocumentKind.ASSESSMENT, system=system.id, version=version)
    return Assessment(key=key, answers=answers, review_on=date.fromisoformat(review) if review and len(review) == 10 else None)


def assessment_answers(assessment: Assessment, template: Template, firm: str) -> dict[str, object]:
    """Return what an assessment gives to fill the form."""
    answers: dict[str, object] = {"firm_name": firm, "review_on": assessment.review_on}
    for name, values in assessment.answers.items():
        if name in template.by_id and values:
            answers[name] = list(values) if template.field(name).kind is FieldKind.MANY else values[0]
    return answers
