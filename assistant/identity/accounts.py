"""Open and change accounts, log in, and bind a company's sign-on."""

from assistant.domain.identity_command import ChangeAccount, LogIn, NoteTry, OpenAccount, SignOn
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Role
from assistant.domain.value import Instant, Span
from assistant.errors import Conflict, NotFound
from assistant.store import identity_accounts as store
from assistant.store import identity_people, organisations
from assistant.store.database import Transaction


def open_account(tx: Transaction, command: OpenAccount) -> dict[str, str]:
    """Open an account. Raises: Conflict where the person has one or the name is taken."""
    account = command.account
    if store.account_of(tx, account.person) or store.account_named(tx, account.login):
        raise Conflict("this log-in name is taken")
    store.add_account(tx, account)
    return {"person": account.person}


def change_account(tx: Transaction, command: ChangeAccount) -> dict[str, str]:
    """Change a password or the second step, and end the other log-ins. Raises: NotFound."""
    if store.account_of(tx, command.person) is None:
        raise NotFound("no account")
    changes: dict[str, object] = {}
    if command.password is not None:
        changes["password"] = command.password
    if command.second is not None:
        changes.update(second=command.second or None, last_step=0)
    if command.recovery is not None:
        changes["recovery"] = list(command.recovery)
    store.change_account(tx, command.person, **changes)
    store.drop_logins(tx, command.person, keep=command.keep)
    return {"person": command.person, "changed": " ".join(sorted(changes))}


def log_in(tx: Transaction, command: LogIn) -> dict[str, str]:
    """Note a log-in and what it cost. Raises: Conflict where a one-time code was taken before, NotFound without an account."""
    login = command.login
    account = store.account_of(tx, login.person)
    if account is None:
        raise NotFound("no account")
    if command.step is not None:
        if command.step <= account.last_step:
            raise Conflict("this code was used before")
        store.change_account(tx, login.person, last_step=command.step)
    if command.recovery is not None:
        if command.recovery not in account.recovery:
            raise Conflict("this code was used before")
        store.change_account(tx, login.person, recovery=[each for each in account.recovery if each != command.recovery])
    if command.instead_of is not None and store.drop_logins(tx, login.person, only=command.instead_of) == 0:
        raise Conflict("this log-in was completed before")
    store.add_login(tx, login)
    return {"whole": "yes" if login.whole else "no"}


def note_try(tx: Transaction, command: NoteTry, at: Instant) -> dict[str, str]:
    """Count a wrong try, or clear the count after a right one."""
    if command.right:
        store.clear_tries(tx, command.name)
    else:
        store.note_try(tx, command.name, wait_until=command.wait_until, at=at)
    return {}


def sign_on(tx: Transaction, command: SignOn) -> dict[str, str]:
    """Bind what a company's sign-on calls somebody to a person, who is a worker there until somebody says more."""
    if identity_people.signed_on(tx, command.issuer, command.subject) is None:
        identity_people.add_sign_on(tx, issuer=command.issuer, subject=command.subject, organisation=command.organisation, person=command.person)
    span = Span(start=command.day)
    organisations.add_membership(tx, Membership(person=command.person, organisation=command.organisation, role=Role.WORKER.value, span=span, proof=Proof.CODE))
    return {"person": command.person, "organisation": command.organisation}
