"""People with accounts and roles for tests: invented, and ready in a moment."""

import secrets
from datetime import timedelta

from assistant.domain.command import AddOrganisation
from assistant.domain.identity_command import GiveRole
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.person import Actor, Role
from assistant.entry import Entry, NewAccount
from assistant.identity.second_step import code_at
from assistant.service import Service
from assistant.testing import FixedClock

PASSWORD = "correct horse battery staple"  # noqa: S105 - of invented people in tests
LIN = NewAccount(login="Lin@Demo.example", name="林書瑜", password=PASSWORD)
OPERATOR = Actor(person="operator", role=Role.OPERATOR)


def entry_with(core: Service, *companies: str, secret: bytes = b"a secret of the tests") -> Entry:
    """Return the door of a core that holds these companies."""
    for key in companies:
        core.act(AddOrganisation(organisation=Organisation(id=key, name={"en": key}, kind=OrganisationKind.COMPANY, place="TW")), OPERATOR)
    return Entry(core, secret)


def administrator(core: Service, person: str = "boss", organisation: str = "demo") -> Actor:
    """Return an administrator of an organisation."""
    core.act(GiveRole(person=person, organisation=organisation, role=Role.ADMINISTRATOR.value, start=core.scene().today), OPERATOR)
    return core.actor(person, Role.ADMINISTRATOR, organisation=organisation)


def with_second(entry: Entry, clock: FixedClock) -> tuple[str, tuple[str, ...]]:
    """Open Lin's account with a second step; return its secret and recovery codes. A minute passes."""
    entry.open_account("lin", LIN)
    token = entry.log_in(LIN.login, PASSWORD).token
    second = entry.new_second("lin")
    codes = entry.set_second("lin", second.sealed, code_at(second.secret, clock.now()), keep=token)
    clock.move(timedelta(minutes=1))
    return second.secret, codes


def make_staff(core: Service, role: Role, organisation: str, *, person: str | None = None, name: str = "測試 Tester") -> str:
    """Return a person with an account (log-in name: the person's id) and this role in an organisation from today on."""
    person = person or f"staff-{secrets.token_hex(6)}"
    entry = Entry(core, b"any: nothing is sealed with it")
    if entry.account(person) is None:
        entry.open_account(person, NewAccount(login=person, name=name, password=PASSWORD))
    core.act(GiveRole(person=person, organisation=organisation, role=role.value, start=core.scene().today), OPERATOR)
    return person
