"""For tests of channels: each vendor's side, in one shape, so that one list of tests runs against them all."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from assistant.domain.value import Instant
from channels.base import Channel, Premises
from channels.testing import TELEGRAM_SECRET, TELEGRAM_TOKEN, FarServer, Heard, telegram_error, telegram_flood, telegram_server

Request = tuple[Mapping[str, str], bytes]
LINE_SECRET, SLACK_SECRET = "a-line-secret", "a-slack-secret"  # invented


class Rig(Protocol):
    """One vendor's side."""

    name: str
    far: FarServer
    options: dict[str, str]
    """Settings of the channel, besides the far server's address."""

    def open(self, premises: Premises) -> Channel:
        """Return our side."""
        ...

    def said(self, text: str, number: int, at: Instant) -> Request:
        """Return the signed request that brings a person's words."""
        ...

    def pressed(self, token: str, number: int, at: Instant) -> Request:
        """Return the signed request of a pressed button."""
        ...

    def large(self, number: int, at: Instant) -> Request | None:
        """Return the signed request that brings a file too large; None where the vendor does not say how large one is."""
        ...

    def unsigned(self, request: Request) -> Request:
        """Return a request without its signature."""
        ...

    def shown(self) -> list[str]:
        """Return the texts that the vendor took, oldest first."""
        ...

    def answer_once(self, kind: str) -> None:
        """Answer the next message with `flood` (wait a second), `away` (their error) or `blocked`."""
        ...


class TelegramRig:
    """Telegram's side."""

    name = "telegram"

    def __init__(self) -> None:
        self.far = telegram_server()
        self.options = {"token": TELEGRAM_TOKEN, "secret": TELEGRAM_SECRET, "name": "recourse_bot"}

    def open(self, premises: Premises) -> Channel:
        """Return our side."""
        from channels.telegram import open_channel

        return open_channel(premises)

    def said(self, text: str, number: int, at: Instant) -> Request:
        """Return a message."""
        return self._signed({"update_id": number, "message": self._message(number, at, text=text)})

    def pressed(self, token: str, number: int, at: Instant) -> Request:
        """Return a pressed button."""
        press = {"id": str(number), "from": _WHO, "chat_instance": "c", "data": token, "message": self._message(number, at, text="?")}
        return self._signed({"update_id": number, "callback_query": press})

    def large(self, number: int, at: Instant) -> Request | None:
        """Return a document of 21 MB."""
        document = {"file_id": "d", "file_unique_id": "u", "file_name": "all.pdf", "file_size": 21_000_000}
        return self._signed({"update_id": number, "message": self._message(number, at, document=document)})

    def unsigned(self, request: Request) -> Request:
        """Leave the secret out."""
        return {}, request[1]

    def shown(self) -> list[str]:
        """Return what was sent."""
        return [str(heard.values["text"]) for heard in self.far.asked("sendMessage")]

    def answer_once(self, kind: str) -> None:
        """Refuse the next message."""
        answers = {
            "flood": telegram_flood(1),
            "away": telegram_error(502, "Bad Gateway"),
            "blocked": telegram_error(403, "Forbidden: bot was blocked by the user"),
        }
        self.far.once("sendMessage", answers[kind])

    def _message(self, number: int, at: Instant, **more: Any) -> dict[str, Any]:
        return {"message_id": number, "date": int(at.timestamp()), "chat": {"id": 7, "type": "private"}, "from": _WHO, **more}

    def _signed(self, update: dict[str, Any]) -> Request:
        return {"x-telegram-bot-api-secret-token": TELEGRAM_SECRET}, json.dumps(update).encode()


_WHO = {"id": 7, "is_bot": False, "first_name": "Mei"}


class LineRig:
    """LINE's side."""

    name = "line"

    def __init__(self) -> None:
        self.far = FarServer(usual=_line_answers)
        self.options = {"secret": LINE_SECRET, "token": "a-line-token", "id": "@recourse"}

    def open(self, premises: Premises) -> Channel:
        """Return our side."""
        from channels.line import open_channel

        return open_channel(premises)

    def said(self, text: str, number: int, at: Instant) -> Request:
        """Return a text message."""
        message = {"type": "text", "id": str(number), "text": text, "quoteToken": "q"}
        return self.event(number, at, type="message", message=message)

    def pressed(self, token: str, number: int, at: Instant) -> Request:
        """Return a postback."""
        return self.event(number, at, type="postback", postback={"data": token})

    def large(self, number: int, at: Instant) -> Request | None:
        """Return a file of 21 MB."""
        return self.event(number, at, type="message", message={"type": "file", "id": str(number), "fileName": "all.pdf", "fileSize": 21_000_000})

    def event(self, number: int, at: Instant, **more: Any) -> Request:
        """Return a signed call with one event."""
        event = {
            "mode": "active",
            "timestamp": int(at.timestamp() * 1000),
            "source": {"type": "user", "userId": "U7"},
            "webhookEventId": f"01{number:024d}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"token{number}",
            **more,
        }
        return self.signed({"destination": "U0", "events": [event]})

    def signed(self, payload: object) -> Request:
        """Return a signed call."""
        body = json.dumps(payload).encode()
        mark = base64.b64encode(hmac.digest(LINE_SECRET.encode(), body, hashlib.sha256)).decode()
        return {"x-line-signature": mark}, body

    def unsigned(self, request: Request) -> Request:
        """Leave the signature out."""
        return {}, request[1]

    def shown(self) -> list[str]:
        """Return what was sent, by reply or by push."""
        calls = [*self.far.asked("/message/reply"), *self.far.asked("/message/push")]
        calls.sort(key=self.far.heard.index)
        return [_line_text(message) for heard in calls for message in heard.values["messages"]]

    def answer_once(self, kind: str) -> None:
        """Refuse the next message."""
        answers = {
            "flood": JSONResponse({"message": "The API rate limit has been exceeded"}, 429, {"Retry-After": "1"}),
            "away": JSONResponse({"message": "internal"}, 500),
            "blocked": JSONResponse({"message": "Failed to send messages"}, 400),
        }
        self.far.once("/message/reply", answers[kind])


def _line_answers(heard: Heard) -> Response | None:
    if heard.path.endswith(("/message/reply", "/message/push")):
        return JSONResponse({"sentMessages": [{"id": "1", "quoteToken": "q"}]})
    if heard.path.endswith("/content"):
        return Response(b"jpeg", media_type="image/jpeg")
    return JSONResponse({})


def _line_text(message: dict[str, Any]) -> str:
    if message["type"] == "text":
        return str(message["text"])
    return "\n".join(str(item["text"]) for item in message["contents"]["body"]["contents"] if item["type"] == "text")


class SlackRig:
    """Slack's side."""

    name = "slack"

    def __init__(self) -> None:
        self.far = FarServer(usual=self._answers)
        self.options = {"secret": SLACK_SECRET, "token": "xoxb-invented"}

    def open(self, premises: Premises) -> Channel:
        """Return our side."""
        from channels.slack import open_channel

        return open_channel(premises)

    def said(self, text: str, number: int, at: Instant) -> Request:
        """Return a direct message."""
        return self.event(number, at, text=text)

    def pressed(self, token: str, number: int, at: Instant) -> Request:
        """Return a pressed button."""
        payload = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U7"},
            "channel": {"id": "D7"},
            "message": {"ts": f"{1_795_000_000 + number}.000100"},
            "trigger_id": f"trigger{number}",
            "actions": [{"action_id": "press:0", "value": token, "action_ts": f"{1_795_000_000 + number}.000200"}],
        }
        return self.signed(f"payload={quote(json.dumps(payload))}", at, kind="application/x-www-form-urlencoded")

    def large(self, number: int, at: Instant) -> Request | None:
        """Return a file of 21 MB."""
        file = {"name": "all.pdf", "mimetype": "application/pdf", "size": 21_000_000, "url_private_download": f"{self.far.address}/files/all.pdf"}
        return self.event(number, at, subtype="file_share", text="", files=[file])

    def event(self, number: int, at: Instant, **more: Any) -> Request:
        """Return a signed event of a direct message."""
        stamp = f"{1_795_000_000 + number}.000100"
        event = {"type": "message", "channel": "D7", "channel_type": "im", "user": "U7", "ts": stamp, "event_ts": stamp, **more}
        return self.signed(json.dumps({"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}), at)

    def signed(self, body: str, at: Instant, *, kind: str = "application/json") -> Request:
        """Return a signed call."""
        stamp = str(int(at.timestamp()))
        mark = "v0=" + hmac.new(SLACK_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": mark, "content-type": kind}, body.encode()

    def unsigned(self, request: Request) -> Request:
        """Leave the signature out."""
        return {name: value for name, value in request[0].items() if "signature" not in name}, request[1]

    def shown(self) -> list[str]:
        """Return what was sent."""
        return [str(heard.values["text"]) for heard in self.far.asked("chat.postMessage")]

    def answer_once(self, kind: str) -> None:
        """Refuse the next message."""
        answers = {
            "flood": JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"}),
            "away": JSONResponse({"ok": False, "error": "internal_error"}, 503),
            "blocked": JSONResponse({"ok": False, "error": "account_inactive"}),
        }
        self.far.once("chat.postMessage", answers[kind])

    def _answers(self, heard: Heard) -> Response | None:
        if heard.path.endswith("files.getUploadURLExternal"):
            return JSONResponse({"ok": True, "upload_url": f"{self.far.address}/upload", "file_id": "F1"})
        if heard.path.endswith("files.completeUploadExternal"):
            return JSONResponse({"ok": True, "files": [{"id": "F1"}]})
        if heard.path.startswith("/files/"):
            return Response(b"%PDF", media_type="application/pdf")
        return JSONResponse({"ok": True, "ts": "1.2", "channel": "D7"})


RIGS = (TelegramRig, LineRig, SlackRig)
"""The vendors of channels that take messages in."""
