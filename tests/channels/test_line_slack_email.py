"""What only LINE, Slack or e-mail has: reply tokens and a budget, dialogs and challenges, attachments."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from starlette.responses import JSONResponse

from assistant.domain.envelope import Address, Attachment, Blank, Choice, File, Outbound, Reply
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SettingsInvalid, SignatureInvalid
from assistant.testing import FixedClock
from channels.base import Channel
from channels.email import open_channel as open_email
from channels.fit import Fitted
from channels.line.channel import Line
from channels.slack.channel import Slack
from channels.testing import premises, serving
from channels.testing_mail import PostOffice, post_office
from channels.testing_rigs import LineRig, SlackRig


@pytest.fixture(scope="module")
def line_rig() -> Iterator[LineRig]:
    """LINE's side on a port."""
    rig = LineRig()
    with serving(rig.far.app()) as rig.far.address:
        yield rig


@pytest.fixture(scope="module")
def slack_rig() -> Iterator[SlackRig]:
    """Slack's side on a port."""
    rig = SlackRig()
    with serving(rig.far.app()) as rig.far.address:
        yield rig


@pytest_asyncio.fixture
async def line(line_rig: LineRig, clock: FixedClock) -> AsyncIterator[Line]:
    """Our side of LINE, with a budget of one pushed message."""
    line_rig.far.heard.clear()
    line_rig.far.rules.clear()
    made = line_rig.open(replace(premises(clock), options={**line_rig.options, "url": line_rig.far.address, "pushes": "1"}))
    assert isinstance(made, Line)
    yield made
    await made.close()


@pytest.fixture
def slack(slack_rig: SlackRig, clock: FixedClock) -> Slack:
    """Our side of Slack."""
    slack_rig.far.heard.clear()
    slack_rig.far.rules.clear()
    made = slack_rig.open(replace(premises(clock), options={**slack_rig.options, "url": slack_rig.far.address}))
    assert isinstance(made, Slack)
    return made


def outbound(
    channel: str, text: str = "You may ask.", *, key: str = "o", files: tuple[Attachment, ...] = (), form: tuple[Blank, ...] = (), **at: Any
) -> Outbound:
    reply = Reply(text=text, form=form, language="en", actions=(Choice(label="Steps", token="steps:x"),))
    address = Address(**{"chat": "U7", **at})
    return Outbound(id=key, inbound="i", thread="t", channel=channel, state="sending", reply=reply, address=address, files=files)


async def deliver(channel: Channel, reply: Outbound) -> None:
    await Fitted(channel, premises().say).deliver(reply)


async def test_line_answers_for_nothing_and_pushes_only_when_the_token_is_gone(line: Line, line_rig: LineRig) -> None:
    await deliver(line, outbound("line", token="fresh"))
    assert [len(line_rig.far.asked(end)) for end in ("/reply", "/push")] == [1, 0]

    line_rig.far.once("/message/reply", JSONResponse({"message": "Invalid reply token"}, 400))
    await deliver(line, outbound("line", token="used"))
    (push,) = line_rig.far.asked("/push")
    assert push.values["to"] == "U7"
    assert len(push.headers["x-line-retry-key"]) == 36


async def test_lines_budget_is_counted_once_a_message_and_ends(line: Line, line_rig: LineRig) -> None:
    for _ in range(2):
        await deliver(line, outbound("line", key="first"))
    first, again = (heard.headers["x-line-retry-key"] for heard in line_rig.far.asked("/push"))
    assert first == again, "LINE takes it once"

    with pytest.raises(DeliveryRefused, match="used up"):
        await deliver(line, outbound("line", key="second"))


async def test_line_says_that_it_took_a_push_before(line: Line, line_rig: LineRig) -> None:
    line_rig.far.once("/message/push", JSONResponse({"message": "The retry key is already accepted"}, 409))

    await deliver(line, outbound("line"))


async def test_an_answer_is_a_card_and_buttons_are_quick_replies(line: Line, line_rig: LineRig) -> None:
    await deliver(line, outbound("line", "Yes.\n\n【Sources】\n[1] Act", token="t"))

    (message,) = line_rig.far.asked("/reply")[0].values["messages"]
    assert (message["type"], message["altText"]) == ("flex", "Yes.\n[1] Act")
    assert message["quickReply"]["items"][0]["action"] == {"type": "postback", "label": "Steps", "data": "steps:x", "displayText": "Steps"}


def test_following_joining_and_leaving_on_line(line: Line, line_rig: LineRig, clock: FixedClock) -> None:
    at = clock.now()
    group = {"type": "group", "groupId": "C1", "userId": "U7"}
    sticker = {"type": "sticker", "id": "1", "packageId": "1", "stickerId": "2", "stickerResourceType": "STATIC", "quoteToken": "q"}
    found = [
        line.receive(*line_rig.event(1, at, type="follow", follow={"isUnblocked": False})),
        line.receive(*line_rig.event(2, at, type="unfollow")),
        line.receive(*line_rig.event(3, at, type="join", source={"type": "group", "groupId": "C1"})),
        line.receive(*line_rig.event(4, at, type="message", source=group, message={"type": "text", "id": "1", "text": "they talk", "quoteToken": "q"})),
        line.receive(*line_rig.event(5, at, type="message", source=group, message={"type": "text", "id": "1", "text": "/help", "quoteToken": "q"})),
        line.receive(*line_rig.event(6, at, type="message", mode="standby", message={"type": "text", "id": "1", "text": "x", "quoteToken": "q"})),
        line.receive(*line_rig.event(7, at, type="message", message=sticker)),
        line.receive(*line_rig.event(8, at, type="something_new")),
        line.receive(*line_rig.signed({"destination": "U0"})),
    ]

    assert [each[0].choice or each[0].text or each[0].event if each else None for each in found] == [
        "menu:start",
        "left",
        "menu:start",
        None,
        "/help",
        None,
        "odd",
        None,
        None,
    ]
    assert found[4][0].address == Address(chat="C1", token="token5", private=False)


def test_being_named_in_a_line_group_is_being_spoken_to(line: Line, line_rig: LineRig, clock: FixedClock) -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U7"}
    mention = {"mentionees": [{"type": "user", "index": 0, "length": 9, "userId": "U0", "isSelf": True}]}
    message = {"type": "text", "id": "1", "text": "@recourse why me?", "mention": mention, "quoteToken": "q"}

    (inbound,) = line.receive(*line_rig.event(1, clock.now(), type="message", source=group, message=message))

    assert inbound.text == "why me?"


async def test_a_picture_on_line_is_fetched_by_its_id(line: Line, line_rig: LineRig, clock: FixedClock) -> None:
    picture = {"type": "image", "id": "55", "contentProvider": {"type": "line"}, "quoteToken": "q"}
    (inbound,) = line.receive(*line_rig.event(1, clock.now(), type="message", message=picture))

    assert inbound.files == (File(name="photo.jpg", kind="image/jpeg", remote="55"),)
    assert await line.fetch(inbound.files[0]) == b"jpeg"


def test_slack_is_told_its_challenge_and_old_calls_are_refused(slack: Slack, slack_rig: SlackRig, clock: FixedClock) -> None:
    headers, body = slack_rig.signed(json.dumps({"type": "url_verification", "challenge": "abc"}), clock.now())
    assert slack.echo(headers, body) == "abc"

    old = slack_rig.said("Why?", 1, clock.now().replace(hour=3))
    with pytest.raises(SignatureInvalid):
        slack.receive(*old)
    with pytest.raises(SignatureInvalid):
        slack.receive({**headers, "x-slack-request-timestamp": "soon"}, body)


def test_in_a_channel_slack_is_heard_only_when_named_and_answers_in_a_thread(slack: Slack, slack_rig: SlackRig, clock: FixedClock) -> None:
    at = clock.now()
    (named,) = slack.receive(*slack_rig.event(1, at, type="app_mention", channel="C1", channel_type="channel", text="<@U0> A &lt; B?"))

    assert (named.text, named.address and named.address.topic, named.address and named.address.private) == ("A < B?", "1795000001.000100", False)
    assert slack.receive(*slack_rig.event(2, at, channel="C1", channel_type="channel", text="they talk")) == ()
    assert slack.receive(*slack_rig.event(3, at, text="ours", bot_id="B1")) == ()


async def test_what_is_to_be_filled_in_is_a_dialog_that_comes_back_as_one_message(slack: Slack, slack_rig: SlackRig, clock: FixedClock) -> None:
    blanks = (Blank(name="facts", label="Facts looked at", long=True), Blank(name="ruling", label="Ruling", choices=(Choice(label="Upheld", token="u"),)))
    await deliver(slack, outbound("slack", "Your decision", form=blanks, chat="D7", token="trigger1"))
    (opened,) = slack_rig.far.asked("views.open")
    view = opened.values["view"]
    assert [block["type"] for block in view["blocks"]] == ["section", "input", "input"]

    values = {"facts": {"typed": {"type": "plain_text_input", "value": "The roster"}}, "ruling": {"chosen": {"selected_option": {"text": {"text": "Upheld"}}}}}
    filled = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U7"}, "view": {**view, "id": "V1", "hash": "1.2", "state": {"values": values}}}
    body = "payload=" + json.dumps(filled).replace("%", "%25").replace("&", "%26").replace("+", "%2B")
    (inbound,) = slack.receive(*slack_rig.signed(body, clock.now(), kind="application/x-www-form-urlencoded"))

    assert inbound.text == "Facts looked at: The roster\nRuling: Upheld"
    assert inbound.filled == (("facts", "The roster"), ("ruling", "Upheld"))
    assert inbound.address == Address(chat="D7")


async def test_a_press_too_long_ago_is_asked_in_words(slack: Slack, slack_rig: SlackRig) -> None:
    slack_rig.far.once("views.open", JSONResponse({"ok": False, "error": "expired_trigger_id"}))

    await deliver(slack, outbound("slack", form=(Blank(name="facts", label="Facts"),), chat="D7", token="trigger1"))

    assert slack_rig.shown() == ["You may ask."]


async def test_letters_are_files_on_slack_and_its_files_are_fetched_from_slack_alone(slack: Slack, slack_rig: SlackRig) -> None:
    letter = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF-1.7")
    reply = outbound("slack", files=(letter,), chat="D7")
    await deliver(slack, reply)
    await deliver(slack, reply.but(part=1))

    assert len(slack_rig.far.asked("files.completeUploadExternal")) == 1
    assert await slack.fetch(File(name="n", kind="k", remote=f"{slack_rig.far.address}/files/a.pdf")) == b"%PDF"
    with pytest.raises(NotFound):
        await slack.fetch(File(name="n", kind="k", remote="https://elsewhere.example/a.pdf"))


@pytest.fixture(scope="module")
def post() -> Iterator[PostOffice]:
    """A real SMTP server."""
    with post_office() as office:
        yield office


async def test_a_letter_goes_out_by_e_mail_with_its_calendar(post: PostOffice) -> None:
    files = (
        Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF"),
        Attachment(name="days.ics", kind="text/calendar", content=b"BEGIN:VCALENDAR\r\n"),
    )

    await deliver(open_email(post.premises()), outbound("email", "【Receipt】\nYour case was filed.", chat="hr@example.org", files=files))

    taken = post.taken[-1].decode()
    assert "Subject: Recourse: Receipt" in taken
    assert "Auto-Submitted: auto-generated" in taken
    assert 'filename="letter.pdf"' in taken
    assert "text/calendar" in taken


async def test_e_mail_tells_what_cannot_pass_from_what_may(post: PostOffice) -> None:
    channel = open_email(post.premises())

    for address in ("nobody@example.org", "no address", "a@example.org\r\nBcc: b@example.org"):
        with pytest.raises(DeliveryRefused):
            await deliver(channel, outbound("email", chat=address))
    with pytest.raises(DeliveryFailed):
        await deliver(channel, outbound("email", chat="busy@example.org"))
    with pytest.raises(DeliveryFailed):
        await deliver(open_email(PostOffice(port=1).premises()), outbound("email", chat="hr@example.org"))


@pytest.mark.parametrize("name", ["telegram", "line", "slack", "email"])
def test_a_channel_without_its_settings_says_which(name: str) -> None:
    from importlib import import_module

    with pytest.raises(SettingsInvalid, match=f"RECOURSE_{name.upper()}_"):
        import_module(f"channels.{name}").open_channel(premises())
