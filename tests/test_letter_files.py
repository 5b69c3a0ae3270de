"""A letter whose files cannot be made: a sentence says so, its text is there, and the conversation goes on."""

from pathlib import Path

import pylopdf_fonts_zh_tw
import pytest

from assistant.bootstrap import Core
from assistant.domain.envelope import Address, Inbound, Outbound
from assistant.errors import DocumentFailed
from assistant.steps import Steps

TOLD = ("letter:tw/data-access", "我在大方電子有限公司上班", "1", "我叫王小明")


class Far:
    """A far channel that takes everything."""

    def __init__(self) -> None:
        self.taken: list[Outbound] = []

    async def deliver(self, outbound: Outbound) -> None:
        self.taken.append(outbound)


async def tell(core: Core, *texts: str) -> Outbound:
    """Say things in one conversation on a far channel; return the last reply as it was delivered."""
    far = Far()
    for text in texts:
        press = text if text.startswith("letter:") else None
        at = core.service.deps.clock.now()
        inbound = Inbound(id=f"i-{text}", channel="far", message=text, thread="t", person="p", received_at=at, text="" if press else text, choice=press)
        await core.service.accept(inbound.but(address=Address(chat="c")))
        for reply in await core.service.replies(inbound.id):
            await Steps(core.service, core.database, far).deliver(reply.id)
    return far.taken[-1]


async def test_without_its_font_a_letter_comes_as_text_and_the_conversation_goes_on(core: Core, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pylopdf_fonts_zh_tw, "serif_path", lambda: tmp_path / "none.otf")
        ready = await tell(core, *TOLD)
        with pytest.raises(DocumentFailed):
            await core.service.letter("t", "p", "pdf")
        changed = await tell(core, "姓名改成王大華")

    assert "檔這次沒有做成" in ready.reply.text
    assert "大方電子有限公司" in ready.reply.text
    assert ready.files == ()
    assert "王大華" in changed.reply.text
    again = await tell(core, "完成")
    assert [file.name for file in again.files] == ["letter.pdf", "letter.docx"]
    assert again.files[0].content.startswith(b"%PDF")
    assert "沒有做成" not in again.reply.text
