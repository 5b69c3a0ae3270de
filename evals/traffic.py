"""Measure a channel under traffic: `python -m evals.traffic`, 1,000 updates from 200 people through the emulator of Telegram to a real server.

The updates come at 5 a second, every tenth twice; with `--kills N` the server is killed N times on the way, which is reported apart.
"""

import asyncio
import html
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
import yaml

from assistant.domain.value import Value
from evals.emulator import TOKEN, Emulator, emulating, missing

_QUESTIONS = Path(__file__).parent / "sets" / "dev_answers.yaml"
_PATIENCE_S = 600.0
_TAG, _DRAWN = re.compile(r"</?b>"), re.compile(r"[【】\s]")


class Measured(Value):
    """What one run showed."""

    updates: int
    people: int
    kills: int
    kept: int
    turns: int
    delivered: int
    """Replies that were handed over."""
    failed: int
    why_failed: dict[str, int]
    said_twice: int
    """Messages that a person saw more often than there are replies that say so."""
    never_said: int
    """Messages of replies noted as delivered that nobody saw."""
    in_the_window: int
    """Replies handed over again after no record of the channel's answer was left."""
    out_of_order: int
    """People whose messages were not taken in the order they were sent."""
    median_s: float
    p95_s: float
    slowest_s: float
    cpu_ms: float | None
    """Processor time of the server for one update, without its start and with what it does while nothing comes; None where it was killed on the way."""
    load: float
    """How many programs wanted a processor at the end, of this measurement or not: above the number of processors, times say little."""


def measure(
    updates: Annotated[int, typer.Option(min=1)] = 1000,
    people: Annotated[int, typer.Option(min=1)] = 200,
    per_second: Annotated[float, typer.Option(min=0.1)] = 5.0,
    kills: Annotated[int, typer.Option(min=0, help="How often the server is killed on the way.")] = 0,
) -> None:
    """Send updates through the emulator and print what came of them as one JSON object."""
    if said := missing():
        typer.echo(said, err=True)
        raise typer.Exit(2)
    with tempfile.TemporaryDirectory() as home, emulating() as emulator:
        found = asyncio.run(_run(Path(home), emulator, Plan(updates, people, per_second, kills)))
    typer.echo(json.dumps(found.model_dump(), indent=1))


class Plan:
    """What is sent, how fast, and when the server dies."""

    def __init__(self, updates: int, people: int, per_second: float, kills: int) -> None:
        self.updates, self.people, self.pause_s, self.kills = updates, people, 1 / per_second, kills
        self.dice = random.Random(20261124)  # noqa: S311  # repeatable, not secret
        self.deaths = sorted(self.dice.sample(range(updates // 10, updates), kills))


async def _run(home: Path, emulator: Emulator, plan: Plan) -> Measured:
    questions = [case["text"] for case in yaml.safe_load(_QUESTIONS.read_text(encoding="utf-8"))]
    server = await _serve(home, emulator)
    sent: dict[int, list[float]] = {}
    try:
        async with httpx.AsyncClient(timeout=30) as client:
            used = _cpu_s(server.pid)
            began = time.perf_counter()
            for number in range(plan.updates):
                await asyncio.sleep(max(0.0, began + number * plan.pause_s - time.perf_counter()))
                if number in plan.deaths:
                    server.send_signal(signal.SIGKILL)
                    server.wait()
                    server = await _serve(home, emulator)
                person = 1000 + number % plan.people
                sent.setdefault(person, []).append(
                    await _clock_ms(emulator, client, person, f"{questions[(number + number // plan.people) % len(questions)]} ({number})")
                )
            await _settled(home)
            cpu_ms = None if plan.kills else round((_cpu_s(server.pid) - used) * 1000 / plan.updates, 1)
            answers = await emulator.answers(client)
    finally:
        server.terminate()
        server.wait()
    return report(home, plan, sent, answers).but(cpu_ms=cpu_ms, load=round(os.getloadavg()[0], 1))


def _cpu_s(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _clock_ms(emulator: Emulator, client: httpx.AsyncClient, person: int, text: str) -> float:
    """Send one message and return when, by the emulator's own clock."""
    await emulator.say(client, person, text)
    answer = await client.get(f"{emulator.address}/now")
    return float(answer.json()["now"])


async def _serve(home: Path, emulator: Emulator) -> "subprocess.Popen[bytes]":
    own = {"RECOURSE_HOME": str(home), "RECOURSE_CHANNELS": "telegram", "RECOURSE_TELEGRAM_TOKEN": TOKEN, "RECOURSE_TELEGRAM_URL": emulator.address}
    command = [sys.executable, "-c", "from assistant.commands import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen(command, env={"PATH": os.defpath, **own}, stdout=subprocess.PIPE)  # noqa: ASYNC220, S603
    assert process.stdout is not None
    await asyncio.to_thread(process.stdout.readline)  # says where it listens once it does
    return process


async def _settled(home: Path) -> None:
    """Wait until nothing waits any more."""
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE_S:
        open_rows = _rows(home, "select (select count(*) from inbounds where not done) + (select count(*) from outbox where state in ('waiting','sending'))")
        if open_rows[0][0] == 0:
            return
        await asyncio.sleep(0.5)


def _rows(home: Path, query: str) -> list[Any]:
    database = sqlite3.connect(home / "recourse.db", timeout=30)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def report(home: Path, plan: Plan, sent: dict[int, list[float]], answers: list[dict[str, object]]) -> Measured:
    """Return what a server's database and the emulator tell of one run."""
    said: dict[int, list[tuple[float, str]]] = {}
    for each in answers:
        message = each["message"]
        assert isinstance(message, dict)
        said.setdefault(int(message["chat_id"]), []).append((float(str(each["time"])), str(message["text"])))
    waits = sorted(_waits(sent, said))
    heard, meant = {person: Counter(_bare(text) for _, text in found) for person, found in said.items()}, _meant(home)
    twice = [times - sum(text in reply for reply in meant.get(person, ())) for person, found in heard.items() for text, times in found.items()]
    never = [reply for person, replies in meant.items() for reply in replies if not any(reply.startswith(text) for text in heard.get(person, ()) if text)]
    states: Counter[str] = Counter(dict(_rows(home, "select state, count(*) from outbox group by state")))
    orders: dict[str, list[int]] = {}
    for thread, body in _rows(home, "select inbounds.thread, body from inbounds join turns on turns.inbound = inbounds.id order by turns.rowid"):
        orders.setdefault(str(thread), []).append(int(json.loads(str(body))["text"].rpartition("(")[2].rstrip(")")))
    return Measured(
        updates=plan.updates,
        people=plan.people,
        kills=plan.kills,
        kept=_rows(home, "select count(*) from inbounds")[0][0],
        turns=_rows(home, "select count(*) from turns")[0][0],
        delivered=states["sent"],
        failed=states["failed"],
        why_failed=dict(_rows(home, "select coalesce(note, ''), count(*) from outbox where state = 'failed' group by note")),
        said_twice=sum(more for more in twice if more > 0),
        never_said=len(never),
        in_the_window=_rows(home, "select count(*) from channel_deliveries where again > 0")[0][0],
        out_of_order=sum(numbers != sorted(numbers) for numbers in orders.values()),
        median_s=round(waits[len(waits) // 2], 3) if waits else 0.0,
        p95_s=round(waits[int(len(waits) * 0.95)], 3) if waits else 0.0,
        slowest_s=round(waits[-1], 3) if waits else 0.0,
        cpu_ms=None,
        load=0.0,
    )


def _meant(home: Path) -> dict[int, list[str]]:
    """Return the bare words of every delivered reply, by whom it was for."""
    found: dict[int, list[str]] = {}
    for reply, asked in _rows(home, "select outbox.body, inbounds.body from outbox join inbounds on inbounds.id = outbox.inbound where state = 'sent'"):
        found.setdefault(int(json.loads(asked)["address"]["chat"]), []).append(_bare(json.loads(reply)["text"]))
    return found


def _bare(text: str) -> str:
    """Return a text without what only draws it: a reply may come as several messages, in the channel's own markup."""
    return _DRAWN.sub("", html.unescape(_TAG.sub("", text)))


def _waits(sent: dict[int, list[float]], said: dict[int, list[tuple[float, str]]]) -> list[float]:
    """Return the seconds from each message to the first of the bot's messages after it."""
    found = []
    for person, moments in sent.items():
        times = [at for at, _ in said.get(person, [])]
        for moment in moments:
            after = [at for at in times if at >= moment - 50]  # taken down by another request of the same millisecond or so
            found += [max(0.0, (min(after) - moment) / 1000)] if after else []
    return found


if __name__ == "__main__":
    typer.run(measure)
