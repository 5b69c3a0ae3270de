"""Open the channels that settings name, take what they bring to the core, and give the core their ways out."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.channels_command import Leave
from assistant.domain.envelope import File, Inbound
from assistant.domain.person import Actor, Role
from assistant.enclosures import Enclosures
from assistant.errors import ChannelUnknown, Forbidden, NotFound, RecourseError, SettingsInvalid, TooLarge, TooMany
from assistant.service import Service
from assistant.store.database import Database
from assistant.traffic import TrafficDesk
from channels.base import Channel, Closing, Echoing, Names, Opening, Outlet, Polling, Premises
from channels.fit import Fitted
from channels.links import PATH as SHARED
from channels.links import Links, handed

log = logging.getLogger(__name__)
PATH = "/channels/{name}"
_SYSTEM = Actor(person="channels", role=Role.SYSTEM)
_OFF_S = 60
_LOOK_S, _PAUSE_S = 5.0, 1.0


class Gates:
    """The open channels. Satisfies `ports.Intake`."""

    def __init__(self, channels: Mapping[str, Channel], service: Service, traffic: TrafficDesk, links: Links | None = None) -> None:
        self.channels, self._service, self._traffic, self._links = dict(channels), service, traffic, links
        self._askers: list[asyncio.Task[None]] = []

    @property
    def outlets(self) -> dict[str, Outlet]:
        """The ways out, by channel."""
        return {name: Fitted(channel, self._service.say, self._links.to if self._links else None) for name, channel in self.channels.items()}

    async def fetch(self, channel: str, file: File) -> bytes:
        """Return a file's bytes. Raises: DeliveryFailed (retryable), NotFound, TooLarge, ChannelUnknown"""
        found = self.channels.get(channel)
        if found is None:
            raise ChannelUnknown(repr(channel))
        content = await found.fetch(file)
        if len(content) > found.limits.file_bytes:
            raise TooLarge(f"{len(content)} bytes")
        return content

    async def take(self, inbounds: Sequence[Inbound]) -> None:
        """Keep what a channel brought and have it answered. Raises: StoreBusy (retryable)"""
        for inbound in inbounds:
            if inbound.event == "left":
                await asyncio.to_thread(self._service.act, Leave(sender=inbound.person), _SYSTEM, key=f"left:{inbound.id}")
                continue
            try:
                await self._service.accept(inbound)
            except TooMany:
                log.warning("%s: one conversation sends more than is read", inbound.channel)
            except Forbidden:
                log.warning("%s: a message in another person's conversation was dropped", inbound.channel)

    def router(self) -> APIRouter:
        """Return the webhook of every channel."""
        router = APIRouter()

        @router.post(PATH, include_in_schema=False, response_model=None)
        async def receive(name: str, request: Request) -> Response:
            channel = self.channels.get(name)
            if channel is None:
                raise NotFound
            headers, body = {key.lower(): value for key, value in request.headers.items()}, await request.body()
            echo = channel.echo(headers, body) if isinstance(channel, Echoing) else None
            inbounds = channel.receive(headers, body)
            if await self._traffic.is_off(name):
                return Response(status_code=503, headers={"Retry-After": str(_OFF_S)})
            await self.take(inbounds)
            return Response(echo or "", 200, media_type="text/plain")

        @router.get(SHARED, include_in_schema=False, response_model=None)
        async def fetch(token: str, name: str) -> Response:
            if self._links is None:
                raise NotFound
            return handed(await Enclosures(self._service).one(self._links.reply_of(token, name), name))

        return router

    async def open(self) -> None:
        """Begin to ask those vendors that are asked instead of calling."""
        for name, channel in self.channels.items():
            if isinstance(channel, Opening):
                self._askers.append(asyncio.create_task(channel.open()))
            if isinstance(channel, Polling) and channel.polls:
                self._askers.append(asyncio.create_task(self._ask(name, channel)))

    async def close(self) -> None:
        """Stop asking, and give connections back."""
        for task in self._askers:
            task.cancel()
        await asyncio.gather(*self._askers, return_exceptions=True)
        for channel in self.channels.values():
            if isinstance(channel, Closing):
                await channel.close()

    async def _ask(self, name: str, channel: Polling) -> None:
        async for inbounds in channel.updates():
            while inbounds and await self._traffic.is_off(name):  # noqa: ASYNC110  # only the database knows
                await asyncio.sleep(_LOOK_S)
            while not await self._taken(inbounds):  # noqa: ASYNC110  # only the database knows
                await asyncio.sleep(_PAUSE_S)

    async def _taken(self, inbounds: Sequence[Inbound]) -> bool:
        """Take messages; False where it may be tried again. What fails for good is logged, so that one message cannot stop the rest."""
        try:
            await self.take(inbounds)
        except RecourseError as problem:
            log.warning("messages could not be kept: %s", type(problem).__name__)
            return not problem.retry
        except Exception:
            log.exception("messages could not be kept")
        return True


def open_gates(
    service: Service, database: Database, names: Sequence[str], options: Callable[[str], Mapping[str, str]], *, secret: bytes, url: str = ""
) -> Gates:
    """Open the channels of these names: `channels.NAME`, or a module of one's own where the name has a dot.

    Raises: SettingsInvalid
    """
    traffic = TrafficDesk(database, service.deps.clock)
    opened: dict[str, Channel] = {}
    for name in names:
        premises = Premises(clock=service.deps.clock, say=service.say, names=Names(secret), ledger=traffic, languages=service.languages, options=options(name))
        channel = _opened(name, premises)
        opened[channel.name] = channel
    return Gates(opened, service, traffic, Links(secret, url, service.deps.clock))


def _opened(name: str, premises: Premises) -> Channel:
    path = name if "." in name else f"channels.{name}"
    found = None
    with suppress(ModuleNotFoundError):
        found = getattr(import_module(path), "open_channel", None)
    if found is None:
        raise SettingsInvalid(f"RECOURSE_CHANNELS: there is no channel {name!r}")
    channel: Channel = found(premises)
    return channel
