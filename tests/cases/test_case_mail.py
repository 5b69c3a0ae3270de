"""People of a desk are reminded by mail as well, with the day as a calendar file, and nothing that somebody wrote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.domain.identity import Account
from assistant.steps import Steps
from assistant.store import conversations, identity_accounts
from assistant.testing import NOON, FixedClock
from assistant.testing_cases import REVIEWER, SECOND, STORY, World
from channels.email import open_channel
from channels.fit import Deliveries, Fitted
from channels.testing import premises
from channels.testing_mail import PostOffice, post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A real SMTP server."""
    with post_office() as found:
        yield found


@pytest.fixture
def mailing(world: World) -> World:
    """A world whose server sends mail; one reviewer logs in with an address, the other with a name."""
    world.service.deps = replace(world.service.deps, mail="email")
    with world.core.database.write() as tx:
        for person, login in ((REVIEWER, "chen@example.org"), (SECOND, "wu")):
            identity_accounts.add_account(tx, Account(person=person, login=login, name=login, password=None, opened_at=NOON))
    return world


async def test_a_reminder_reaches_the_one_who_has_the_case_by_mail(mailing: World, clock: FixedClock, office: PostOffice) -> None:
    case = mailing.case(mailing.assigned())
    assert case.clock is not None
    clock.move(timedelta(days=(case.clock.last_day - clock.now().date()).days, hours=6))
    mailing.sweep()
    with mailing.core.database.read() as tx:
        mails = [outbound for outbound in conversations.undelivered(tx) if outbound.channel == "email"]
    steps = Steps(mailing.service, mailing.core.database, Deliveries({"email": Fitted(open_channel(office.premises()), premises().say)}))
    for mail in mails:
        assert await steps.deliver(mail.id) == 0

    assert {office.last()["To"]} == {"chen@example.org"}
    assert case.number in office.body()
    assert STORY not in office.taken[-1].decode()
    (days,) = office.last().iter_attachments()
    assert days.get_content_type() == "text/calendar"
    assert case.clock.last_day.strftime("%Y%m%d") in str(days.get_content())
    before = len(office.taken)
    mailing.sweep()
    for mail in mails:
        await steps.deliver(mail.id)
    assert len(office.taken) == before, "once"


def test_a_desk_that_logs_in_by_name_or_a_server_without_mail_gets_none(mailing: World, clock: FixedClock) -> None:
    mailing.service.deps = replace(mailing.service.deps, mail=None)
    mailing.assigned()
    clock.move(timedelta(days=30))
    mailing.sweep()

    with mailing.core.database.read() as tx:
        assert [outbound for outbound in conversations.undelivered(tx) if outbound.channel == "email"] == []
