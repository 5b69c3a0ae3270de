"""Coming in: accounts, log-ins in one and two steps, waiting after wrong tries, invitations, and two addresses that are one person."""

from datetime import timedelta

import pytest

from assistant.administration import Wanted, invite
from assistant.bootstrap import Core
from assistant.domain.envelope import Inbound
from assistant.domain.identity_command import LogIn
from assistant.domain.person import Actor, Role
from assistant.entry import Entered, Entry, NewAccount
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound, TooMany, Unfit, WrongLogin
from assistant.identity.second_step import code_at
from assistant.identity.throttle import Throttle
from assistant.testing import FixedClock
from assistant.testing_identity import LIN, PASSWORD, administrator, entry_with, with_second


@pytest.fixture
def entry(core: Core) -> Entry:
    return entry_with(core.service, "demo", "other")


def test_an_account_is_logged_in_by_its_name_in_any_letters(entry: Entry) -> None:
    entry.open_account("lin", LIN)

    entered = entry.log_in(" LIN@demo.example ", PASSWORD)

    assert (entered.person, entered.whole) == ("lin", True)
    found = entry.seen(entered.token)
    assert found is not None
    assert found.person == "lin"
    account = entry.account("lin")
    assert account is not None
    assert account.password is not None
    assert account.password.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (LIN.but(password="short"), "identity.password_length"),
        (LIN.but(password="x" * 257), "identity.password_length"),
        (LIN.but(login="two words"), "identity.names_needed"),
        (LIN.but(name=" "), "identity.names_needed"),
        (LIN.but(login="lin-shu-yu-hr-1", password="Lin-Shu-Yu-HR-1"), "identity.password_is_name"),
    ],
)
def test_what_an_account_needs_is_said_in_words(entry: Entry, new: NewAccount, fault: str) -> None:
    with pytest.raises(Unfit) as refused:
        entry.open_account("lin", new)

    assert refused.value.phrase == fault
    assert entry.account("lin") is None


def test_a_name_is_taken_once(entry: Entry) -> None:
    entry.open_account("lin", LIN)

    with pytest.raises(Conflict):
        entry.open_account("somebody", LIN.but(login="lin@demo.EXAMPLE"))


@pytest.mark.parametrize("name", ["lin@demo.example", "nobody@demo.example"])
def test_wrong_tries_make_a_name_wait_whether_or_not_there_is_such_an_account(entry: Entry, clock: FixedClock, name: str) -> None:
    entry.open_account("lin", LIN)
    for _ in range(5):
        with pytest.raises(WrongLogin):
            entry.log_in(name, "not the password")

    with pytest.raises(WrongLogin):
        entry.log_in(name, PASSWORD)
    clock.move(timedelta(minutes=1))
    if name.startswith("lin"):
        assert entry.log_in(name, PASSWORD).whole
    else:
        with pytest.raises(WrongLogin):
            entry.log_in(name, PASSWORD)


def test_each_further_wrong_try_doubles_the_wait_up_to_an_hour(entry: Entry, clock: FixedClock) -> None:
    entry.open_account("lin", LIN)
    for minutes in (0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60):
        clock.move(timedelta(minutes=minutes))
        with pytest.raises(WrongLogin):
            entry.log_in("lin@demo.example", "not the password")

    clock.move(timedelta(minutes=59))
    with pytest.raises(WrongLogin):
        entry.log_in("lin@demo.example", PASSWORD)
    clock.move(timedelta(minutes=1))
    assert entry.log_in("lin@demo.example", PASSWORD).whole


def test_a_log_in_ends_when_it_is_idle_and_in_any_case_after_its_time(entry: Entry, clock: FixedClock) -> None:
    entry.open_account("lin", LIN)
    idle, busy = entry.log_in("lin@demo.example", PASSWORD), entry.log_in("lin@demo.example", PASSWORD)

    for _ in range(13):
        clock.move(timedelta(minutes=55))
        assert entry.seen(busy.token) is not None
    assert entry.seen(idle.token) is None
    clock.move(timedelta(minutes=10))
    assert entry.seen(busy.token) is None


def test_logging_out_everywhere_ends_every_log_in_of_that_person_only(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    entry.open_account("chen", LIN.but(login="chen"))
    tokens = [entry.log_in("lin@demo.example", PASSWORD).token for _ in range(2)]
    other = entry.log_in("chen", PASSWORD).token

    entry.log_out("lin")

    assert [entry.seen(token) for token in tokens] == [None, None]
    assert entry.seen(other) is not None


def test_a_new_password_ends_the_other_log_ins(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    here, elsewhere = (entry.log_in("lin@demo.example", PASSWORD).token for _ in range(2))
    with pytest.raises(WrongLogin):
        entry.change_password("lin", "not the password", "another sentence of mine", keep=here)

    entry.change_password("lin", PASSWORD, "another sentence of mine", keep=here)

    assert entry.seen(here) is not None
    assert entry.seen(elsewhere) is None
    assert entry.log_in("lin@demo.example", "another sentence of mine").whole


def test_the_second_step_is_asked_for_and_a_code_works_once(entry: Entry, clock: FixedClock) -> None:
    secret, _ = with_second(entry, clock)
    half = entry.log_in("lin@demo.example", PASSWORD)

    assert not half.whole
    assert entry.seen(half.token) is None
    code = code_at(secret, clock.now())
    whole = entry.confirm(half.token, code)
    assert whole.whole
    assert entry.seen(whole.token) is not None
    again = entry.log_in("lin@demo.example", PASSWORD)
    with pytest.raises(Conflict):
        entry.confirm(again.token, code)
    with pytest.raises(WrongLogin):
        entry.confirm(half.token, code)


def test_a_recovery_code_works_once_however_it_is_typed(entry: Entry, clock: FixedClock) -> None:
    _, codes = with_second(entry, clock)

    entered = entry.confirm(entry.log_in("lin@demo.example", PASSWORD).token, codes[0].lower().replace("-", " "))

    assert entered.whole
    with pytest.raises(WrongLogin):
        entry.confirm(entry.log_in("lin@demo.example", PASSWORD).token, codes[0])
    account = entry.account("lin")
    assert account is not None
    assert len(account.recovery) == 9


def test_the_second_step_waits_five_minutes_and_wrong_codes_count_as_wrong_tries(entry: Entry, clock: FixedClock) -> None:
    secret, _ = with_second(entry, clock)
    half = entry.log_in("lin@demo.example", PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongLogin):
            entry.confirm(half.token, "000000")

    with pytest.raises(WrongLogin):
        entry.confirm(half.token, code_at(secret, clock.now()))
    clock.move(timedelta(minutes=6))
    with pytest.raises(WrongLogin):
        entry.confirm(half.token, code_at(secret, clock.now()))
    assert entry.confirm(entry.log_in("lin@demo.example", PASSWORD).token, code_at(secret, clock.now())).whole


def test_a_log_in_for_somebody_else_is_refused(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    login = entry.seen(entry.log_in("lin@demo.example", PASSWORD).token)
    assert login is not None

    with pytest.raises(Forbidden):
        entry.service.act(LogIn(login=login.but(digest="d")), Actor(person="chen", role=Role.WORKER), owner="lin")


def say(entry: Entry, person: str, thread: str) -> Inbound:
    return Inbound(
        id=f"in-{thread}", channel="telegram", message=f"m-{thread}", thread=thread, person=person, received_at=entry.service.deps.clock.now(), text="hello"
    )


async def test_two_addresses_become_one_person_and_part_again(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    boss = administrator(entry.service)
    entry.service.join("telegram-7", invite(entry.service, boss, Wanted(role=Role.WORKER)))
    await entry.service.accept(say(entry, "telegram-7", "tg-7"))

    entry.link("telegram-7", entry.link_code("lin"), "telegram")

    assert entry.service.person_of("telegram-7") == "lin"
    assert [(each.organisation, each.role) for each in entry.service.memberships_of("lin")] == [("demo", "worker")]
    assert [each.channel for each in entry.links("lin")] == ["telegram"]
    assert len(await entry.service.conversation("tg-7", "lin")) == 1
    await entry.service.accept(say(entry, "telegram-7", "tg-7").but(id="in-2", message="m-2"))
    assert len(await entry.service.conversation("tg-7", "lin")) == 2

    entry.unlink("lin", "telegram")

    assert entry.service.person_of("telegram-7") == "telegram-7"
    assert len(await entry.service.conversation("tg-7", "telegram-7")) == 2
    with pytest.raises(NotFound):
        entry.unlink("lin", "telegram")


def test_the_one_with_an_account_stays_whoever_made_the_code(entry: Entry) -> None:
    entry.open_account("lin", LIN)

    entry.link("lin", entry.link_code("line-9", "line"), "web")

    assert entry.service.person_of("line-9") == "lin"
    assert [each.channel for each in entry.links("lin")] == ["line"]


def test_a_code_works_once_and_for_ten_minutes_and_never_for_oneself_or_two_accounts(entry: Entry, clock: FixedClock) -> None:
    entry.open_account("lin", LIN)
    entry.open_account("chen", LIN.but(login="chen"))
    used, old = entry.link_code("lin"), ""
    entry.link("telegram-7", used.lower(), "telegram")
    with pytest.raises(BadRequest):
        entry.link("telegram-8", used, "telegram")
    old = entry.link_code("lin")
    clock.move(timedelta(minutes=10))
    with pytest.raises(BadRequest):
        entry.link("telegram-8", old, "telegram")
    for person in ("lin", "telegram-7", "chen"):
        with pytest.raises(Conflict):
            entry.link(person, entry.link_code("lin"), "web")


def test_a_newer_chat_account_takes_the_place_of_the_older(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    for person in ("telegram-7", "telegram-8"):
        entry.link(person, entry.link_code("lin"), "telegram")

    assert [entry.service.person_of(person) for person in ("telegram-7", "telegram-8")] == ["telegram-7", "lin"]


def test_one_address_may_try_a_door_so_often_and_no_more() -> None:
    throttle = Throttle({"join": 2})
    throttle("join", "203.0.113.5")
    throttle("join", "203.0.113.5")

    with pytest.raises(TooMany):
        throttle("join", "203.0.113.5")
    throttle("join", "203.0.113.6")
    throttle("login", "203.0.113.5")


def test_what_is_shown_of_a_log_in_never_holds_its_token(entry: Entry) -> None:
    entry.open_account("lin", LIN)
    entered: Entered = entry.log_in("lin@demo.example", PASSWORD, agent="Firefox · Linux")

    (login,) = entry.logins("lin")

    assert login.agent == "Firefox · Linux"
    assert entered.token not in login.model_dump_json()
