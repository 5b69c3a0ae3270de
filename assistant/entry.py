"""How people come in: accounts, log-ins in one or two steps, and chat accounts that are one person. Stands on the service."""

import secrets
from datetime import timedelta

from assistant.domain.identity import STAFF, Account, ChatLink, Invitation, Login, LoginRules, digest_of_code
from assistant.domain.identity_command import ChangeAccount, Link, LogIn, LogOut, MakeLinkCode, NoteTry, OpenAccount, SignOn, Unlink
from assistant.domain.person import Actor, Role
from assistant.domain.value import Instant, Value
from assistant.errors import NotFound, Unfit, WrongLogin
from assistant.identity.passwords import hash_password, is_password
from assistant.identity.second_step import Seal, address_of, new_code, new_recovery_codes, new_secret, step_of
from assistant.identity.sign_on import Proven
from assistant.identity.throttle import Throttle
from assistant.service import Service, digest_of
from assistant.store import identity_accounts, identity_people

_SEEN_AGAIN = timedelta(minutes=1)
"""How exactly it is noted when a log-in was used last."""
_MOST_NAME = 80
SYSTEM = Actor(person="system", role=Role.SYSTEM)


class Entered(Value):
    """A log-in: the token that the browser keeps, and whether the second step is still to come."""

    token: str
    person: str
    thread: str | None
    whole: bool


class NewAccount(Value):
    """What somebody types to open an account."""

    login: str
    name: str
    password: str


class Second(Value):
    """A second step on its way: what an authenticator needs, sealed for the form that comes back."""

    secret: str
    address: str
    sealed: str


class Entry:
    """The door for people. Every change goes through `Service.act`."""

    def __init__(self, service: Service, secret: bytes, *, rules: LoginRules | None = None, throttle: Throttle | None = None) -> None:
        self.service, self.rules = service, rules or LoginRules()
        self.throttle = throttle or Throttle()
        self.seal = Seal(secret)

    # --- accounts

    def open_account(self, person: str, new: NewAccount, *, thread: str | None = None) -> Account:
        """Open an account for a person. Raises: Unfit in words, Conflict where the name is taken."""
        login, name = new.login.strip().casefold(), new.name.strip()
        if not login or not name or max(len(login), len(name)) > _MOST_NAME or any(char.isspace() for char in login):
            raise Unfit("identity.names_needed")
        if new.password.casefold() == login:
            raise Unfit("identity.password_is_name")
        account = Account(
            person=person, login=login, name=name, password=hash_password(new.password, self.rules), thread=thread, opened_at=self.service.deps.clock.now()
        )
        self._act(OpenAccount(account=account), person)
        return account

    def account(self, person: str) -> Account | None:
        """Return a person's account."""
        with self.service.database.read() as tx:
            return identity_accounts.account_of(tx, person)

    def change_password(self, person: str, old: str, new: str, *, keep: str) -> None:
        """Put a new password in place of the old one; other log-ins end. Raises: WrongLogin, Unfit."""
        account = self.account(person)
        if account is None or not is_password(account.password, old):
            raise WrongLogin
        self._act(ChangeAccount(person=person, password=hash_password(new, self.rules), keep=digest_of(keep)), person)

    # --- the second step

    def new_second(self, person: str) -> Second:
        """Return a secret to be set up. Raises: NotFound without an account."""
        account = self.account(person)
        if account is None:
            raise NotFound("no account")
        secret = new_secret()
        return Second(secret=secret, address=address_of(secret, account.login), sealed=self.seal.close(secret))

    def old_second(self, person: str, sealed: str) -> Second:
        """Return a secret that is being set up, again. Raises: WrongLogin where it is not ours."""
        account, secret = self.account(person), self.seal.open(sealed)
        if account is None or secret is None:
            raise WrongLogin
        return Second(secret=secret, address=address_of(secret, account.login), sealed=sealed)

    def set_second(self, person: str, sealed: str, code: str, *, keep: str) -> tuple[str, ...]:
        """Turn the second step on once a code proves that it works; return recovery codes, shown this once. Raises: WrongLogin."""
        secret = self.seal.open(sealed)
        if secret is None or step_of(secret, code, self._now()) is None:
            raise WrongLogin
        codes = new_recovery_codes()
        recovery = tuple(map(digest_of_code, codes))
        self._act(ChangeAccount(person=person, second=sealed, recovery=recovery, keep=digest_of(keep)), person)
        return codes

    def drop_second(self, person: str, password: str, *, keep: str) -> None:
        """Turn the second step off. Raises: WrongLogin."""
        account = self.account(person)
        if account is None or not is_password(account.password, password):
            raise WrongLogin
        self._act(ChangeAccount(person=person, second="", recovery=(), keep=digest_of(keep)), person)

    def must_set_second(self, person: str) -> bool:
        """Say whether an organisation of theirs asks for a second step that is not set up yet."""
        with self.service.database.read() as tx:
            account = identity_accounts.account_of(tx, person)
            return (account is None or account.second is None) and identity_accounts.wants_second_step(tx, person, self.service.scene().today)

    # --- logging in and out

    def log_in(self, login: str, password: str, *, agent: str = "") -> Entered:
        """Return a log-in for the right name and password; a half one where a second step is set up.

        Raises: WrongLogin, in the same words and time whether or not there is such a name
        """
        name = digest_of(login.strip().casefold())
        now = self._now()
        with self.service.database.read() as tx:
            account = identity_accounts.account_named(tx, login.strip().casefold())
            wrong, wait_until = identity_accounts.tries_of(tx, name)
        if wait_until is not None and now < wait_until:
            raise WrongLogin
        right = is_password(account.password if account and account.closed_at is None else None, password)
        if not right or account is None:
            self._note_wrong(name, wrong, now)
            raise WrongLogin
        if account.second is None:
            self._clear(name, wrong)
        return self._enter(account, whole=account.second is None, agent=agent)

    def confirm(self, token: str, code: str) -> Entered:
        """Complete a half log-in by a one-time code or a recovery code. Raises: WrongLogin, Conflict where the code was used before."""
        login = self._login(token)
        account = self.account(login.person) if login and not login.whole else None
        if login is None or account is None or account.second is None:
            raise WrongLogin
        name = digest_of(account.login)
        now = self._now()
        with self.service.database.read() as tx:
            wrong, wait_until = identity_accounts.tries_of(tx, name)
        if wait_until is not None and now < wait_until:
            raise WrongLogin
        secret = self.seal.open(account.second)
        step = step_of(secret, code, now) if secret else None
        recovery = digest_of_code(code) if step is None and digest_of_code(code) in account.recovery else None
        if step is None and recovery is None:
            self._note_wrong(name, wrong, now)
            raise WrongLogin
        entered = self._enter(account, whole=True, agent=login.agent, instead_of=login.digest, step=step, recovery=recovery)
        self._clear(name, wrong)
        return entered

    def sign_on(self, proven: Proven, person: str, *, thread: str | None = None, agent: str = "") -> Entered:
        """Return a log-in for somebody whom their company has proven: who they were the last time, else this person. Raises: Conflict, WrongLogin"""
        with self.service.database.read() as tx:
            person = identity_people.signed_on(tx, proven.issuer, proven.subject) or person
        account, today = self.account(person), self.service.scene().today
        if account is None:  # a password that nobody knows: they come through their company only
            login = f"{proven.organisation}/{digest_of(f'{proven.issuer} {proven.subject}')[:16]}"
            account = self.open_account(person, NewAccount(login=login, name=proven.name, password=secrets.token_urlsafe(32)), thread=thread)
        if account.closed_at is not None:
            raise WrongLogin
        told = SignOn(person=person, organisation=proven.organisation, issuer=proven.issuer, subject=proven.subject, day=today)
        self._act(told, person)
        return self._enter(account, whole=True, agent=agent)

    def seen(self, token: str) -> Login | None:
        """Return the whole log-in of a token and note that it was used; None where it does not hold any more."""
        login = self._login(token)
        now = self._now()
        if login is None or not login.whole:
            return None
        if now - login.seen_at >= _SEEN_AGAIN:
            with self.service.database.write() as tx:
                identity_accounts.see_login(tx, login.digest, now)
        return login

    def logins(self, person: str) -> tuple[Login, ...]:
        """Return a person's log-ins that hold, the last seen first."""
        with self.service.database.read() as tx:
            found = identity_accounts.logins_of(tx, person)
        return tuple(login for login in found if self._holds(login))

    def log_out(self, person: str, digest: str | None = None) -> None:
        """End one log-in, or all of a person's."""
        self._act(LogOut(person=person, digest=digest), person)

    # --- invitations and chat accounts

    def invitation(self, code: str) -> Invitation | None:
        """Return an invitation that can be accepted now."""
        with self.service.database.read() as tx:
            found = identity_people.find_invitation(tx, digest_of(code))
        return found if found and found.holds_at(self._now()) else None

    def needs_account(self, code: str) -> bool:
        """Say whether an invitation gives a role that needs an account."""
        found = self.invitation(code)
        return found is not None and found.role in STAFF

    def links(self, person: str) -> tuple[ChatLink, ...]:
        """Return the chat accounts that are this person."""
        with self.service.database.read() as tx:
            return identity_people.links_of(tx, person)

    def link_code(self, person: str, channel: str = "web") -> str:
        """Return a one-time code that makes whoever brings it this person."""
        code = new_code()
        self._act(MakeLinkCode(person=person, digest=digest_of_code(code), channel=channel, ends_at=self._now() + self.rules.link), person)
        return code

    def link(self, person: str, code: str, channel: str = "web") -> None:
        """Bring a one-time code. Raises: BadRequest where it does not hold, Conflict where it cannot be done."""
        self._act(Link(person=person, digest=digest_of_code(code), channel=channel), person)

    def unlink(self, person: str, channel: str) -> None:
        """Make a chat account a person of its own again. Raises: NotFound."""
        self._act(Unlink(person=person, channel=channel), person)

    # --- what the above share

    def _enter(
        self, account: Account, *, whole: bool, agent: str, instead_of: str | None = None, step: int | None = None, recovery: str | None = None
    ) -> Entered:
        token, now = secrets.token_urlsafe(32), self._now()
        ends = now + (self.rules.whole if whole else self.rules.half)
        login = Login(digest=digest_of(token), person=account.person, whole=whole, at=now, seen_at=now, ends_at=ends, agent=agent[:80])
        self._act(LogIn(login=login, instead_of=instead_of, step=step, recovery=recovery), account.person)
        return Entered(token=token, person=account.person, thread=account.thread, whole=whole)

    def _login(self, token: str) -> Login | None:
        with self.service.database.read() as tx:
            login = identity_accounts.find_login(tx, digest_of(token))
        return login if login and self._holds(login) else None

    def _holds(self, login: Login) -> bool:
        now = self._now()
        return now < login.ends_at and now - login.seen_at < self.rules.idle

    def _note_wrong(self, name: str, wrong: int, now: Instant) -> None:
        over = wrong + 1 - self.rules.tries
        wait = min(self.rules.wait * 2 ** min(over, 12), self.rules.longest_wait) if over >= 0 else None
        self.service.act(NoteTry(name=name, wait_until=now + wait if wait else None), SYSTEM)

    def _clear(self, name: str, wrong: int) -> None:
        if wrong:
            self.service.act(NoteTry(name=name, right=True), SYSTEM)

    def _act(self, command: OpenAccount | ChangeAccount | LogIn | LogOut | MakeLinkCode | Link | Unlink | SignOn, person: str) -> None:
        self.service.act(command, Actor(person=person, role=Role.WORKER), owner=person)

    def _now(self) -> Instant:
        return self.service.deps.clock.now()
