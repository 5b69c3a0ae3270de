"""LINE's Messaging API: what is taken in, what is sent for nothing and what is billed, and what its errors mean."""

import json
import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from aiohttp import ClientError
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    PushMessageRequest,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
)
from linebot.v3.webhook import WebhookParser

from assistant.domain.envelope import Address, Choice, File, Inbound
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SettingsInvalid, SignatureInvalid
from channels.base import PRIVATE, Limits, Parcel, Premises
from channels.line.drawing import drawn
from channels.line.reading import NAME, Reader

log = logging.getLogger(__name__)
_USUAL_BUDGET = 200  # LINE Taiwan: pushed messages a month that the free plan holds
_TAKEN_BEFORE = 409  # LINE: the same retry key was accepted before
_WAIT_S = 60.0
_API, _BLOBS = "https://api.line.me", "https://api-data.line.me"


class Line:
    """One official account; satisfies `base.Channel`, `base.Registering` and `base.Closing`."""

    name = NAME
    limits = Limits(
        text_units=4500,  # LINE: a text is at most 5000 UTF-16 units
        buttons=13,  # LINE: at most 13 quick replies
        label_units=20,
        batch=5,  # LINE: at most 5 messages in one reply or push
        file_bytes=20 * 1000 * 1000,
        blocks=True,
    )

    def __init__(self, premises: Premises) -> None:
        options = premises.options
        for name in ("secret", "token"):
            if not options.get(name):
                raise SettingsInvalid(f"RECOURSE_LINE_{name.upper()}: is missing")
        self._premises, self._options = premises, options
        self._parser = WebhookParser(options["secret"])
        self._most_pushes = int(options.get("pushes", _USUAL_BUDGET))
        self._reader = Reader(premises, self.limits.file_bytes)

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """Return the messages of one call of LINE's. Raises: SignatureInvalid"""
        try:
            events = self._parser.parse(body.decode(), headers.get("x-line-signature", ""))
        except (InvalidSignatureError, UnicodeDecodeError) as problem:
            raise SignatureInvalid from problem
        except (ValueError, KeyError, TypeError):  # signed, but no list of events as we know them
            return ()
        found = [self._reader.read(event) for event in events if getattr(event, "source", None)]
        return [inbound for inbound in found if inbound]

    async def send(self, parcel: Parcel) -> None:
        """Send up to five messages in one call. Raises: DeliveryFailed (retryable), DeliveryRefused"""
        messages = [drawn(part) for part in parcel.parts]
        if parcel.address.token and not parcel.outbound.part and await self._replied(parcel.address.token, messages):
            return
        if not await self._premises.ledger.spend(NAME, parcel.key, self._most_pushes):
            raise DeliveryRefused("this month's push messages are used up")
        await self._push(parcel.address, messages, parcel.key)

    async def _replied(self, token: str, messages: list[dict[str, Any]]) -> bool:
        """Answer for nothing; False where the token is used or too old. LINE keeps it for about a minute."""
        try:
            await self._api.reply_message(ReplyMessageRequest.from_dict({"replyToken": token, "messages": messages}))
        except ApiException as problem:
            if problem.status == 400 and "reply token" in str(problem.body).casefold():
                return False
            _explain(problem)
        except (TimeoutError, ClientError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem
        return True

    async def _push(self, address: Address, messages: list[dict[str, Any]], key: str) -> None:
        request = PushMessageRequest.from_dict({"to": address.chat, "messages": messages})
        try:
            await self._api.push_message(request, x_line_retry_key=str(uuid5(NAMESPACE_URL, f"recourse:{key}")))
        except ApiException as problem:
            if problem.status != _TAKEN_BEFORE:
                _explain(problem)
        except (TimeoutError, ClientError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    async def fetch(self, file: File) -> bytes:
        """Return the bytes of a file. Raises: DeliveryFailed (retryable), NotFound"""
        try:
            return bytes(await AsyncMessagingApiBlob(self._blobs).get_message_content(file.remote or ""))
        except ApiException as problem:
            if problem.status in (404, 410):
                raise NotFound("the file is gone") from problem
            _explain(problem)
        except (TimeoutError, ClientError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    def link(self, choice: Choice) -> str | None:
        """Return the address of the way from a group to the account itself."""
        own = self._options.get("id")
        return f"https://line.me/R/ti/p/{quote(own)}" if choice.token == PRIVATE and own else None

    async def register(self, url: str) -> str:
        """Set the webhook. Raises: DeliveryFailed, DeliveryRefused"""
        try:
            await self._api.set_webhook_endpoint(SetWebhookEndpointRequest.from_dict({"endpoint": url}))
        except ApiException as problem:
            _explain(problem)
        except (TimeoutError, ClientError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem
        return f"LINE → {url}"

    @cached_property
    def _client(self) -> AsyncApiClient:
        return AsyncApiClient(Configuration(access_token=self._options["token"], host=self._options.get("url", _API)))

    @cached_property
    def _blobs(self) -> AsyncApiClient:
        return AsyncApiClient(Configuration(access_token=self._options["token"], host=self._options.get("url", _BLOBS)))

    @property
    def _api(self) -> AsyncMessagingApi:
        return AsyncMessagingApi(self._client)

    async def close(self) -> None:
        """Give the connections back."""
        for name in ("_client", "_blobs"):
            if name in self.__dict__:
                await self.__dict__.pop(name).close()


def open_channel(premises: Premises) -> Line:
    """Return the channel. Raises: SettingsInvalid"""
    return Line(premises)


def _explain(problem: ApiException) -> NoReturn:
    """Raise what one of LINE's errors means for us."""
    said = _message_of(problem)
    if problem.status == 429:
        if "monthly limit" in said.casefold():
            raise DeliveryRefused("LINE's monthly limit is reached") from problem
        raise DeliveryFailed("rate limit", wait_s=float((problem.headers or {}).get("Retry-After") or _WAIT_S)) from problem
    if problem.status and problem.status >= 500:
        raise DeliveryFailed(f"HTTP {problem.status}") from problem
    if problem.status == 401:
        raise DeliveryFailed("the token does not hold", unsure=False) from problem
    gone = problem.status in (403, 404) or "failed to send" in said.casefold()
    raise DeliveryRefused(said[:80] or f"HTTP {problem.status}", gone=gone) from problem


def _message_of(problem: ApiException) -> str:
    try:
        return str(json.loads(problem.body or "{}").get("message", ""))
    except (ValueError, AttributeError):
        return ""
