"""`recourse serve`: the server on one address; `recourse mcp`: the assistant for another assistant, through a pipe."""

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
