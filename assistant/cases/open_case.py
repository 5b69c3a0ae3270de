"""Open a case: a draft that nobody but the worker can see."""

import base64
import hashlib

from assistant.cases.plan import plan_draft
from assistant.cases.record import record
from assistant.domain.case import Case, severity_of
from assistant.domain.case_command import OpenCase
from assistant.domain.case_file import PayloadKind
from assistant.domain.organisation import OrganisationKind
from assistant.domain.person import Role
from assistant.errors import CaseConflict, CaseInvalid, UnknownOrganisation
from assistant.ports import Act
from assistant.store import cases, organisations
from assistant.store.database import Transaction

_DESK_OF = {
    Role.REVIEWER: OrganisationKind.COMPANY,
    Role.PRIVACY_DESK: OrganisationKind.COMPANY,
    Role.OFFICER: OrganisationKind.UNION,
    Role.ADVISER: OrganisationKind.ADVISER,
}
_LETTERS = {"appeal": "A", "data_request": "D", "complaint": "C", "question": "Q"}


def open_case(tx: Transaction, command: OpenCase, act: Act) -> dict[str, str]:
    """Open a draft from what the worker wrote.

    Raises: CaseConflict, CaseInvalid, UnknownOrganisation
    """
    if cases.find_case(tx, command.case) is not None:
        raise CaseConflict("case.refused.twice")
    case = Case(
        id=command.case,
        number=number_of(command),
        kind=command.kind,
        version=1,
        place=command.place,
        organisation=command.organisation,
        worker=act.actor.person,
        language=command.language,
        pseudonym=command.pseudonym,
        decision=command.decision,
        decision_day=command.decision_day,
        system=command.system,
        risk=command.risk,
        severity=severity_of(command.decision),
        opened_at=act.at,
    )
    _must_fit(tx, case, command)
    saved = record(tx, None, case, "open", act, (PayloadKind.STORY, {"text": command.story}))
    if command.letter:
        saved = record(tx, saved, saved, "letter", act, (PayloadKind.LETTER, {"title": command.title, "text": command.letter}))
    if command.identity:
        saved = record(tx, saved, saved, "identity", act, (PayloadKind.IDENTITY, command.identity))
    plan_draft(tx, saved, act)
    for person in command.barred:
        cases.add_person(tx, case.id, person, "barred", "decided", act.at)
    return {"case": saved.id, "number": saved.number}


def number_of(command: OpenCase) -> str:
    """Return the number that people say: a letter for the kind, and six signs that are hard to mistake."""
    signs = base64.b32encode(hashlib.sha256(command.case.encode()).digest()).decode()
    return f"{_LETTERS[command.kind]}-{signs.translate(str.maketrans('OILS', '8679'))[:6]}"


def _must_fit(tx: Transaction, case: Case, command: OpenCase) -> None:
    home = organisations.find_organisation(tx, case.organisation)
    if home is None:
        raise UnknownOrganisation(repr(case.organisation))
    if home.kind is not _DESK_OF[case.rules.desk]:
        raise CaseInvalid("case.refused.no_desk")
    if not command.story.strip() and not command.letter.strip():
        raise CaseInvalid("case.refused.empty")
    if not case.rules.anonymous and not command.identity:
        raise CaseInvalid("case.refused.nameless")
