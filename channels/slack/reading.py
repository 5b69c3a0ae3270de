"""Read one request of Slack's: an event, a press, or a filled-in dialog. Nothing is asked of anybody."""

import json
import re
from dataclasses import dataclass
from typing import Any

from assistant.domain.envelope import Address, File, Inbound
from channels.base import Premises, clean, key_of

NAME = "slack"
_READ = ("message", "app_mention")
_SAID = (None, "file_share", "thread_broadcast")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LINK = re.compile(r"<(?:https?|mailto)[^|>]*\|([^>]+)>|<((?:https?|mailto):[^>]+)>")
_NAMED = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


@dataclass(frozen=True)
class Reader:
    """Turns payloads into messages for one app."""

    premises: Premises
    file_bytes: int

    def read(self, payload: dict[str, Any]) -> Inbound | None:
        """Return the message of a payload; None where it is none of ours, or of a kind we do not know."""
        kind = payload.get("type")
        if kind == "event_callback":
            return self._event(payload, payload.get("event") or {})
        if kind == "block_actions":
            return self._press(payload)
        return self._filled(payload) if kind == "view_submission" else None

    def _event(self, payload: dict[str, Any], event: dict[str, Any]) -> Inbound | None:
        direct = event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")
        edited = event.get("subtype") == "message_changed" and direct
        if edited:
            inner = event.get("message") or {}
            if inner.get("text") == (event.get("previous_message") or {}).get("text"):
                return None  # only a preview was added
            event = {**inner, "channel": event.get("channel"), "type": "message", "event_ts": event.get("event_ts")}
        if event.get("type") not in _READ or event.get("subtype") not in _SAID or event.get("bot_id") or not event.get("user"):
            return None
        if event["type"] == "message" and not direct:
            return None  # what is said in a channel is read only where we are mentioned
        text = _plain(event.get("text") or "")
        files = tuple(self._file(each) for each in event.get("files") or ())
        stamp = f":{event['event_ts']}" if edited else ""
        topic = event.get("thread_ts") or (None if direct else event.get("ts"))
        return self._inbound(
            (payload.get("team_id") or "", event["user"]),
            Address(chat=event["channel"], topic=topic, private=direct),
            message=f"{event['channel']}:{event['ts']}{stamp}",
            order=event.get("event_ts") or event["ts"],
            text=text,
            files=files,
            event="edited" if edited else "message" if text or files else "odd",
        )

    def _press(self, payload: dict[str, Any]) -> Inbound | None:
        action: dict[str, Any] = next(iter(payload.get("actions") or ()), {})
        place, message = (payload.get("channel") or {}).get("id"), payload.get("message") or {}
        if not action.get("value") or not place:
            return None  # a button that only opens an address
        direct = str(place).startswith("D")
        topic = message.get("thread_ts") or (None if direct else message.get("ts"))
        who = ((payload.get("team") or {}).get("id") or "", payload["user"]["id"])
        address = Address(chat=place, topic=topic, token=payload.get("trigger_id"), private=direct)
        stamp = action.get("action_ts") or payload.get("trigger_id") or ""
        return self._inbound(who, address, message=f"{place}:press:{stamp}", order=stamp, choice=action["value"])

    def _filled(self, payload: dict[str, Any]) -> Inbound | None:
        """Return a dialog's fields as one message, a line `label: value` each."""
        view = payload.get("view") or {}
        try:
            address = Address.model_validate_json(view.get("private_metadata") or "")
        except ValueError:
            return None
        labels = {block.get("block_id"): (block.get("label") or {}).get("text", "") for block in view.get("blocks") or ()}
        lines, filled = [], []
        for block, fields in ((view.get("state") or {}).get("values") or {}).items():
            for found in fields.values():
                chosen = found.get("selected_option") or {}
                value = found.get("value") or (chosen.get("text") or {}).get("text") or ""
                if value:
                    lines.append(f"{labels.get(block) or block}: {clean(value)}")
                    filled.append((str(block), clean(chosen.get("value") or value)))
        who = ((payload.get("team") or {}).get("id") or "", payload["user"]["id"])
        return self._inbound(
            who,
            address,
            message=f"view:{view.get('id')}:{view.get('hash')}"[:128],
            order=str(view.get("hash") or ""),
            text="\n".join(lines),
            filled=tuple(filled),
        )

    def _inbound(self, who: tuple[str, str], address: Address, *, message: str, order: str, **fields: Any) -> Inbound:
        names = self.premises.names
        return Inbound(
            id=key_of(order, NAME, message),
            channel=NAME,
            message=message[:128],
            thread=names.thread(NAME, *who, address.chat, address.topic or ""),
            person=names.person(NAME, *who),
            received_at=self.premises.clock.now(),
            address=address,
            **fields,
        )

    def _file(self, found: dict[str, Any]) -> File:
        size = int(found.get("size") or 0)
        large = size > self.file_bytes
        name, kind = clean(str(found.get("name") or "file"))[:120], str(found.get("mimetype") or "application/octet-stream")
        return File(name=name, kind=kind, size=size, remote=None if large else found.get("url_private_download"), fault="large" if large else None)


def _plain(text: str) -> str:
    """Return a text as it was typed: without the names it is addressed to, with addresses for links."""
    text = _LINK.sub(lambda link: link[1] or link[2], _NAMED.sub("", text))
    for escaped, char in _ESCAPED:
        text = text.replace(escaped, char)
    return clean(text).strip()


def payload_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of a request's body, whether an event or an interaction, which comes as JSON inside a form."""
    inner = body.get("payload")
    if isinstance(inner, str):
        found = json.loads(inner)
        return found if isinstance(found, dict) else {}
    return body
