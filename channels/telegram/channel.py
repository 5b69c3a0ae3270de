"""Telegram's bot API: what is taken in, what is sent, and what its errors mean."""

import asyncio
import hmac
import json
import logging
import warnings
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from assistant.domain.envelope import Address, Choice, File, Inbound
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SettingsInvalid, SignatureInvalid, TooLarge
from channels.base import PRIVATE, Limits, Markup, Parcel, Part, Premises
from channels.telegram.reading import NAME, Reader

log = logging.getLogger(__name__)
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # a header's name
_WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
_MENU = ("start", "help", "letter", "cases", "language", "link", "delete")
_LONG_POLL_S, _GRACE_S = 25, 10
_PAUSE_S, _LONG_PAUSE_S = 0.2, 5.0
"""Between two askings: ordinarily, and after an error."""
_ROW = 40
"""Two buttons stand side by side where their labels together are at most so long."""


class Telegram:
    """One bot; satisfies `base.Channel`, `base.Opening`, `base.Polling`, `base.Registering` and `base.Closing`."""

    name = NAME
    limits = Limits(
        text_units=4096,  # Telegram: 1-4096 characters after entities parsing
        buttons=50,
        label_units=60,
        file_bytes=20 * 1000 * 1000,  # Telegram: bots download files of up to 20 MB
        files_out=True,
        markup=Markup.HTML,
    )

    def __init__(self, premises: Premises) -> None:
        options = premises.options
        if not options.get("token"):
            raise SettingsInvalid("RECOURSE_TELEGRAM_TOKEN: is missing")
        self._premises, self._secret = premises, options.get("secret", "")
        self.polls = not self._secret
        server = options.get("url", "https://api.telegram.org")
        self.bot = Bot(options["token"], base_url=f"{server}/bot", base_file_url=f"{server}/file/bot")
        self._reader = Reader(premises, int(options["token"].partition(":")[0]), options.get("name", ""), self.limits.file_bytes)

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """Return the message of one call of Telegram's. Raises: SignatureInvalid where the secret token is not ours."""
        if not self._secret or not hmac.compare_digest(headers.get(_SECRET_HEADER, "").encode(), self._secret.encode()):
            raise SignatureInvalid
        try:
            update = json.loads(body)
        except ValueError:
            return ()
        return self._read(update)

    def _read(self, update: Any) -> tuple[Inbound, ...]:
        found = self._reader.read(update) if isinstance(update, dict) else None
        return (found,) if found else ()

    async def updates(self) -> AsyncIterator[Sequence[Inbound]]:
        """Ask for messages for ever; asking for the next ones tells Telegram that the last ones were taken."""
        offset: int | None = None
        while True:
            pause = _PAUSE_S
            try:
                asked = {"offset": offset, "timeout": _LONG_POLL_S, "allowed_updates": _WANTED}
                # As they come: one update that the library cannot read must not stop all others.
                found = await self.bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=_LONG_POLL_S + _GRACE_S)
                yield [inbound for update in found for inbound in self._read(update)]
                offset = max(int(update["update_id"]) for update in found) + 1 if found else offset
                pause = 0 if found else _PAUSE_S
            except RetryAfter as problem:
                pause = _seconds(problem)
            except Conflict:
                log.warning("telegram: a webhook is set, so messages cannot be asked for; see 'recourse channels webhook telegram'")
                pause = _LONG_PAUSE_S
            except TelegramError as problem:
                log.warning("telegram: asking for messages failed: %s", type(problem).__name__)
                pause = _LONG_PAUSE_S
            await asyncio.sleep(pause)

    async def send(self, parcel: Parcel) -> None:
        """Send one message. Raises: DeliveryFailed (retryable), DeliveryRefused"""
        if parcel.address.token and not parcel.outbound.part:
            with suppress(TelegramError):  # only stops the button's waiting sign; too late is no harm
                await self.bot.answer_callback_query(parcel.address.token)
        for part in parcel.parts:
            await self._send(part, parcel.address)

    async def _send(self, part: Part, address: Address) -> None:
        try:
            await self._call(part, address)
        except RetryAfter as problem:
            raise DeliveryFailed("flood limit", wait_s=_seconds(problem)) from problem
        except ChatMigrated as problem:
            await self._send(part, address.but(chat=str(problem.new_chat_id), topic=None, message=None))
        except Forbidden as problem:
            raise DeliveryRefused("blocked", gone=address.private) from problem
        except BadRequest as problem:
            if address.topic and "thread not found" in str(problem).casefold():  # the topic was closed and removed: the group itself is left
                await self._send(part, address.but(topic=None))
                return
            raise DeliveryRefused(str(problem)[:80], gone="chat not found" in str(problem).casefold()) from problem
        except InvalidToken as problem:
            raise DeliveryFailed("the token does not hold", unsure=False) from problem
        except TimedOut as problem:
            raise DeliveryFailed("no answer") from problem
        except NetworkError as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    async def _call(self, part: Part, address: Address) -> None:
        to: dict[str, Any] = {"chat_id": address.chat, "message_thread_id": int(address.topic) if address.topic else None}
        if address.message:
            to["reply_parameters"] = ReplyParameters(int(address.message), allow_sending_without_reply=True)
        if part.file:
            await self.bot.send_document(**to, document=InputFile(part.file.content, filename=part.file.name))
            return
        keyboard, plain = _keyboard(part), LinkPreviewOptions(is_disabled=True)
        await self.bot.send_message(**to, text=part.text, parse_mode=ParseMode.HTML, link_preview_options=plain, reply_markup=keyboard)

    async def fetch(self, file: File) -> bytes:
        """Return the bytes of a file. Raises: DeliveryFailed (retryable), NotFound, TooLarge"""
        try:
            found = await self.bot.get_file(file.remote or "")
            if (found.file_size or 0) > self.limits.file_bytes:
                raise TooLarge(f"{found.file_size} bytes")
            return bytes(await found.download_as_bytearray())
        except RetryAfter as problem:
            raise DeliveryFailed("flood limit", wait_s=_seconds(problem)) from problem
        except BadRequest as problem:
            raise (TooLarge if "too big" in str(problem).casefold() else NotFound)(str(problem)[:80]) from problem
        except TelegramError as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    def link(self, choice: Choice) -> str | None:
        """Return the address of the way from a group to the bot itself."""
        return f"https://t.me/{self._reader.bot_name}?start=hello" if choice.token == PRIVATE and self._reader.bot_name else None

    async def register(self, url: str) -> str:
        """Set the webhook and the menus, in each of our languages. Raises: DeliveryFailed, DeliveryRefused"""
        if not self._secret:
            raise DeliveryRefused("RECOURSE_TELEGRAM_SECRET is missing: without it messages are asked for, and no webhook is needed")
        try:
            await self.bot.set_webhook(url, secret_token=self._secret, allowed_updates=_WANTED)
            await self.open()
        except TelegramError as problem:
            raise DeliveryFailed(str(problem)[:120], unsure=False) from problem
        return f"@{self._reader.bot_name} → {url}"

    async def open(self) -> None:
        """Learn the bot's own name, by which it is spoken to in groups; set the menus."""
        try:
            me = await self.bot.get_me()
            self._reader = Reader(self._premises, me.id, me.username or "", self.limits.file_bytes)
            await self._set_menus()
        except TelegramError as problem:
            log.warning("telegram: name or menus could not be settled: %s", type(problem).__name__)

    async def _set_menus(self) -> None:
        say = self._premises.say
        for number, language in enumerate(self._premises.languages):
            commands = [BotCommand(name, say(f"menu.about_{name}", language)) for name in _MENU]
            with suppress(BadRequest):
                await self.bot.set_my_commands(commands, language_code=language.partition("-")[0] if number else None)
                await self.bot.set_my_commands(commands, language_code=language.partition("-")[0])

    async def close(self) -> None:
        """Give the connections back."""
        for request in self.bot._request:  # Bot.shutdown does nothing unless it was initialised, which asks Telegram first
            await request.shutdown()


def open_channel(premises: Premises) -> Telegram:
    """Return the channel. Raises: SettingsInvalid"""
    warnings.filterwarnings("ignore", "Deprecated since version v22.2")  # the library warns about its own way of telling how long to wait
    warnings.filterwarnings("ignore", "Please use 'Bot")
    return Telegram(premises)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    for choice in part.choices:
        button = InlineKeyboardButton(choice.label, callback_data=choice.token)
        if rows and len(rows[-1]) == 1 and len(rows[-1][0].text) + len(choice.label) <= _ROW // 2:
            rows[-1].append(button)
        else:
            rows.append([button])
    rows += [[InlineKeyboardButton(label, url=url)] for label, url in part.links]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(problem: RetryAfter) -> float:
    wait = problem.retry_after
    return float(wait if isinstance(wait, (int, float)) else wait.total_seconds())
