"""For tests of channels: a post office that takes mail by SMTP, or refuses it by rule."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from channels.base import Premises
from channels.testing import premises


@dataclass
class PostOffice:
    """Takes mail and keeps it."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What is said to the next messages instead of taking them."""

    async def handle_RCPT(self, server: object, session: object, envelope: Any, address: str, options: object) -> str:  # noqa: ARG002 - the library names it
        """Take an address, or refuse it."""
        if address.startswith("nobody"):
            return "550 no such person"
        if address.startswith("busy"):
            return "451 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: ARG002 - the library names it
        """Take a message, or answer otherwise."""
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope.content)
        return "250 OK"

    def last(self) -> EmailMessage:
        """Return the message that was taken last."""
        found = message_from_bytes(self.taken[-1], policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def body(self) -> str:
        """Return the plain text of the message that was taken last."""
        part = self.last().get_body(("plain",))
        return str(part.get_content()) if part else ""

    def premises(self) -> Premises:
        """Return what the e-mail channel is given to post here."""
        options = {"host": "127.0.0.1", "port": str(self.port), "tls": "false", "from": "Recourse <recourse@example.org>"}
        return replace(premises(), options=options)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run a real SMTP server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        office = PostOffice(port=probe.getsockname()[1])
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
