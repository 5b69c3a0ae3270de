"""Read one update of Telegram's: who said what, where, and whether to us. Nothing is asked of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update, User

from assistant.domain.envelope import Address, File, Inbound
from assistant.domain.value import Language
from channels.base import Premises, clean, key_of

NAME = "telegram"
_GONE = (ChatMember.LEFT, ChatMember.BANNED)
_MENTIONS = (MessageEntity.MENTION, MessageEntity.BOT_COMMAND, MessageEntity.TEXT_MENTION)


@dataclass(frozen=True)
class Reader:
    """Turns updates into messages for one bot."""

    premises: Premises
    bot_id: int
    bot_name: str
    """Its user name without the @; empty until Telegram told it."""
    file_bytes: int

    def read(self, update: dict[str, Any]) -> Inbound | None:
        """Return the message of an update; None where it is none of ours, or of a kind we do not know."""
        try:
            found = Update.de_json(update)
        except (TypeError, KeyError, ValueError, AttributeError):  # whatever is missing in what is no update
            return None
        if found is None:
            return None
        if found.callback_query:
            return self._press(found, found.callback_query)
        if found.my_chat_member:
            return self._membership(found, found.my_chat_member)
        message = found.message or found.edited_message
        return self._message(found, message) if message else None

    def _message(self, update: Update, message: Message) -> Inbound | None:
        who = message.from_user
        if who is None or who.is_bot:
            return None
        if message.new_chat_members:
            return self._greeting(update, message, who) if any(member.id == self.bot_id for member in message.new_chat_members) else None
        said = message.text if message.text is not None else message.caption or ""
        entities = message.entities or message.caption_entities
        if message.chat.type != Chat.PRIVATE and not self._is_spoken_to(message, said, entities):
            return None
        if _is_service(message):
            return None
        text = clean(self._without_name(said, entities)).strip()
        files = self._files(message)
        odd = not text and not files
        edited = update.edited_message is not None
        stamp = f":{message.edit_date.timestamp():.0f}" if edited and message.edit_date else ""
        return self._inbound(
            update,
            message,
            who,
            message=f"{message.chat.id}:{message.message_id}{stamp}",
            text=text,
            files=files,
            event="odd" if odd else "edited" if edited else "message",
            language=None if any(char.isalpha() for char in text) and not text.startswith("/") else self._language(who),
        )

    def _press(self, update: Update, press: CallbackQuery) -> Inbound | None:
        message = press.message
        if message is None or not press.data or press.from_user.is_bot:
            return None
        return self._inbound(update, message, press.from_user, message=f"press:{press.id}", choice=press.data, token=press.id)

    def _membership(self, update: Update, change: ChatMemberUpdated) -> Inbound | None:
        """Somebody blocked the bot: nothing to answer, and nothing more is sent there."""
        if change.chat.type != Chat.PRIVATE or change.new_chat_member.status not in _GONE:
            return None
        return self._place(update, change.chat.id, None, change.from_user, message=f"left:{update.update_id}", event="left")

    def _greeting(self, update: Update, message: Message, who: User) -> Inbound:
        return self._inbound(update, message, who, message=f"{message.chat.id}:{message.message_id}", choice="menu:start", language=self._language(who))

    def _inbound(self, update: Update, place: Any, who: User, *, token: str | None = None, **fields: Any) -> Inbound:
        private = place.chat.type == Chat.PRIVATE
        topic = getattr(place, "message_thread_id", None) if getattr(place, "is_topic_message", None) else None
        answered = None if private or token else str(place.message_id)
        address = Address(chat=str(place.chat.id), topic=str(topic) if topic else None, message=answered, token=token, private=private)
        return self._place(update, place.chat.id, topic, who, address=address, **fields)

    def _place(self, update: Update, chat: int, topic: int | None, who: User, *, message: str, **fields: Any) -> Inbound:
        names = self.premises.names
        return Inbound(
            id=key_of(f"{update.update_id:015d}", NAME, message),
            channel=NAME,
            message=message,
            thread=names.thread(NAME, str(chat), str(topic or ""), str(who.id)),
            person=names.person(NAME, str(who.id)),
            received_at=self.premises.clock.now(),
            **fields,
        )

    def _is_spoken_to(self, message: Message, said: str, entities: Sequence[MessageEntity]) -> bool:
        """In a group the bot is spoken to by its name, by a reply to what it said, or by a command that names it."""
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == self.bot_id:
            return True
        if any(entity.user is not None and entity.user.id == self.bot_id for entity in entities):
            return True
        name = f"@{self.bot_name}".casefold()
        return bool(self.bot_name) and any(entity.type in _MENTIONS and name in _part(said, entity).casefold() for entity in entities)

    def _without_name(self, said: str, entities: Sequence[MessageEntity]) -> str:
        for entity in sorted(entities, key=lambda each: -each.offset):
            part = _part(said, entity)
            if self.bot_name and entity.type in (MessageEntity.MENTION, MessageEntity.BOT_COMMAND) and f"@{self.bot_name}".casefold() in part.casefold():
                said = said.replace(part, part.partition("@")[0], 1)
        return said

    def _files(self, message: Message) -> tuple[File, ...]:
        if message.photo:
            return (self._file("photo.jpg", "image/jpeg", message.photo[-1]),)  # the last is the largest
        document = message.document
        if document:
            return (self._file(clean(document.file_name or "file")[:120], document.mime_type or "application/octet-stream", document),)
        voice = message.voice or message.audio
        return (self._file("voice.ogg", voice.mime_type or "audio/ogg", voice),) if voice else ()

    def _file(self, name: str, kind: str, found: Any) -> File:
        size = found.file_size or 0
        large = size > self.file_bytes
        return File(name=name, kind=kind, size=size, remote=None if large else found.file_id, fault="large" if large else None)

    def _language(self, who: User) -> Language | None:
        """Return the language of the person's own program, where it is one of ours; a text is answered in its own."""
        spoken = (who.language_code or "").partition("-")[0].casefold()
        return next((known for known in self.premises.languages if spoken and known.partition("-")[0].casefold() == spoken), None)


def _part(said: str, entity: MessageEntity) -> str:
    """Return the piece of a text that an entity covers; Telegram counts in UTF-16 units."""
    raw = said.encode("utf-16-le")
    return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "replace")


def _is_service(message: Message) -> bool:
    """Say whether a message only tells that something happened in the chat."""
    told = ("left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created")
    more = ("migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "forum_topic_created", "forum_topic_edited", "forum_topic_closed")
    return any(getattr(message, name, None) for name in (*told, *more))
