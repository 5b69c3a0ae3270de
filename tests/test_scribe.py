"""Files out of the vault are read; recordings only where there are ears."""

from pathlib import Path

import pytest

from assistant.domain.envelope import File
from assistant.errors import FileUnread
from assistant.scribe import HomeScribe
from assistant.store.safe import HomeSafe


class Hears:
    """Ears that hear one thing."""

    def __init__(self, said: str) -> None:
        self._said = said

    def transcribe(self, recording: bytes) -> str:
        return self._said


def voice(safe: HomeSafe) -> File:
    return File(name="v.ogg", kind="audio/ogg", digest=safe.keep(b"OggS"))


async def test_a_kept_file_is_read(tmp_path: Path) -> None:
    safe = HomeSafe(tmp_path)
    found = await HomeScribe(safe, str.upper).read(File(name="a.txt", kind="text/plain", digest=safe.keep("通知：班表".encode())))

    assert (found.text, found.how) == ("通知：班表", "text")


async def test_a_recording_without_ears_is_answered_with_how_to_type(tmp_path: Path) -> None:
    safe = HomeSafe(tmp_path)
    with pytest.raises(FileUnread, match="fault_voice"):
        await HomeScribe(safe, str).read(voice(safe))


async def test_a_recording_is_written_down_where_there_are_ears(tmp_path: Path) -> None:
    safe = HomeSafe(tmp_path)
    assert (await HomeScribe(safe, str, Hears("我被解僱了")).read(voice(safe))).how == "heard"
    with pytest.raises(FileUnread, match="fault_voice"):
        await HomeScribe(safe, str, Hears(" ")).read(voice(safe))


async def test_a_file_that_did_not_arrive_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnread, match="fault_gone"):
        await HomeScribe(HomeSafe(tmp_path), str).read(File(name="a", kind="image/png"))
