"""`recourse serve` says in a sentence why it cannot start."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import PortTaken
from channels.commands import INVITATIONS, announce, listen


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_a_port_that_another_program_uses_is_told(taken: int) -> None:
    with pytest.raises(PortTaken, match=f"127.0.0.1:{taken} .*--port"):
        listen("127.0.0.1", taken)


def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(PortTaken, match=r"192\.0\.2\.1"):  # RFC 5737: belongs to nobody
        listen("192.0.2.1", 0)


def test_port_zero_takes_a_free_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_the_address_and_the_invitations_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / INVITATIONS).write_text(json.dumps([{"organisation": "demo", "role": "worker", "code": "abc"}]), encoding="utf-8")

    announce("http://127.0.0.1:8000", tmp_path)

    assert capsys.readouterr().out.splitlines() == ["Recourse: http://127.0.0.1:8000", "  demo · worker: http://127.0.0.1:8000/join/abc"]
