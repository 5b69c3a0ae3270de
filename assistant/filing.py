"""What a worker does with cases of their own on a page: file from a finished letter, add files, come back with a code. Stands on the service."""

import hashlib
import secrets
from datetime import date

from assistant.documents.evidence import take_evidence
from assistant.domain.case import Case, CaseKind
from assistant.domain.case_command import AddEvidence, ConsentCase, FileCase, OpenCase
from assistant.domain.case_file import EvidenceFile
from assistant.domain.case_round_command import ComeBack
from assistant.domain.draft import DraftState
from assistant.domain.letter import Letter
from assistant.domain.organisation import OrganisationKind
from assistant.domain.person import Actor, Role
from assistant.domain.value import Language, Value
from assistant.errors import NotFound, Unfit
from assistant.service import Service
from assistant.store import case_papers, cases

_KIND_OF = {
    "appeal": CaseKind.APPEAL,
    "rider-appeal": CaseKind.APPEAL,
    "explanation": CaseKind.APPEAL,
    "data-access": CaseKind.DATA_REQUEST,
    "data-correction": CaseKind.DATA_REQUEST,
}
"""Last part of a letter's id -> kind of case it becomes; others go where the worker says."""
CODE_DIGITS = 16


class Prepared(Value):
    """What a case would begin with, from the conversation's letter."""

    kind: CaseKind
    title: str = ""
    letter: str = ""
    name: str = ""
    contact: str = ""
    decision: str | None = None
    decision_day: date | None = None


class Handed(Value):
    """What a worker hands in."""

    key: str
    """Of the form; the same form again is the same case."""
    kind: CaseKind
    organisation: str
    language: Language
    story: str
    prepared: Prepared
    name: str
    contact: str
    pseudonym: bool = False


class Receipt(Value):
    """What a worker gets for a filed case."""

    case: str
    number: str
    head: str
    code: str


def worker(service: Service, person: str) -> Actor:
    """Return somebody acting for themselves."""
    return Actor(person=person, role=Role.WORKER, memberships=service.memberships_of(person))


def prepare(service: Service, thread: str, person: str) -> Prepared:
    """Return what the conversation's letter gives for a case; empty where there is none. Raises: Forbidden."""
    state, letter = service.draft_of(thread, person), service.drafted(thread, person)
    if state is None or letter is None or not state.version:
        return Prepared(kind=CaseKind.APPEAL)
    decision = state.value("decision")
    known = service.deps.library.vocabulary.decisions
    return Prepared(
        kind=_KIND_OF.get(state.template.rpartition("/")[2], CaseKind.APPEAL),
        title=letter.title,
        letter=_text(letter),
        name=state.value("sender_name") or "",
        contact=state.value("contact") or "",
        decision=decision if decision in known else None,
        decision_day=_day(state),
    )


def file_it(service: Service, person: str, handed: Handed) -> Receipt:
    """Open a case, note the consent and hand it in; the same form again gives the same case. Raises: Unfit, CaseInvalid, CaseConflict, CaseForbidden."""
    home = next((each for each in service.organisations() if each.id == handed.organisation), None)
    if home is None or home.kind is not OrganisationKind.COMPANY:
        raise Unfit("mycases.choose_company")
    who = worker(service, person)
    case, code = hashlib.sha256(f"{person}\0{handed.key}".encode()).hexdigest()[:32], new_code()
    identity = {name: value for name, value in (("name", handed.name.strip()), ("contact", handed.contact.strip())) if value}
    given = handed.prepared
    command = OpenCase(
        case=case,
        kind=handed.kind,
        organisation=home.id,
        place=home.place,
        language=handed.language,
        story=handed.story,
        letter=given.letter,
        title=given.title,
        decision=given.decision,
        decision_day=given.decision_day,
        pseudonym=handed.pseudonym,
        identity=identity,
    )
    service.act(command, who, key=f"web-open:{case}")
    service.act(ConsentCase(case=case), who, key=f"web-consent:{case}")
    done = service.act(FileCase(case=case, code=code), who, key=f"web-file:{case}")
    known = own_case(service, case, person)
    return Receipt(case=case, number=known.number, head=done.get("head", ""), code=code if done else "")


def own_case(service: Service, case: str, person: str) -> Case:
    """Return a person's own case. Raises: NotFound for any other."""
    found = next((each for each in service.cases.of(person) if each.id == case), None)
    if found is None:
        raise NotFound("no such case of yours")
    return found


def add_file(service: Service, person: str, case: str, name: str, content: bytes) -> None:
    """Check a file, keep it encrypted and put it into an own case. Raises: CaseInvalid saying what is wrong, NotFound, CaseConflict."""
    own_case(service, case, person)
    if service.deps.safe is None:
        raise NotFound("files are not kept here")
    kind, kept = take_evidence(content)
    digest = service.deps.safe.keep(kept)
    service.act(AddEvidence(case=case, file=EvidenceFile(name=name, kind=kind, size=len(kept), digest=digest)), worker(service, person))


def come_back(service: Service, person: str, code: str) -> str:
    """Hold the case of a receipt code here, too; return its id. Raises: NotFound, the same whether or not there is such a case."""
    digits, safe = "".join(char for char in code if char.isdecimal()), service.deps.safe
    if len(digits) != CODE_DIGITS or safe is None:
        raise NotFound("no case has this code")
    with service.database.read() as tx:
        row = case_papers.find_receipt(tx, safe.lookup(digits))
        known = cases.find_case(tx, row[0]) if row else None
    case = known.id if known else ""
    service.act(ComeBack(case=case, code=digits), worker(service, person))
    return case


def new_code() -> str:
    """Return a receipt code."""
    return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))


def _text(letter: Letter) -> str:
    from assistant.documents.write import write

    return write(letter, "md").decode()


def _day(state: DraftState) -> date | None:
    try:
        return date.fromisoformat(state.value("decision_date") or "")
    except ValueError:
        return None
