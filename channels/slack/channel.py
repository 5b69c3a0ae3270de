"""Slack's Web API and its signed requests: what is taken in, what is sent, and what its errors mean."""

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from slack_bolt.request import BoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from assistant.domain.envelope import File, Inbound
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SettingsInvalid, SignatureInvalid
from assistant.ports import Clock as OurClock
from channels.base import Limits, Markup, Parcel, Part, Premises
from channels.slack.drawing import dialog, drawn
from channels.slack.reading import NAME, Reader, payload_of

log = logging.getLogger(__name__)
_API, _FILES = "https://slack.com", "https://files.slack.com"
_OURS = ("invalid_auth", "token_revoked", "token_expired", "not_authed")
_GONE = ("account_inactive", "user_disabled", "is_archived", "channel_not_found", "not_in_channel")
_PASSES = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited")
_TOO_LATE = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id")
_WAIT_S, _TIMEOUT_S = 30.0, 30


class _Signing(Clock):
    """Our clock for Slack's verifier, which refuses what is older than five minutes: a request cannot be played again later."""

    def __init__(self, clock: OurClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class Slack:
    """One app in one workspace; satisfies `base.Channel` and `base.Echoing`."""

    name = NAME
    limits = Limits(
        text_units=2900,  # Slack: 3000 characters in a section
        buttons=25,  # Slack: at most 25 elements in an actions block
        label_units=75,
        file_bytes=20 * 1000 * 1000,
        files_out=True,
        markup=Markup.MRKDWN,
        blocks=True,
    )

    def __init__(self, premises: Premises) -> None:
        options = premises.options
        for name in ("secret", "token"):
            if not options.get(name):
                raise SettingsInvalid(f"RECOURSE_SLACK_{name.upper()}: is missing")
        self._premises, self._options = premises, options
        self._verifier = SignatureVerifier(options["secret"], _Signing(premises.clock))
        self._reader = Reader(premises, self.limits.file_bytes)

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """Return the message of one request. Raises: SignatureInvalid"""
        payload = self._payload(headers, body)
        try:
            found = self._reader.read(payload)
        except (KeyError, TypeError, ValueError, AttributeError):  # signed, but not as we know it
            return ()
        return (found,) if found else ()

    def echo(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """Return the challenge by which Slack sees that the address is ours. Raises: SignatureInvalid"""
        payload = self._payload(headers, body)
        return str(payload.get("challenge", "")) if payload.get("type") == "url_verification" else None

    def _payload(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        try:
            text = body.decode()
            valid = self._verifier.is_valid_request(text, dict(headers))
        except ValueError as problem:
            raise SignatureInvalid from problem
        if not valid:
            raise SignatureInvalid
        try:
            found = payload_of(BoltRequest(body=text, headers=dict(headers)).body)
        except (ValueError, TypeError, AttributeError):
            return {}
        return found if isinstance(found, dict) else {}

    async def send(self, parcel: Parcel) -> None:
        """Send one message; where a press asked for something to be filled in, open a dialog instead. Raises: DeliveryFailed (retryable), DeliveryRefused"""
        reply, address = parcel.outbound.reply, parcel.address
        if reply.form and address.token and not parcel.outbound.part and await self._opened(parcel):
            return
        for part in parcel.parts:
            await self._guarded(self._post(part, address.chat, address.topic))

    async def _opened(self, parcel: Parcel) -> bool:
        """Open a dialog; False where the press is too long ago, so that it is asked in words. Slack waits three seconds."""
        view = dialog(parcel.outbound.reply, parcel.address, self._premises.say)
        try:
            await self._client.views_open(trigger_id=parcel.address.token or "", view=view)
        except SlackApiError as problem:
            if _error(problem) in _TOO_LATE:
                return False
            log.warning("slack: a dialog did not open: %s", _error(problem))
            return False
        except (SlackClientError, ClientError, TimeoutError):
            return False
        return True

    async def _post(self, part: Part, chat: str, topic: str | None) -> None:
        if part.file:
            await self._client.files_upload_v2(channel=chat, thread_ts=topic, filename=part.file.name, content=part.file.content)
            return
        await self._client.chat_postMessage(channel=chat, thread_ts=topic, text=part.text, blocks=drawn(part), unfurl_links=False, unfurl_media=False)

    async def _guarded(self, call: Any) -> None:
        try:
            await call
        except SlackApiError as problem:
            _explain(problem)
        except (SlackClientError, ClientError, TimeoutError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    async def fetch(self, file: File) -> bytes:
        """Return the bytes of a file. Raises: DeliveryFailed (retryable), NotFound"""
        own = urlsplit(self._options.get("url", _FILES))
        asked = urlsplit(file.remote or "")
        if (asked.scheme, asked.netloc) != (own.scheme, own.netloc):  # the token goes to nobody else
            raise NotFound("not one of Slack's addresses")
        headers = {"Authorization": f"Bearer {self._options['token']}"}
        try:
            async with ClientSession(timeout=ClientTimeout(_TIMEOUT_S)) as session, session.get(file.remote or "", headers=headers) as answer:
                if answer.status in (403, 404, 410):
                    raise NotFound("the file is gone")
                if answer.status != 200:
                    raise DeliveryFailed(f"HTTP {answer.status}")
                return await self._whole(answer)
        except (ClientError, TimeoutError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    async def _whole(self, answer: ClientResponse) -> bytes:
        """Return everything that comes, or as much as shows that it is too large: one read gives only what has arrived so far."""
        found = bytearray()
        async for piece in answer.content.iter_any():
            found += piece
            if len(found) > self.limits.file_bytes:
                break
        return bytes(found)

    @cached_property
    def _client(self) -> AsyncWebClient:
        return AsyncWebClient(self._options["token"], base_url=f"{self._options.get('url', _API)}/api/", timeout=_TIMEOUT_S, retry_handlers=[])


def open_channel(premises: Premises) -> Slack:
    """Return the channel. Raises: SettingsInvalid"""
    return Slack(premises)


def _error(problem: SlackApiError) -> str:
    return str(problem.response.get("error") or f"HTTP {problem.response.status_code}")


def _explain(problem: SlackApiError) -> None:
    """Raise what one of Slack's errors means for us."""
    error = _error(problem)
    if problem.response.status_code == 429:
        wait = problem.response.headers.get("Retry-After") or problem.response.headers.get("retry-after") or _WAIT_S
        raise DeliveryFailed("rate limit", wait_s=float(wait)) from problem
    if problem.response.status_code >= 500 or error in _PASSES:
        raise DeliveryFailed(error) from problem
    if error in _OURS:
        raise DeliveryFailed(error, unsure=False) from problem
    raise DeliveryRefused(error[:80], gone=error in _GONE) from problem
