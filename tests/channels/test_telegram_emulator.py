"""Telegram end to end: the emulator from npm, the real library, the real server with its engine, by long polling."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.bootstrap import Core
from assistant.settings import Settings
from assistant.store import conversations, outgoing
from channels.app import create_app
from channels.testing import serving
from evals.emulator import TOKEN, Emulator, emulating, missing

_PATIENCE_S = 60.0


@pytest.fixture
def emulator(core: Core) -> Iterator[Emulator]:
    """The emulator, and our server that asks it for messages."""
    if said := missing():
        pytest.skip(said)
    with emulating() as running:
        settings = Settings.read({}, home=core.settings.home, corpus=core.settings.corpus)
        settings = settings.but(channels=("telegram",), telegram_token=TOKEN, telegram_url=running.address)
        with serving(create_app(core, settings)):
            yield running


async def test_a_conversation_with_buttons_a_letter_and_a_command(core: Core, emulator: Emulator) -> None:
    async with httpx.AsyncClient() as client:
        await emulator.say(client, 7, "/start")
        greeting = await _answer(emulator, client, 7, 1)
        await emulator.say(client, 7, "公司用 AI 打考績，我可以看到分數怎麼算的嗎？")
        answer = await _answer(emulator, client, 7, 2)
        buttons = [button["callback_data"] for row in answer["reply_markup"]["inline_keyboard"] for button in row]
        await emulator.press(client, 7, next(token for token in buttons if token == "person"))
        person = await _answer(emulator, client, 7, 3)

    assert greeting["text"] == core.service.say("menu.start", "zh-TW")
    assert "個人資料保護法" in answer["text"]
    assert answer["parse_mode"] == "HTML"
    assert "<b>" in answer["text"]
    assert "1955" in person["text"]


async def test_many_people_are_answered_once_each_and_in_order(core: Core, emulator: Emulator) -> None:
    people, each = 6, 3
    async with httpx.AsyncClient() as client:
        for number in range(each):
            for person in range(1, people + 1):
                await emulator.say(client, person, f"/language {number}")
        answers = await _all(emulator, client, people * each)

    assert sorted(int(found["chat_id"]) for found in answers) == sorted([*range(1, people + 1)] * each)
    with core.database.read() as tx:
        assert conversations.waiting_inbounds(tx) == ()
        assert outgoing.traffic(tx, "telegram", "2026-11").failed == 0


async def _answer(emulator: Emulator, client: httpx.AsyncClient, person: int, number: int) -> dict[str, Any]:
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            found = [each["message"] for each in await emulator.answers(client) if int(each["message"]["chat_id"]) == person]
            if len(found) >= number:
                return dict(found[number - 1])
            await asyncio.sleep(0.05)


async def _all(emulator: Emulator, client: httpx.AsyncClient, number: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(_PATIENCE_S):
        while len(found := [each["message"] for each in await emulator.answers(client)]) < number:  # noqa: ASYNC110  # only the emulator knows
            await asyncio.sleep(0.05)
    return found
