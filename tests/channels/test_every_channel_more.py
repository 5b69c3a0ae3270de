"""The list of test_every_channel.py for the channels that work otherwise: e-mail, which only goes out, and the page, which comes to the outbox."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.bootstrap import Core
from assistant.domain.envelope import Address, Outbound, Reply
from assistant.errors import DeliveryFailed, DeliveryRefused
from assistant.steps import Steps
from assistant.store import conversations, outgoing
from assistant.testing import FixedClock
from channels.email import open_channel
from channels.fit import Deliveries, Fitted
from channels.testing import premises
from channels.testing_mail import PostOffice, post_office
from channels.testing_replies import LETTER, replies
from channels.web import build_router
from channels.web.samples import citations_in
from channels.web.testing import ScriptedService
from channels.web.visit import Bounds

HR = Address(chat="hr@example.org")


@pytest.fixture(scope="module")
def served() -> Iterator[PostOffice]:
    """A post office, once a module."""
    with post_office() as office:
        yield office


@pytest.fixture
def office(served: PostOffice) -> PostOffice:
    """The post office, empty."""
    served.taken.clear()
    served.answers.clear()
    return served


class Post:
    """Mail of ours on its way."""

    def __init__(self, core: Core, clock: FixedClock, office: PostOffice) -> None:
        self.core, self._clock = core, clock
        self.steps = Steps(core.service, core.database, Deliveries({"email": Fitted(open_channel(office.premises()), premises().say)}))

    def put(self, key: str, text: str = "Your case was filed.", address: Address = HR) -> str:
        reply = Reply(text=text, language="en")
        with self.core.database.write() as tx:
            outgoing.put_letter(tx, key, channel="email", thread="mail-hr", address=address, reply=reply, at=self._clock.now())
        return key

    def state(self, key: str) -> str:
        with self.core.database.read() as tx:
            found = conversations.find_outbound(tx, key)
        assert found is not None
        return found.state


@pytest.fixture
def post(core: Core, clock: FixedClock, office: PostOffice) -> Post:
    """Our side of the post."""
    return Post(core, clock, office)


async def test_mail_goes_out_once_however_often_it_is_put_and_handed_over(post: Post, office: PostOffice) -> None:
    for _ in range(2):
        assert await post.steps.deliver(post.put("k1")) == 0

    assert (len(office.taken), post.state("k1")) == (1, "sent")
    assert office.last()["Message-ID"]


async def test_mail_goes_out_in_order(post: Post, office: PostOffice) -> None:
    for number in range(3):
        await post.steps.deliver(post.put(f"k{number}", f"Message {number}"))

    assert [f"Message {number}".encode() in taken for number, taken in enumerate(office.taken)] == [True] * 3


async def test_a_post_office_that_asks_to_come_later_has_taken_nothing(post: Post, office: PostOffice) -> None:
    office.answers.append("451 too much mail, come later")

    with pytest.raises(DeliveryFailed) as failed:
        await post.steps.deliver(post.put("k1"))
    assert failed.value.retry, "the engine tries again, later each time"
    assert post.state("k1") == "waiting"
    assert await post.steps.deliver("k1") == 0
    with post.core.database.read() as tx:
        assert outgoing.traffic(tx, "email", "2026-11").again == 0


async def test_a_post_office_that_cannot_be_reached_is_tried_again_and_the_window_is_marked(post: Post, office: PostOffice, core: Core) -> None:
    away = Deliveries({"email": Fitted(open_channel(PostOffice(port=1).premises()), premises().say)})

    with pytest.raises(DeliveryFailed) as failed:
        await Steps(core.service, core.database, away).deliver(post.put("k1"))
    assert failed.value.retry
    assert await post.steps.deliver("k1") == 0
    assert (len(office.taken), post.state("k1")) == (1, "sent")


@pytest.mark.parametrize(("address", "answer"), [("nobody@example.org", None), ("hr@example.org", "552 message too large"), ("hr@example.org", "554 refused")])
async def test_mail_that_is_refused_for_good_is_not_tried_again(post: Post, office: PostOffice, address: str, answer: str | None) -> None:
    if answer:
        office.answers.append(answer)

    with pytest.raises(DeliveryRefused) as refused:
        await post.steps.deliver(post.put("k1", address=Address(chat=address)))
    assert not refused.value.retry
    await post.steps.fail("k1", "DeliveryRefused refused", refused.value.gone)

    assert post.state("k1") == "failed"
    with post.core.database.read() as tx:
        assert outgoing.traffic(tx, "email", "2026-11").notes == (("DeliveryRefused refused", 1),)


async def test_mail_waits_while_its_channel_is_switched_off(post: Post, office: PostOffice, clock: FixedClock) -> None:
    with post.core.database.write() as tx:
        outgoing.switch(tx, "email", False, clock.now())
    await post.steps.deliver(post.put("k1"))

    assert (office.taken, post.state("k1")) == ([], "waiting")


def test_nothing_comes_in_by_mail(office: PostOffice) -> None:
    assert open_channel(office.premises()).receive({}, b"From: somebody") == ()


@pytest.mark.parametrize("kind", replies())
async def test_every_kind_of_card_arrives_whole_by_mail(office: PostOffice, kind: str) -> None:
    reply = replies()[kind]
    files = (LETTER,) if reply.letter else ()
    outbound = Outbound(id="o", inbound="", thread="t", channel="email", state="sending", reply=reply, address=HR, files=files)

    await Fitted(open_channel(office.premises()), premises().say).deliver(outbound)

    told = "".join(office.body().split())
    assert all("".join(line.split())[:12] in told for line in reply.text.replace("【", "").replace("】", "").split("\n"))
    assert len(list(office.last().iter_attachments())) == len(files)


class Page:
    """The page as a browser without scripts uses it."""

    def __init__(self, service: ScriptedService) -> None:
        app = FastAPI()
        app.include_router(build_router(service, secret=b"a secret", secure_cookies=False, bounds=Bounds(wait_s=0.1, poll_s=0.01, polls=20)))
        self.client, self.service = TestClient(app, headers={"accept-language": "zh-TW"}), service

    def fields(self) -> dict[str, str]:
        forms = re.findall(r'<form[^>]*action="/turns".*?</form>', self.client.get("/").text, re.S)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', forms[-1]))

    def seen(self) -> str:
        return "".join(unescape(re.sub(r"<[^>]+>", "", self.client.get("/").text)).split())


@pytest.fixture
def page() -> Page:
    """A page with a service by script behind it."""
    return Page(ScriptedService())


@pytest.mark.parametrize("change", [{"token": ""}, {"token": "0" * 64}])
def test_a_form_on_the_page_without_its_signature_or_with_a_wrong_one_is_refused(page: Page, change: dict[str, str]) -> None:
    assert page.client.post("/turns", data={**page.fields(), "text": "Why me?", **change}).status_code == 403
    assert page.service.accepted == []


def test_a_form_played_again_has_no_second_effect_and_another_browser_cannot_play_it(page: Page) -> None:
    form = {**page.fields(), "text": "Why me?"}
    for _ in range(3):
        page.client.post("/turns", data=form)

    assert len({inbound.message for inbound in page.service.accepted}) == 1
    stranger = Page(page.service)
    assert stranger.client.post("/turns", data=form).status_code == 403


def test_what_is_said_on_the_page_stands_in_order(page: Page) -> None:
    for number in range(3):
        page.client.post("/turns", data={**page.fields(), "text": f"Question number {number}?"})
    seen = page.seen()

    assert seen.index("Questionnumber0") < seen.index("Questionnumber1") < seen.index("Questionnumber2")


@pytest.mark.parametrize("kind", replies())
def test_every_kind_of_card_arrives_whole_on_the_page(page: Page, kind: str) -> None:
    reply = replies()[kind]
    page.service.answer = lambda _: reply.but(citations=citations_in(reply.text) if reply.card else ())
    page.client.post("/turns", data={**page.fields(), "text": "?!a"})
    seen = page.seen()

    words = [line.text for line in reply.card.answer] if reply.card else reply.text.replace("【", "").replace("】", "").split("\n")
    assert all("".join(re.sub(r"\s*\[\d+\]", "", line).split())[:12] in seen for line in words)
    assert all("".join(action.label.split()) in seen for action in reply.actions)
