"""Read one event of LINE's: who said what, where, and whether to us. Nothing is asked of anybody."""

import re
from dataclasses import dataclass
from typing import Any

from linebot.v3.webhooks import (
    AudioMessageContent,
    Event,
    FileMessageContent,
    FollowEvent,
    ImageMessageContent,
    JoinEvent,
    MessageEvent,
    PostbackEvent,
    TextMessageContent,
    UnfollowEvent,
    UserMentionee,
)

from assistant.domain.envelope import Address, File, Inbound
from channels.base import Premises, clean, key_of

NAME = "line"
_STANDBY = "standby"
_COMMAND = re.compile(r"^[/／]")


@dataclass(frozen=True)
class Reader:
    """Turns events into messages for one official account."""

    premises: Premises
    file_bytes: int

    def read(self, event: Event) -> Inbound | None:
        """Return the message of an event; None where it is none of ours, or of a kind we do not know."""
        source = event.source
        if source is None or str(getattr(event.mode, "value", event.mode)) == _STANDBY:
            return None
        who = getattr(source, "user_id", None)
        place = getattr(source, "group_id", None) or getattr(source, "room_id", None) or who
        if not place:
            return None
        if isinstance(event, FollowEvent | JoinEvent):
            return self._inbound(event, who or place, place, choice="menu:start")
        return self._said(event, who, place) if who else None

    def _said(self, event: Event, who: str, place: str) -> Inbound | None:
        if isinstance(event, MessageEvent):
            return self._message(event, who, place, place == who)
        if isinstance(event, PostbackEvent):
            return self._inbound(event, who, place, choice=event.postback.data)
        return self._inbound(event, who, place, event_kind="left") if isinstance(event, UnfollowEvent) else None

    def _message(self, event: MessageEvent, who: str, place: str, private: bool) -> Inbound | None:
        found = event.message
        if isinstance(found, TextMessageContent):
            text = clean(found.text)
            mentions = [each for each in (found.mention.mentionees if found.mention else ()) if isinstance(each, UserMentionee) and each.is_self]
            if not private and not mentions and not _COMMAND.match(text):
                return None
            for mention in mentions:
                said = found.text[mention.index : mention.index + mention.length]
                text = text.replace(said, "", 1)
            return self._inbound(event, who, place, text=text.strip())
        if not private:  # files and stickers in a group are not said to us
            return None
        file = self._file(found)
        return self._inbound(event, who, place, files=(file,)) if file else self._inbound(event, who, place, event_kind="odd")

    def _file(self, found: Any) -> File | None:
        if isinstance(found, ImageMessageContent):
            return File(name="photo.jpg", kind="image/jpeg", remote=found.id)
        if isinstance(found, AudioMessageContent):
            return File(name="voice.m4a", kind="audio/x-m4a", remote=found.id)
        if isinstance(found, FileMessageContent):
            large = found.file_size > self.file_bytes
            name = clean(found.file_name)[:120]
            kind = "application/pdf" if name.lower().endswith(".pdf") else "application/octet-stream"
            return File(name=name, kind=kind, size=found.file_size, remote=None if large else found.id, fault="large" if large else None)
        return None

    def _inbound(self, event: Any, who: str, place: str, *, event_kind: Any = "message", **fields: Any) -> Inbound:
        names, private = self.premises.names, place == who
        token = getattr(event, "reply_token", None)
        return Inbound(
            id=key_of(event.webhook_event_id, NAME, event.webhook_event_id),
            channel=NAME,
            message=event.webhook_event_id,  # the same in a redelivery
            thread=names.thread(NAME, place, who),
            person=names.person(NAME, who),
            received_at=self.premises.clock.now(),
            event=event_kind,
            address=Address(chat=place, token=token, private=private),
            **fields,
        )
