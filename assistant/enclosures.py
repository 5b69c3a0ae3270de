"""The files that go with a reply, made when handed over or fetched: a letter, what lies in the safe, the days of a case, a person's own data."""

import asyncio
import logging

from assistant.documents.calendar_file import Entry, calendar_file
from assistant.domain.case import Case
from assistant.domain.envelope import Attachment, Outbound
from assistant.errors import DocumentFailed, NotFound, RecourseError
from assistant.holdings import everything_of
from assistant.service import Service
from assistant.store import cases, conversations

log = logging.getLogger(__name__)
_FORMS = (("pdf", "application/pdf"), ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))
_DAYS, _CALENDAR = "dates.ics", "text/calendar"


class Enclosures:
    """Makes the files of replies; none is kept."""

    def __init__(self, service: Service) -> None:
        self._service, self._database, self._safe = service, service.database, service.deps.safe

    async def of(self, outbound: Outbound) -> Outbound:
        """Return a reply with its files, where the channel does not come for them itself; a letter's file that fails is told in words."""
        if outbound.address is None:
            return outbound
        outbound = outbound.but(
            files=(
                *await asyncio.to_thread(self._kept, outbound),
                *await asyncio.to_thread(self._days, outbound),
                *await asyncio.to_thread(self._own, outbound),
            )
        )
        return await self._with_letter(outbound)

    async def one(self, key: str, name: str) -> Attachment:
        """Return one file of a reply, as it is now. Raises: NotFound where the reply or what it was made of is gone, DocumentFailed"""
        outbound = await asyncio.to_thread(self._find, key)
        if outbound is None:
            raise NotFound(name)
        found = next((file for file in (await self.of(outbound)).files if file.name == name), None)
        if found is None:
            raise NotFound(name)
        return found

    def _find(self, key: str) -> Outbound | None:
        with self._database.read() as tx:
            return conversations.find_outbound(tx, key)

    async def _with_letter(self, outbound: Outbound) -> Outbound:
        reply = outbound.reply
        if not reply.letter:
            return outbound
        try:
            person = await asyncio.to_thread(self._person, outbound.thread)
            made = [Attachment(name=f"letter.{form}", kind=kind, content=await self._service.letter(outbound.thread, person, form)) for form, kind in _FORMS]
        except RecourseError as problem:  # the letter's text is in the reply
            log.warning("no file for %s: %s", outbound.id, type(problem).__name__)
            said = self._service.say("letter.no_file", reply.language)
            return outbound.but(reply=reply.but(text=f"{reply.text}\n\n{said}")) if isinstance(problem, DocumentFailed) else outbound
        return outbound.but(files=(*made, *outbound.files))

    def _person(self, thread: str) -> str:
        with self._database.read() as tx:
            return conversations.thread_owner(tx, thread) or ""

    def _kept(self, outbound: Outbound) -> tuple[Attachment, ...]:
        if self._safe is None:
            return ()
        return tuple(Attachment(name=file.name, kind=file.kind, content=self._safe.fetch(file.digest)) for file in outbound.enclosed if file.digest)

    def _days(self, outbound: Outbound) -> tuple[Attachment, ...]:
        """Return the calendar of a case with its receipt and with a reminder; who only asks where it stands reads the day in the text."""
        reply = outbound.reply
        if reply.calendar is None or (outbound.inbound and not reply.secret):
            return ()
        with self._database.read() as tx:
            case = cases.find_case(tx, reply.calendar)
        if case is None or case.clock is None:
            return ()
        return (Attachment(name=_DAYS, kind=_CALENDAR, content=self._calendar(case, outbound)),)

    def _own(self, outbound: Outbound) -> tuple[Attachment, ...]:
        if not outbound.reply.own_data:
            return ()
        return (Attachment(name="my-data.zip", kind="application/zip", content=everything_of(self._service, self._person(outbound.thread))),)

    def _calendar(self, case: Case, outbound: Outbound) -> bytes:
        assert case.clock is not None
        title = self._service.say("mail.calendar", outbound.reply.language, number=case.number)
        entry = Entry(key=case.id, day=case.clock.last_day, title=title, note="" if outbound.reply.secret else outbound.reply.text)
        return calendar_file([entry], made_at=self._service.deps.clock.now())
