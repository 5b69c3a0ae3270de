"""What can be asked to be done with a case, in the order it happens."""

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.domain.case import CaseKind
from assistant.domain.value import Language, Value


class OpenCase(Value):
    """Open a draft of a case from what the worker wrote."""

    verb: Literal["open_case"] = "open_case"
    case: str
    """Id of the new case, made by the caller."""
    kind: CaseKind
    organisation: str
    """Whose desk it goes to."""
    place: str
    language: Language
    story: str
    letter: str = ""
    title: str = ""
    decision: str | None = None
    decision_day: date | None = None
    system: str | None = None
    risk: str | None = None
    pseudonym: bool = False
    identity: dict[str, str] = Field(default_factory=dict)
    """Name and ways to reach; kept for the worker and the custodian where the case is pseudonymous."""
    barred: tuple[str, ...] = ()
    """Ids of people who took or approved the decision."""


class ConsentCase(Value):
    """Agree that the desk reads it, until a day."""

    verb: Literal["consent_case"] = "consent_case"
    case: str
    until: date | None = None


class FileCase(Value):
    """Hand it to the desk; its clock starts."""

    verb: Literal["file_case"] = "file_case"
    case: str
    code: str | None = None
    """Receipt code to come back with; only its hash is kept."""


class AssignCase(Value):
    """Give it to somebody of the desk."""

    verb: Literal["assign_case"] = "assign_case"
    case: str
    version: int
    """The version that was read."""
    reviewer: str
    part: Literal["first", "second", "look"] = "first"


CaseCommand = OpenCase | ConsentCase | FileCase | AssignCase
