"""`recourse serve`: the server; `recourse mcp`: the assistant through a pipe; `recourse channels`: how message channels fare."""

import json
import socket
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.demo_people import ACCOUNTS, told
from assistant.domain.organisation import Proof
from assistant.domain.person import Role
from assistant.errors import BadRequest, PortTaken
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.service import Service
    from assistant.traffic import Traffic

INVITATIONS = "invitations.json"
"""File in the home folder that `recourse demo` may leave: a list of {organisation, role, code}."""


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Serve the chat page and the JSON API until stopped."""
    settings = Settings.read(host=host, port=port)
    with listen(settings.host, settings.port) as listener:
        address = _address(settings.host, listener)
        # These take seconds to import; a taken port is told at once.
        import uvicorn

        from assistant.bootstrap import build
        from channels.app import create_app

        app = create_app(build(settings), settings)
        app.state.engine.reserve()

        class Server(uvicorn.Server):
            """Says where it listens once it does."""

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    announce(address, settings.home)

        proxy = settings.trust_proxy
        config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False, proxy_headers=proxy, timeout_graceful_shutdown=5)
        Server(config).run(sockets=[listener])


def mcp(
    org: Annotated[str | None, typer.Option(help="Organisation whose notices may answer.")] = None,
    role: Annotated[str, typer.Option(help="In whose role the other assistant reads: worker, hr, officer …")] = "worker",
) -> None:
    """Serve another assistant on this machine by the Model Context Protocol, over standard input and output."""
    settings = Settings.read()
    if role not in tuple(Role):
        raise BadRequest(f"no role {role!r}; there are {', '.join(Role)}")
    from assistant.bootstrap import build

    serve_pipe(build(settings).service, Role(role), org)


def serve_pipe(service: "Service", role: Role, organisation: str | None) -> None:
    """Serve whoever holds the other end of standard input and output, until it is closed."""
    from channels.mcp.server import build_server

    reader = service.reader(role, organisation, Proof.CODE if organisation else None)
    build_server(service, lambda _: reader, version=version("recourse")).run("stdio")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address. Raises: PortTaken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as problem:
        raise PortTaken(f"{host}:{port} ({problem.strerror})") from problem
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(socket.SOMAXCONN)  # only this tells that another program listens here
    except OSError as problem:
        listener.close()
        raise PortTaken(f"{host}:{port} ({problem.strerror}); choose another with --port, or --port 0 for any free one") from problem
    return listener


def announce(address: str, home: Path) -> None:
    """Print where the server listens, and the invitations that wait in the home folder."""
    typer.echo(f"Recourse: {address}")
    path = home / INVITATIONS
    if path.exists():
        for invitation in json.loads(path.read_text(encoding="utf-8")):
            typer.echo(f"  {invitation['organisation']} · {invitation['role']}: {address}/join/{invitation['code']}")
    path = home / ACCOUNTS
    if path.exists():
        typer.echo(f"{address}/login")
        typer.echo("\n".join(told(path)))


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


channels = typer.Typer(help="Message channels: how they fare, and switching one off.", invoke_without_command=True)


@channels.callback()
def _look(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a channel.")] = False) -> None:
    """Show every channel that is named in RECOURSE_CHANNELS: on or off, backlog, failures, billed messages."""
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console
    from rich.table import Table

    settings, found = Settings.read(), _traffic()
    if as_json:
        for traffic in found:
            typer.echo(traffic.model_dump_json())
        return
    table = Table("channel", "state", "to answer", "to deliver", "delivered", "failed", "maybe twice", "pushes this month", "why it failed")
    for each in found:
        notes = "\n".join(f"{times}× {note}" for note, times in each.notes)
        pushes = f"{each.pushes} of {settings.options_of(each.channel)['pushes']}" if "pushes" in settings.options_of(each.channel) else str(each.pushes)
        table.add_row(each.channel, "off" if each.off else "on", *map(str, (each.messages, each.waiting, each.sent, each.failed, each.again)), pushes, notes)
    Console().print(table if found else "No channel is named in RECOURSE_CHANNELS.")


@channels.command("off")
def channels_off(name: str) -> None:
    """Switch a channel off at once; nothing is lost: vendors send again what we did not take, and replies wait."""
    _switch(name, on=False)


@channels.command("on")
def channels_on(name: str) -> None:
    """Switch a channel on again; what waited goes out within five minutes."""
    _switch(name, on=True)


@channels.command("webhook")
def channels_webhook(name: str) -> None:
    """Tell a vendor our address, and set up its menus."""
    import asyncio

    from assistant.bootstrap import build
    from channels.app import server_secret
    from channels.base import Closing, Registering
    from channels.gates import PATH, open_gates

    settings = Settings.read()
    if not settings.public_url:
        raise BadRequest("RECOURSE_PUBLIC_URL is missing: the address by which others reach this server, https://…")
    core = build(settings)
    gates = open_gates(core.service, core.database, (_named(name, settings),), settings.options_of, secret=server_secret(settings.home))
    channel = next(iter(gates.channels.values()))
    if not isinstance(channel, Registering):
        raise BadRequest(f"{name} is told its address on the vendor's own page: {settings.public_url.rstrip('/')}{PATH.format(name=channel.name)}")

    async def register() -> str:
        try:
            return await channel.register(f"{(settings.public_url or '').rstrip('/')}{PATH.format(name=channel.name)}")
        finally:
            if isinstance(channel, Closing):
                await channel.close()

    typer.echo(asyncio.run(register()))


def _switch(name: str, *, on: bool) -> None:
    from assistant.bootstrap import OPERATOR, build
    from assistant.domain.channels_command import SwitchChannel

    settings = Settings.read()
    channel = _named(name, settings).rpartition(".")[2]
    build(settings).service.act(SwitchChannel(channel=channel, on=on), OPERATOR)
    typer.echo(f"{channel} is {'on' if on else 'off'}.")


def _named(name: str, settings: Settings) -> str:
    """Return the channel as settings name it. Raises: BadRequest where they do not."""
    found = next((each for each in settings.channels if name in (each, each.rpartition(".")[2])), None)
    if found is None:
        raise BadRequest(f"{name!r} is not named in RECOURSE_CHANNELS; named are: {', '.join(settings.channels) or 'none'}")
    return found


def _traffic() -> "tuple[Traffic, ...]":
    from assistant.clock import SystemClock
    from assistant.store.database import Database
    from assistant.traffic import TrafficDesk

    settings = Settings.read()
    database = Database(settings.database_url, settings.home)
    database.migrate()
    return TrafficDesk(database, SystemClock()).look([name.rpartition(".")[2] for name in settings.channels])
