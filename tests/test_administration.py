"""What an administrator settles: invitations, roles with dates, rules; and nothing of another organisation."""

from datetime import date, timedelta

import pytest

from assistant.administration import Wanted, end_role, give_role, invitations, invite, people, reset_second_step, revoke, rules, set_rules
from assistant.bootstrap import Core
from assistant.domain.command import MakeKey
from assistant.domain.identity import Rules
from assistant.domain.identity_command import EndRole, GiveRole, RevokeInvitation
from assistant.domain.person import Role
from assistant.domain.value import Span
from assistant.entry import Entry
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound, Unfit
from assistant.service import digest_of
from assistant.testing import FixedClock
from assistant.testing_identity import LIN, PASSWORD, administrator, entry_with, with_second


@pytest.fixture
def entry(core: Core) -> Entry:
    return entry_with(core.service, "demo", "other")


def test_an_invitation_for_one_is_used_up_and_gives_its_days(entry: Entry) -> None:
    boss = administrator(entry.service)
    code = invite(entry.service, boss, Wanted(role=Role.REVIEWER, note="陳柏安", span=Span(until=date(2026, 12, 31))))

    assert entry.needs_account(code)
    entry.service.join("chen", code)

    found = entry.service.memberships_of("chen")
    assert [(each.role, each.span.start, each.span.until) for each in found] == [("reviewer", date(2026, 11, 18), date(2026, 12, 31))]
    with pytest.raises(BadRequest):
        entry.service.join("wu", code)
    assert [(each.note, each.used_by) for each in invitations(entry.service, boss)] == [("陳柏安", "chen")]


def test_an_invitation_ends_on_its_day_or_when_it_is_taken_back(entry: Entry, clock: FixedClock) -> None:
    boss = administrator(entry.service)
    old, gone = (invite(entry.service, boss, Wanted(role=Role.WORKER, many=True, days=3)) for _ in range(2))
    entry.service.join("mei", old)
    revoke(entry.service, boss, digest_of(gone))

    clock.move(timedelta(days=3))

    for code in (old, gone):
        with pytest.raises(BadRequest):
            entry.service.join("hao", code)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(role=Role.OPERATOR),
        Wanted(role=Role.ADVISER),
        Wanted(role=Role.HR, many=True),
        Wanted(role=Role.WORKER, days=91),
        Wanted(role=Role.WORKER, days=0),
    ],
)
def test_an_administrator_invites_only_to_what_the_organisation_gives(entry: Entry, wanted: Wanted) -> None:
    with pytest.raises(Unfit):
        invite(entry.service, administrator(entry.service), wanted)


def test_an_administrator_touches_no_other_organisation(entry: Entry) -> None:
    boss, other = administrator(entry.service), administrator(entry.service, "other-boss", "other")
    code = invite(entry.service, other, Wanted(role=Role.HR))

    foreign = (
        GiveRole(person="boss", organisation="other", role="reviewer", start=date(2026, 11, 18)),
        EndRole(person="other-boss", organisation="other", role="administrator", until=date(2026, 11, 18)),
        RevokeInvitation(organisation="other", digest=digest_of(code)),
        MakeKey(digest="d", kind="invite", organisation="other", role="hr"),
    )
    for command in foreign:
        for owner in ("demo", "other"):
            with pytest.raises(Forbidden):
                entry.service.act(command, boss, owner=owner)
    with pytest.raises(NotFound):
        revoke(entry.service, boss, digest_of(code))
    assert {member.person for member in people(entry.service, boss)} == {"boss"}


def test_roles_begin_and_end_and_an_administrator_stays(entry: Entry) -> None:
    boss = administrator(entry.service)
    entry.service.join("chen", invite(entry.service, boss, Wanted(role=Role.WORKER)))

    give_role(entry.service, boss, "chen", Role.REVIEWER, Span())
    assert entry.service.actor("chen", Role.REVIEWER).organisation == "demo"
    end_role(entry.service, boss, "chen", Role.REVIEWER, date(2026, 11, 17))
    with pytest.raises(Forbidden):
        entry.service.actor("chen", Role.REVIEWER)
    give_role(entry.service, boss, "chen", Role.REVIEWER, Span())
    assert entry.service.actor("chen", Role.REVIEWER).organisation == "demo"
    with pytest.raises(Conflict):
        end_role(entry.service, boss, "boss", Role.ADMINISTRATOR, date(2026, 11, 18))
    with pytest.raises(Forbidden):
        give_role(entry.service, boss, "a stranger", Role.REVIEWER, Span())


def test_an_organisation_asks_for_the_second_step_and_resets_a_lost_one(entry: Entry, clock: FixedClock) -> None:
    boss = administrator(entry.service)
    with_second(entry, clock)
    entry.open_account("chen", LIN.but(login="chen"))
    for person in ("lin", "chen"):
        entry.service.join(person, invite(entry.service, boss, Wanted(role=Role.HR)))

    set_rules(entry.service, boss, Rules(second_step=True))

    assert rules(entry.service, boss).second_step
    assert [entry.must_set_second(person) for person in ("lin", "chen")] == [False, True]
    reset_second_step(entry.service, boss, "lin")
    assert entry.must_set_second("lin")
    assert entry.log_in("lin@demo.example", PASSWORD).whole
