"""Companies, unions and adviser bodies, and who belongs to them."""

from datetime import date
from enum import StrEnum

from assistant.domain.value import Span, Text, Value


class OrganisationKind(StrEnum):
    """What an organisation is."""

    COMPANY = "company"
    UNION = "union"
    ADVISER = "adviser"


class Organisation(Value):
    """One company, union or adviser body."""

    id: str
    name: Text
    kind: OrganisationKind
    place: str
    represents: tuple[str, ...] = ()
    """For a union: ids of the employers whose staff it organises."""


class Proof(StrEnum):
    """How a membership came about; a declared one reads public notices only."""

    INVITE = "invite"
    CODE = "code"
    DECLARED = "declared"


class Membership(Value):
    """One person's role in one organisation, for a time."""

    person: str
    organisation: str
    role: str
    span: Span
    proof: Proof

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on `day`."""
        return self.span.holds_on(day)
