"""Read files that people sent: take one out of the vault, read its text off the event loop, give misread letters their Traditional form."""

import asyncio
from collections.abc import Callable

from assistant.documents.sent import in_traditional, read_sent
from assistant.domain.envelope import File
from assistant.domain.paper import SentText
from assistant.errors import FileUnread
from assistant.ports import Ears, Safe

VOICE = ("audio/", "video/")
"""Media types in which somebody speaks."""


class HomeScribe:
    """Satisfies `ports.Scribe`."""

    def __init__(self, safe: Safe, letters: Callable[[str], str], ears: Ears | None = None) -> None:
        self._safe, self._letters, self._ears = safe, letters, ears

    async def read(self, file: File) -> SentText:
        """Return what stands, or is said, in a kept file. Raises: FileUnread"""
        if file.digest is None:
            raise FileUnread("paper.fault_gone")
        content = await asyncio.to_thread(self._safe.fetch, file.digest)
        if file.kind.startswith(VOICE):
            return await self._heard(content)
        return in_traditional(await asyncio.to_thread(read_sent, content, file.name), self._letters)

    async def _heard(self, content: bytes) -> SentText:
        if self._ears is None:
            raise FileUnread("paper.fault_voice")
        text = await asyncio.to_thread(self._ears.transcribe, content)
        if not text.strip():
            raise FileUnread("paper.fault_voice")
        return SentText(text=text, how="heard")
