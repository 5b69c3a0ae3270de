"""For measurements and tests: the emulator of Telegram (`telegram-test-api`, from npm) as a process, and people who write to its bot."""

import itertools
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

TOKEN = "700:" + "t" * 35  # invented
FOLDER = Path(__file__).resolve().parents[1] / ".tools" / "telegram"
"""Where `make tools` puts the emulator; outside git."""
_RUNNER = Path(__file__).with_suffix(".js")


def missing() -> str | None:
    """Return in words what is missing to run the emulator; None where it can run."""
    if shutil.which("node") is None:
        return "node is not installed (make tools, or apt-get install nodejs npm)"
    if not (FOLDER / "node_modules" / "telegram-test-api").exists():
        return "telegram-test-api is not installed (make tools needs npm and the network)"
    return None


@dataclass
class Emulator:
    """A running emulator."""

    address: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def message(self, person: int, text: str) -> dict[str, Any]:
        """Return what a person's program sends."""
        who = {"id": person, "first_name": f"P{person}", "is_bot": False}
        return {"botToken": TOKEN, "date": 1_795_000_000, "from": who, "chat": {"id": person, "type": "private"}, "text": text}

    async def say(self, client: httpx.AsyncClient, person: int, text: str) -> None:
        """Let a person write to the bot."""
        (await client.post(f"{self.address}/sendMessage", json=self.message(person, text))).raise_for_status()

    async def press(self, client: httpx.AsyncClient, person: int, token: str) -> None:
        """Let a person press a button of the bot's."""
        message = self.message(person, "?")
        press = {**message, "data": token, "message": {**message, "message_id": 1}}
        (await client.post(f"{self.address}/sendCallback", json=press)).raise_for_status()

    async def answers(self, client: httpx.AsyncClient) -> list[dict[str, Any]]:
        """Return everything the bot said so far: `time` in milliseconds, and the `message` as it was sent."""
        answer = await client.post(f"{self.address}/getUpdatesHistory", json={"token": TOKEN})
        return [each for each in answer.json()["result"] if "chat_id" in each.get("message", {})]


@contextmanager
def emulating() -> Iterator[Emulator]:
    """Run the emulator on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    node = shutil.which("node") or "node"
    process = subprocess.Popen([node, str(_RUNNER), str(port), str(FOLDER)], stdout=subprocess.PIPE)  # noqa: S603
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"ready"
        yield Emulator(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
