"""E-mail, out only, by aiosmtplib: letters, receipts, reminders, with plain text and whatever is enclosed."""

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from hashlib import sha256

import aiosmtplib

from assistant.domain.envelope import File, Inbound
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SettingsInvalid
from channels.base import Limits, Parcel, Premises
from channels.split import shortened

NAME = "email"
_SUBJECT_UNITS = 120
_PORT, _TIMEOUT_S = 587, 30.0


class Email:
    """One sender; satisfies `base.Channel`. Nothing comes in by it."""

    name = NAME
    limits = Limits(text_units=100_000, buttons=0, label_units=100, batch=20, files_out=True)

    def __init__(self, premises: Premises) -> None:
        for name in ("host", "from"):
            if not premises.options.get(name):
                raise SettingsInvalid(f"RECOURSE_EMAIL_{name.upper()}: is missing")
        self._premises, self._options = premises, premises.options

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:  # noqa: ARG002 - the contract names them
        """Return nothing: e-mail only goes out."""
        return ()

    async def fetch(self, file: File) -> bytes:
        """Raise NotFound: nothing comes in."""
        raise NotFound(file.name)

    async def send(self, parcel: Parcel) -> None:
        """Send everything as one message. Raises: DeliveryFailed (retryable), DeliveryRefused"""
        if "@" not in parseaddr(parcel.address.chat)[1] or set(parcel.address.chat) & set("\r\n,;"):
            raise DeliveryRefused("no e-mail address", gone=True)
        options = self._options
        try:
            await aiosmtplib.send(
                self._message(parcel),
                hostname=options["host"],
                port=int(options.get("port", _PORT)),
                username=options.get("user"),
                password=options.get("password"),
                start_tls=options.get("tls", "true").lower() == "true",
                timeout=_TIMEOUT_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as problem:
            codes = [refused.code for refused in problem.recipients]
            raise (DeliveryRefused("refused", gone=True) if all(code >= 500 for code in codes) else DeliveryFailed("busy", unsure=False)) from problem
        except aiosmtplib.SMTPAuthenticationError as problem:
            raise DeliveryFailed("the password does not hold", unsure=False) from problem
        except aiosmtplib.SMTPResponseException as problem:
            raise (DeliveryRefused(f"SMTP {problem.code}") if problem.code >= 500 else DeliveryFailed(f"SMTP {problem.code}", unsure=False)) from problem
        except (aiosmtplib.SMTPException, OSError) as problem:
            raise DeliveryFailed(type(problem).__name__) from problem

    def _message(self, parcel: Parcel) -> EmailMessage:
        reply, say = parcel.outbound.reply, self._premises.say
        text = "\n\n".join(part.text for part in parcel.parts if part.text)
        first = next((line.strip("【】 ") for line in text.split("\n") if line.strip()), "")
        message = EmailMessage()
        message["From"], message["To"] = self._options["from"], parcel.address.chat
        message["Subject"] = say("mail.subject", reply.language, subject=shortened(first, _SUBJECT_UNITS))
        message["Date"] = format_datetime(self._premises.clock.now())
        domain = parseaddr(self._options["from"])[1].partition("@")[2] or "localhost"
        message["Message-ID"] = make_msgid(sha256(parcel.key.encode()).hexdigest()[:32], domain)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that no machine answers
        message.set_content(f"{text}\n\n-- \n{say('mail.footer', reply.language)}\n")
        for part in parcel.parts:
            if part.file:
                main, _, kind = part.file.kind.partition("/")
                message.add_attachment(part.file.content, maintype=main, subtype=kind.partition(";")[0], filename=part.file.name)
        return message


def open_channel(premises: Premises) -> Email:
    """Return the channel. Raises: SettingsInvalid"""
    return Email(premises)
