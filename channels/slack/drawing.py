"""Draw messages as Slack's Block Kit, and what is to be filled in as a dialog."""

from typing import Any

from assistant.domain.envelope import Address, Blank, Reply
from assistant.ports import Say
from channels.base import Markup, Part
from channels.split import Style, blocks_of, shortened

_SECTION_UNITS = 3000  # Slack: text of a section block
_VALUE_UNITS = 2000  # Slack: value of a button
_TITLE_UNITS = 24  # Slack: title of a dialog
_LABEL_UNITS = 75
_MOST_BLANKS = 20


def drawn(part: Part) -> list[dict[str, Any]]:
    """Return a message's blocks: a section each, buttons last."""
    render = Style(Markup.MRKDWN).render
    blocks: list[dict[str, Any]] = [_section(render([block])) for block in part.blocks]
    buttons: list[dict[str, Any]] = [
        {"type": "button", "action_id": f"press:{number}", "text": _plain(choice.label, _LABEL_UNITS), "value": choice.token[:_VALUE_UNITS]}
        for number, choice in enumerate(part.choices)
    ]
    buttons += [
        {"type": "button", "action_id": f"open:{number}", "text": _plain(label, _LABEL_UNITS), "url": url} for number, (label, url) in enumerate(part.links)
    ]
    return [*blocks, {"type": "actions", "elements": buttons}] if buttons else blocks


def dialog(reply: Reply, address: Address, say: Say) -> dict[str, Any]:
    """Return a dialog that asks for everything at once; what is filled in comes back as one message."""
    language = reply.language
    return {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": address.but(token=None).model_dump_json(),
        "title": _plain(say("slack.form", language), _TITLE_UNITS),
        "submit": _plain(say("slack.send", language), _TITLE_UNITS),
        "close": _plain(say("slack.cancel", language), _TITLE_UNITS),
        "blocks": [
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": shortened(Style(Markup.MRKDWN).render(blocks_of(reply.text)), _SECTION_UNITS), "verbatim": True},
            },
            *(_input(blank) for blank in reply.form[:_MOST_BLANKS]),
        ],
    }


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": shortened(text, _SECTION_UNITS), "verbatim": True}}


def _input(blank: Blank) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": "typed", "multiline": blank.long}
    if blank.choices:
        options = [{"text": _plain(choice.label, _LABEL_UNITS), "value": choice.token} for choice in blank.choices]
        element = {"type": "static_select", "action_id": "chosen", "options": options}
    return {"type": "input", "block_id": blank.name, "label": _plain(blank.label, _VALUE_UNITS), "element": element, "optional": blank.optional}


def _plain(text: str, units: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": shortened(text, units), "emoji": False}
