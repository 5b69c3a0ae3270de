"""`recourse channels`: how each fares, switched off and on, and its vendor told where to call."""

import json
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner, Result

from assistant.domain.envelope import Address, Reply
from assistant.errors import BadRequest
from assistant.settings import Settings
from assistant.store import conversations, outgoing
from assistant.store.database import Database
from assistant.testing import FixedClock
from channels.commands import channels
from channels.testing import TELEGRAM_SECRET, TELEGRAM_TOKEN, FarServer, serving, telegram_server
from channels.testing_rigs import LineRig

Cli = Callable[..., Result]


@pytest.fixture
def far() -> Iterator[FarServer]:
    """Telegram's side."""
    server = telegram_server()
    with serving(server.app()) as server.address:
        yield server


@pytest.fixture
def line() -> Iterator[LineRig]:
    """LINE's side."""
    rig = LineRig()
    with serving(rig.far.app()) as rig.far.address:
        yield rig


@pytest.fixture
def settings(environment: dict[str, str], far: FarServer, line: LineRig) -> dict[str, str]:
    """Settings of a server with three channels."""
    return {
        **environment,
        "COLUMNS": "200",
        "RECOURSE_CHANNELS": "telegram,line,slack",
        "RECOURSE_PUBLIC_URL": "https://recourse.example/",
        "RECOURSE_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "RECOURSE_TELEGRAM_SECRET": TELEGRAM_SECRET,
        "RECOURSE_TELEGRAM_URL": far.address,
        "RECOURSE_LINE_SECRET": "s",
        "RECOURSE_LINE_TOKEN": "t",
        "RECOURSE_LINE_URL": line.far.address,
        "RECOURSE_LINE_PUSHES": "30",
        "RECOURSE_SLACK_SECRET": "s",
        "RECOURSE_SLACK_TOKEN": "t",
    }


@pytest.fixture
def cli(settings: dict[str, str]) -> Cli:
    """Run `recourse channels` with these words."""
    return lambda *words: CliRunner(env=settings).invoke(channels, list(words))


@pytest.fixture
def database(settings: dict[str, str]) -> Iterator[Database]:
    """The database of that home."""
    read = Settings.read(settings)
    found = Database(read.database_url, read.home)
    found.migrate()
    yield found
    found.close()


def shown(cli: Cli) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in cli("--json").stdout.splitlines()]
    return {row["channel"]: row for row in rows}


def test_backlog_failures_and_billed_messages_are_shown(cli: Cli, database: Database, clock: FixedClock) -> None:
    reply = Reply(text="Hello", language="en")
    with database.write() as tx:
        for key, state in (("a", "waiting"), ("b", "failed"), ("c", "failed"), ("d", "sent")):
            outgoing.put_letter(tx, key, channel="line", thread="t", address=Address(chat="U1"), reply=reply, at=clock.now())
            conversations.mark_outbound(tx, key, state, "DeliveryRefused blocked" if state == "failed" else None)
    rows = shown(cli)

    assert list(rows) == ["telegram", "line", "slack"]
    assert [rows["line"][name] for name in ("off", "waiting", "sent", "failed")] == [False, 1, 1, 2]
    assert rows["line"]["notes"] == [["DeliveryRefused blocked", 2]]
    table = " ".join(cli().stdout.split())
    assert "of 30" in table


def test_one_is_switched_off_and_on_again_and_nobody_else(cli: Cli) -> None:
    assert "telegram is off" in cli("off", "telegram").stdout
    assert [row["off"] for row in shown(cli).values()] == [True, False, False]
    assert "telegram is on" in cli("on", "telegram").stdout
    assert [row["off"] for row in shown(cli).values()] == [False, False, False]
    unknown = cli("off", "pigeon")
    assert isinstance(unknown.exception, BadRequest)
    assert "telegram, line, slack" in str(unknown.exception)


def test_a_vendor_is_told_where_to_call_with_its_secret_and_its_menus(cli: Cli, far: FarServer, line: LineRig) -> None:
    told = cli("webhook", "telegram")

    assert "@recourse_bot → https://recourse.example/channels/telegram" in told.stdout
    (webhook,) = far.asked("setWebhook")
    assert (webhook.values["url"], webhook.values["secret_token"]) == ("https://recourse.example/channels/telegram", TELEGRAM_SECRET)
    assert len(far.asked("setMyCommands")) >= 2
    assert "https://recourse.example/channels/line" in cli("webhook", "line").stdout
    (endpoint,) = line.far.asked("/webhook/endpoint")
    assert endpoint.values["endpoint"] == "https://recourse.example/channels/line"
    by_hand = cli("webhook", "slack")
    assert isinstance(by_hand.exception, BadRequest)
    assert "https://recourse.example/channels/slack" in str(by_hand.exception)


def test_without_an_address_nobody_is_told_anything(cli: Cli, settings: dict[str, str], far: FarServer) -> None:
    del settings["RECOURSE_PUBLIC_URL"]

    assert "RECOURSE_PUBLIC_URL" in str(cli("webhook", "telegram").exception)
    assert far.asked("setWebhook") == []
