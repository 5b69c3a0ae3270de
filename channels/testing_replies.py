"""For tests of channels: every kind of reply that a channel has to show."""

from assistant.domain.envelope import Attachment, Blank, Choice, Inbound, Reply
from assistant.testing import FixedClock
from channels.web.samples import sample_reply

LETTER = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF-1.7 a letter")


def replies() -> dict[str, Reply]:
    """Return a reply of each kind, by its name."""
    inbound = Inbound(id="i", channel="c", message="m", thread="t", person="p", received_at=FixedClock().now(), text="公司用 AI 打考績？")
    card = sample_reply(inbound)
    many = tuple(Choice(label=f"選項 {number}", token=f"t:{number}") for number in range(1, 31))
    blanks = (Blank(name="reasons", label="Reasons", long=True), Blank(name="ruling", label="Ruling", choices=(Choice(label="Upheld", token="upheld"),)))  # noqa: S106  # a button
    return {
        "card in Chinese": card,
        "card in English": sample_reply(inbound.but(text="Can I see my score?")),
        "plain words": Reply(text="Nothing was erased.", language="en"),
        "many buttons": Reply(text="Which?", actions=many, language="zh-TW"),
        "a very long one": Reply(text="\n\n".join(["【說明】", "這是一句很長的話。" * 1200]), language="zh-TW"),
        "a form": Reply(text="Decide.", form=blanks, language="en"),
        "with a question after it": card.but(after="那天是幾號？", text=f"{card.text}\n\n那天是幾號？"),
        "a letter": Reply(text="【申請書】\n主旨：申請人工覆核 <script>&", letter=True, language="zh-TW"),
    }
