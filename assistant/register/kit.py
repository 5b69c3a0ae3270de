"""The governance kit: every paper a small firm needs, filled in as far as the register knows, as DOCX and PDF with one index page."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import escape

from assistant.documents.write import write
from assistant.domain.draft import DraftState
from assistant.domain.governance import KitPaper
from assistant.domain.letter import Letter
from assistant.domain.organisation import Organisation
from assistant.domain.system import AiSystem, SystemState
from assistant.domain.template import Template
from assistant.domain.value import Language, Value
from assistant.interview.filled import fill
from assistant.interview.speak import worded
from assistant.ports import Deps
from assistant.register.forms import AIAL, NOTICE, assessment_answers, form, notice_answers
from assistant.register.reading import Register
from assistant.skills.draft import draft

MOST_SYSTEMS = 5
"""Systems with papers of their own; a firm of ten seldom has more."""
_FORMS = ("docx", "pdf")
_WRITERS = 2


class Paper(Value):
    """One paper of the kit, ready to be written."""

    name: str
    """File name without its ending."""
    title: str
    use: str
    letter: Letter
    system: str = ""


def kit(register: Register, deps: Deps, organisation: Organisation, language: Language, today: date) -> bytes:
    """Return the kit as a zip. Raises: DocumentFailed, NotFound"""
    found = papers(register, deps, organisation, language, today)
    jobs = [(paper, ending) for paper in found for ending in _FORMS]
    with ThreadPoolExecutor(_WRITERS) as pool:
        written = list(pool.map(lambda job: write(job[0].letter, job[1]), jobs))
    packed = io.BytesIO()
    stamp = (max(today.year, 1980), today.month, today.day, 0, 0, 0)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        page = _index(found, organisation, language, deps, today)
        archive.writestr(zipfile.ZipInfo("index.html", stamp), page.encode())
        for (paper, ending), content in zip(jobs, written, strict=True):
            archive.writestr(zipfile.ZipInfo(f"{paper.name}.{ending}", stamp), content)
    return packed.getvalue()


def papers(register: Register, deps: Deps, organisation: Organisation, language: Language, today: date) -> tuple[Paper, ...]:
    """Return the kit's papers in order; one of each kind for every system in the register, or one blank where there is none."""
    systems = [entry.system for entry in register.entries(organisation.id) if entry.system.state is not SystemState.RETIRED][:MOST_SYSTEMS]
    maker = _Maker(register, deps, organisation, language, today)
    return tuple(paper for number, each in enumerate(deps.governance.kit, 1) for paper in maker.of(each, number, systems))


class _Maker:
    """Fills papers for one firm in one language."""

    def __init__(self, register: Register, deps: Deps, organisation: Organisation, language: Language, today: date) -> None:
        self._register, self._deps, self._organisation = register, deps, organisation
        self._language, self._today = language, today
        self._firm = worded(organisation.name, language)

    def of(self, paper: KitPaper, number: int, systems: list[AiSystem]) -> Iterator[Paper]:
        """Yield a paper, or one for each system."""
        template = form(self._deps.drafting, paper.template, self._organisation.place)
        for system in (systems or [None]) if paper.each_system else [None]:  # type: ignore[list-item]  # a blank paper belongs to no system
            letter = self._letter(template, self._answers(paper.template, template, system))
            name = f"{number:02d}-{paper.id}" + (f"-{system.id}" if system else "")
            told = worded(system.name, self._language) if system else ""
            yield Paper(name=name, title=worded(template.title, self._language), use=worded(paper.use, self._language), letter=letter, system=told)

    def _letter(self, template: Template, answers: dict[str, object]) -> Letter:
        known = {name: value for name, value in answers.items() if name in template.by_id and value not in (None, "")}
        state: DraftState = fill(template, known, self._language, talk=self._deps.drafting.talk, today=self._today)
        return draft(state, self._language, drafting=self._deps.drafting, library=self._deps.library, on=self._today)

    def _answers(self, name: str, template: Template, system: AiSystem | None) -> dict[str, object]:
        if system is None:
            return {"firm_name": self._firm, **self._contacts()}
        basis: dict[str, object] = {"firm_name": self._firm, "system_name": worded(system.name, self._language)}
        if name == NOTICE and (notices := self._register.notices(system.organisation, system.id)):
            return {**basis, **notice_answers(notices[-1], self._firm, self._language)}
        if name == AIAL:
            answers = {field: worded(text, self._language) for field in ("purpose", "groups", "data", "factors", "limits") if (text := getattr(system, field))}
            if assessments := self._register.assessments(system.organisation, system.id):
                return {**basis, **answers, **assessment_answers(assessments[-1], template, self._firm)}
            return {**basis, **answers, "decisions": list(system.decisions)}
        return basis

    def _contacts(self) -> dict[str, object]:
        """Return the contact that the firm's notices name."""
        told = (notice.texts.get(self._language, {}).get("contact", "") for notice in reversed(self._register.notices(self._organisation.id)))
        contact = next((text for text in told if text), "")
        return {"contact_point": contact, "privacy_contact": contact} if contact else {}


def _index(found: tuple[Paper, ...], organisation: Organisation, language: Language, deps: Deps, today: date) -> str:
    """Return the index page: what each paper is for, what to do first, what is still blank."""

    def say(phrase: str, **values: object) -> str:
        return escape(deps.say(phrase, language, **values))

    rows = []
    for paper in found:
        links = " ".join(f'<a href="{escape(paper.name)}.{ending}">{ending.upper()}</a>' for ending in _FORMS)
        blank = say("kit.blank", count=len(paper.letter.missing)) if paper.letter.missing else say("kit.filled")
        title = f"{paper.title}：{paper.system}" if paper.system else paper.title
        rows.append(f"<tr><th scope=row>{escape(title)}</th><td>{escape(paper.use)}</td><td>{blank}</td><td>{links}</td></tr>")
    first = "".join(f"<li>{say(f'kit.first.{step}')}</li>" for step in ("list", "notice", "review"))
    heads = "".join(f"<th scope=col>{say(f'kit.head.{name}')}</th>" for name in ("paper", "use", "state", "files"))
    title = say("kit.title", name=worded(organisation.name, language))
    style = "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    style += "th,td{border:1px solid #999;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style><h1>{title}</h1><p>{say('kit.lead', day=today.isoformat())}</p>"
        f"<h2>{say('kit.first')}</h2><ol>{first}</ol><h2>{say('kit.papers')}</h2><table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"<p>{say('kit.limits')}</p></html>"
    )
