"""Accounts, log-ins, invitations and chat links: how somebody proves who they are."""

from datetime import date, timedelta
from hashlib import sha256

from assistant.domain.organisation import OrganisationKind
from assistant.domain.person import Role
from assistant.domain.value import Instant, Value

STAFF = frozenset({Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.OFFICER, Role.DELEGATE, Role.ADVISER, Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles whose pages need an account that is logged in."""
_EVERYWHERE = (Role.ADMINISTRATOR, Role.AUDITOR)
GIVEN: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.COMPANY: (Role.WORKER, Role.APPLICANT, Role.RIDER, Role.HR, Role.REVIEWER, Role.PRIVACY_DESK, Role.DELEGATE, *_EVERYWHERE),
    OrganisationKind.UNION: (Role.WORKER, Role.OFFICER, *_EVERYWHERE),
    OrganisationKind.ADVISER: (Role.ADVISER, *_EVERYWHERE),
}
"""Roles that an organisation of each kind gives."""


class LoginRules(Value):
    """How long things hold, and how often one may try."""

    idle: timedelta = timedelta(hours=1)
    """A log-in that is not used for so long ends."""
    whole: timedelta = timedelta(hours=12)
    """Every log-in ends after this."""
    half: timedelta = timedelta(minutes=5)
    """How long the second step may wait after the password."""
    shortest: int = 12
    """Fewest characters of a password; no other rule is made about them."""
    longest: int = 256
    tries: int = 5
    """Wrong tries in a row before a name has to wait."""
    wait: timedelta = timedelta(minutes=1)
    """The first wait; each further wrong try doubles it."""
    longest_wait: timedelta = timedelta(hours=1)
    invitation: timedelta = timedelta(days=14)
    link: timedelta = timedelta(minutes=10)


class Account(Value):
    """What a person logs in with."""

    person: str
    login: str
    """Name or address typed at log-in, in small letters."""
    name: str
    """As colleagues read it."""
    password: str | None
    """Argon2id hash; None for somebody who comes by their company's sign-on only."""
    second: str | None = None
    """Sealed secret of the second step; None where there is none."""
    last_step: int = 0
    """Time step of the last one-time code that was taken, so that none is taken twice."""
    recovery: tuple[str, ...] = ()
    """Digests of recovery codes that are left."""
    thread: str | None = None
    """Conversation on the web."""
    opened_at: Instant
    closed_at: Instant | None = None


class Login(Value):
    """One browser that is logged in; the token itself is never kept."""

    digest: str
    person: str
    whole: bool
    """False between the password and the second step."""
    at: Instant
    seen_at: Instant
    ends_at: Instant
    agent: str
    """What kind of browser, in a few words."""


class Invitation(Value):
    """What an invitation gives, to whoever brings its code."""

    digest: str
    organisation: str
    role: Role
    once: bool
    expires_at: Instant | None = None
    start: date | None = None
    until: date | None = None
    note: str = ""
    """For whom it is, as its maker wrote it."""
    made_at: Instant
    used_at: Instant | None = None
    used_by: str | None = None
    revoked_at: Instant | None = None

    def holds_at(self, now: Instant) -> bool:
        """Say whether it can still be accepted."""
        spent = self.once and self.used_at is not None
        return not spent and self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Member(Value):
    """One row of an organisation's list of people."""

    person: str
    name: str
    login: str
    """Empty for somebody without an account."""
    role: Role
    start: date
    until: date | None
    second: bool
    """True where the second step is set up."""


class ChatLink(Value):
    """A chat account that is the same person as an account here."""

    channel: str
    at: Instant


class Rules(Value):
    """What an administrator settles for one organisation."""

    second_step: bool = False
    """True: pages of staff open only to those who have set up the second step."""


def digest_of_code(code: str) -> str:
    """Return what is kept of a code; small letters, spaces and dashes do not matter."""
    return sha256("".join(char for char in code.upper() if char.isalnum()).encode()).hexdigest()
