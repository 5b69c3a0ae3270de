"""Employers' systems that take an effect back: the one place that calls out to an address that somebody registered. The door to httpx.

An address may lead anywhere, also to machines that only this server reaches: the name is looked up here, each address behind it must be one of the
public internet (unless the operator allows others), and the connection goes to the very address that was looked at.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

import httpx

from assistant.domain.call_back import Called, FarAnswer
from assistant.errors import DeliveryFailed, DeliveryRefused

_TIMEOUT_S = 10.0
_WHOLE_S = 20.0
"""Longest that a call may take from first to last byte, however slowly it drips."""
_MOST_ANSWER = 16 * 1024

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]


async def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses behind a name. Raises: OSError"""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class CallBackDoor:
    """Satisfies `ports.Caller`. No proxy, no redirect, no cookie, and no more of an answer than can be meant."""

    def __init__(self, *, private: bool = False, look_up: LookUp = look_up, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._private, self._look_up, self._transport = private, look_up, transport

    async def call(self, made: Called) -> FarAnswer:
        """Make one call. Raises: DeliveryFailed (retryable) where nothing came back, DeliveryRefused where the address may not be called"""
        url = httpx.URL(made.url)
        if url.scheme != "https" and not self._private:
            raise DeliveryRefused("not_https")
        address = await self._address(url)
        request = httpx.Request(
            "POST",
            url.copy_with(host=address),
            content=made.body,
            headers={**made.headers, "host": url.netloc.decode("ascii"), "user-agent": "recourse", "accept": "application/json"},
            extensions={"sni_hostname": url.host, "timeout": httpx.Timeout(_TIMEOUT_S).as_dict()},
        )
        try:
            async with asyncio.timeout(_WHOLE_S), httpx.AsyncClient(transport=self._transport, trust_env=False, follow_redirects=False) as client:
                answer = await client.send(request, stream=True)
                return FarAnswer(status=answer.status_code, headers=dict(answer.headers), body=await _read(answer))
        except (httpx.HTTPError, TimeoutError, OSError) as problem:
            raise DeliveryFailed("silence") from problem

    async def _address(self, url: httpx.URL) -> str:
        """Return the address that is called: the first one behind the name, once every one of them was found to be allowed."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await self._look_up(url.host, port)
        except OSError as problem:
            raise DeliveryFailed("no_such_host") from problem
        if not found:
            raise DeliveryFailed("no_such_host")
        if not self._private and not all(is_outside(address) for address in found):
            raise DeliveryRefused("private_address")
        return found[0]


def is_outside(address: str) -> bool:
    """Say whether an address belongs to the public internet, also where one of the older internet is written as one of the newer."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(str(inner))
    return found.is_global and not found.is_multicast


async def _read(answer: httpx.Response) -> bytes:
    """Return an answer's body. Raises: DeliveryFailed where it is longer than any answer can be."""
    body = b""
    async with aclosing(answer):
        async for piece in answer.aiter_bytes():
            body += piece
            if len(body) > _MOST_ANSWER:
                raise DeliveryFailed("too_long")
    return body
