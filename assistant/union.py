"""What the union's desk may call: take a file in, look at batches, change them, and write what goes out. Every change is an act."""

import json
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.batches.conceal import Settled
from assistant.batches.consents import agreed
from assistant.batches.intake import guess_mapping, rows_of
from assistant.batches.sorting import Correction, sorter_for
from assistant.batches.triage import triage
from assistant.documents.report import report_pdf
from assistant.documents.sheets import read_sheet
from assistant.domain.batch import Batch, Consent, Kept, Spread
from assistant.domain.batch_command import KeepBatch
from assistant.domain.complaint import Mapping
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.person import Actor
from assistant.domain.sheet import Sheet
from assistant.domain.value import Language
from assistant.errors import BadRequest, NotFound
from assistant.insight.patterns import pattern_report
from assistant.ports import Sorting
from assistant.service import Service
from assistant.store import batches


class Union:
    """The door for officers of one union."""

    def __init__(self, service: Service, actor: Actor) -> None:
        """Take an officer's actor; its organisation is the union."""
        if actor.organisation is None or service.deps.sorting is None or service.deps.safe is None:
            raise BadRequest("this server sorts no complaints")
        self.service, self.actor, self.union = service, actor, actor.organisation
        self._sorting: Sorting = service.deps.sorting
        self._safe = service.deps.safe

    @property
    def signs(self) -> ComplaintSigns:
        """By what complaints are sorted, and how it is said."""
        return self._sorting.signs()

    # --- taking in

    def receive(self, name: str, content: bytes) -> tuple[str, Sheet, Mapping]:
        """Keep a file, encrypted, until its columns are confirmed; return under which name, what it holds and the guess. Raises: DocumentUnreadable"""
        sheet = _sheet(name, content)
        mapping = guess_mapping(sheet, self.signs.columns)
        return self._safe.keep(json.dumps({"union": self.union, "name": name}).encode() + b"\n" + content), sheet, mapping

    def waiting(self, ticket: str) -> tuple[Sheet, Mapping]:
        """Return a file that waits. Raises: NotFound"""
        head, _, content = self._safe.fetch(ticket).partition(b"\n")
        told = json.loads(head)
        if told["union"] != self.union:
            raise NotFound("no such file")
        sheet = _sheet(told["name"], content)
        return sheet, guess_mapping(sheet, self.signs.columns)

    def sort(self, ticket: str, mapping: Mapping) -> Batch:
        """Sort a waiting file and keep the batch; the same file again gives the batch there is. Raises: BadRequest, NotFound, DocumentUnreadable"""
        sheet, _ = self.waiting(ticket)
        with self.service.database.read() as tx:
            known = batches.batch_of_file(tx, self.union, sheet.digest)
            corrections = batches.corrections_of(tx, self.union)
        if known is None:
            command = self._sorted(sheet, mapping, corrections)
            known = command.batch
            self.service.act(command, self.actor, key=f"batch:{self.union}:{sheet.digest}"[:160], owner=self.union)
        self._safe.drop(ticket)
        return known

    def _sorted(self, sheet: Sheet, mapping: Mapping, corrections: Sequence[tuple[bytes, object]]) -> KeepBatch:
        today, now = self.service.scene().today, self.service.deps.clock.now()
        rows, rejects = rows_of(sheet, mapping, today)
        if not rows:
            raise BadRequest("no row with a text")
        place = next(each.place for each in self.service.organisations() if each.id == self.union)
        learned = [Correction(vector=np.frombuffer(meaning, dtype=np.float32), labels=labels) for meaning, labels in corrections]  # type: ignore[arg-type]  # Labels, by the store
        sorter = sorter_for(self.service.deps, self.signs, place, learned)
        found, spread = triage(rows, sorter, self._sorting.embed, today=today, settled=Settled())
        batch = Batch(
            id=f"b-{secrets.token_hex(8)}",
            union=self.union,
            name=sheet.name[:120],
            digest=sheet.digest,
            at=now,
            by=self.actor.person,
            rows=len(rows),
            topics=found.topics,
            notes=sheet.notes,
            rejects=tuple((each.number, each.note) for each in rejects),
            cut=spread.grouping.cut,
            settled=not any(complaint.uncertain for complaint in found.complaints),
        )
        members = {row.id: [row.member, row.contact] for row in rows if row.member or row.contact}
        hidden = json.dumps({"tokens": found.tokens, "members": members}, ensure_ascii=False).encode()
        personal = self._safe.seal(hidden, about=batch.id, owner=self.union)
        return KeepBatch(batch=batch, complaints=found.complaints, meaning=spread.meaning.tobytes(), personal=personal)

    # --- looking

    def all(self) -> tuple[Batch, ...]:
        """Return the union's batches, newest first."""
        with self.service.database.read() as tx:
            return batches.batches_of(tx, self.union)

    def batch(self, batch: str) -> Batch:
        """Return one batch. Raises: NotFound for another union's"""
        with self.service.database.read() as tx:
            found = batches.find_batch(tx, self.union, batch)
        if found is None:
            raise NotFound("no such batch")
        return found

    def rows(self, batch: str, topic: str | None = None) -> tuple[Kept, ...]:
        """Return a batch's complaints, masked."""
        with self.service.database.read() as tx:
            return batches.rows_in(tx, self.union, batch, topic)

    def consents(self, batch: str, topic: str) -> tuple[Consent, ...]:
        """Return what members answered on a topic."""
        with self.service.database.read() as tx:
            return batches.consents_on(tx, self.union, batch, topic)

    def annexes(self, batch: str, topic: str) -> tuple[Consent, ...]:
        """Return the consents that stand: exactly what may go into the annex."""
        return agreed(self.consents(batch, topic))

    def report(self, batch: Batch, language: Language) -> bytes:
        """Return the pattern report of a batch as PDF. Raises: DocumentFailed"""
        today = self.service.scene().today
        rows = self.rows(batch.id)
        page = pattern_report(batch, rows, self.signs, union=self.name_in(language), say=self.service.say, language=language, today=today)
        return report_pdf(page)

    def name_in(self, language: Language) -> str:
        """Return the union's name."""
        found = next(each for each in self.service.organisations() if each.id == self.union)
        return found.name.get(language) or next(iter(found.name.values()))


def spread_of(rows: Sequence[Kept]) -> Spread:
    """Return how complaints lie over workplaces, shifts and weeks."""
    places = Counter(each.complaint.workplace for each in rows if each.complaint.workplace)
    shifts = Counter(each.complaint.shift for each in rows if each.complaint.shift)
    weeks: Counter[date] = Counter(each.complaint.day - timedelta(days=each.complaint.day.weekday()) for each in rows if each.complaint.day)
    return Spread(workplaces=dict(places.most_common(12)), shifts=dict(shifts.most_common(8)), weeks=dict(sorted(weeks.items())))


def _sheet(name: str, content: bytes) -> Sheet:
    safe = Path(name).name[-100:] or "file.csv"
    with TemporaryDirectory(prefix="sheet-") as folder:
        path = Path(folder) / f"upload{Path(safe).suffix.lower()}"
        path.write_bytes(content)
        return read_sheet(path, safe)


def question(service: Service, consent: str) -> Consent:
    """Return a question to a member by its link. Raises: NotFound"""
    with service.database.read() as tx:
        found = batches.find_consent(tx, consent)
    if found is None:
        raise NotFound("no such question")
    return found
