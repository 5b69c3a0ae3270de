"""Draw messages as LINE's: an answer as a Flex card, buttons as quick replies."""

import json
from collections.abc import Sequence
from typing import Any

from channels.base import Block, Part

_MOST_CARD_BYTES = 30_000  # LINE: a bubble is at most 30 KB of JSON
_ALT_UNITS = 400  # LINE: altText, 400 characters on older clients
_GREY = "#6b7280"


def drawn(part: Part) -> dict[str, Any]:
    """Return one message object."""
    message = _card(part.blocks) if part.blocks and any(block.title for block in part.blocks) else None
    if message is None or len(json.dumps(message)) > _MOST_CARD_BYTES:
        message = {"type": "text", "text": part.text}
    items = [
        *(
            {"type": "action", "action": {"type": "postback", "label": choice.label, "data": choice.token, "displayText": choice.label}}
            for choice in part.choices
        ),
        *({"type": "action", "action": {"type": "uri", "label": label, "uri": url}} for label, url in part.links),
    ]
    return {**message, "quickReply": {"items": items}} if items else message


def _card(blocks: Sequence[Block]) -> dict[str, Any]:
    contents: list[dict[str, Any]] = []
    for number, block in enumerate(blocks):
        if number:
            contents.append({"type": "separator", "margin": "lg"})
        if block.title:
            contents.append({"type": "text", "text": block.title, "weight": "bold", "size": "sm", "color": _GREY, "margin": "lg", "wrap": True})
        if block.text.strip():
            contents.append({"type": "text", "text": block.text, "size": "md", "wrap": True, "margin": "sm"})
    alternative = "\n".join(block.text for block in blocks)[:_ALT_UNITS]
    body = {"type": "box", "layout": "vertical", "contents": contents}
    return {"type": "flex", "altText": alternative, "contents": {"type": "bubble", "size": "giga", "body": body}}
