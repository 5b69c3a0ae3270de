"""Who acts: a person or a machine, in a role, with memberships."""

from enum import StrEnum

from assistant.domain.organisation import Membership
from assistant.domain.value import Value


class Role(StrEnum):
    """The roles of product.md section 7 that exist so far, and the two that no organisation gives."""

    WORKER = "worker"
    APPLICANT = "applicant"
    RIDER = "rider"
    HR = "hr"
    REVIEWER = "reviewer"
    PRIVACY_DESK = "privacy_desk"
    OFFICER = "officer"
    DELEGATE = "delegate"
    """Labour-side delegate of the labour-management meeting, where there is no union."""
    ADVISER = "adviser"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    SYSTEM = "system"


class Actor(Value):
    """Somebody who asks for something to be done or read."""

    person: str
    role: Role
    organisation: str | None = None
    memberships: tuple[Membership, ...] = ()
