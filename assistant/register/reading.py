"""What desks, channels and the command line read of the register: entries, documents, gap checks; it changes nothing."""

from pathlib import Path

from assistant.documents.read import read_text
from assistant.domain.assessment import Assessment
from assistant.domain.check import Checked
from assistant.domain.document import Comment, DocumentState, Key
from assistant.domain.notice import Notice
from assistant.domain.system import Entry
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.ports import Deps
from assistant.register.disagreeing import Disagreement, disagreements
from assistant.skills.gaps import gaps
from assistant.store import register, register_documents
from assistant.store.database import Database

MOST_CHARS = 400_000
"""Longest text that is checked: some 400 pages."""


class Register:
    """Reads one server's register."""

    def __init__(self, database: Database, deps: Deps) -> None:
        self._database, self._deps = database, deps

    def entries(self, organisation: str) -> tuple[Entry, ...]:
        """Return an organisation's systems, each as it stands now."""
        with self._database.read() as tx:
            return register.entries_of(tx, organisation)

    def versions(self, organisation: str, system: str) -> tuple[Entry, ...]:
        """Return every version of an entry, oldest first."""
        with self._database.read() as tx:
            return register.versions_of(tx, organisation, system)

    def notices(self, organisation: str, system: str | None = None) -> tuple[Notice, ...]:
        """Return an organisation's notices in every state."""
        with self._database.read() as tx:
            return register_documents.notices_of(tx, organisation, system)

    def assessments(self, organisation: str, system: str | None = None) -> tuple[Assessment, ...]:
        """Return an organisation's assessments in every state."""
        with self._database.read() as tx:
            return register_documents.assessments_of(tx, organisation, system)

    def document(self, key: Key) -> Notice | Assessment | None:
        """Return one document."""
        with self._database.read() as tx:
            return register_documents.find_document(tx, key)

    def comments(self, *keys: Key) -> tuple[Comment, ...]:
        """Return the remarks on documents, oldest first."""
        with self._database.read() as tx:
            return register_documents.comments_on(tx, *keys)

    def consulted(self, companies: tuple[str, ...], asked: str) -> tuple[Notice | Assessment, ...]:
        """Return the documents on which an organisation was consulted."""
        with self._database.read() as tx:
            return register_documents.consulted_by(tx, companies, asked)

    def check(self, text: str, language: Language | None = None) -> tuple[Checked, Language]:
        """Return how a text stands as a transparency notice, and the language it was read in. Raises: BadRequest"""
        if not text.strip():
            raise BadRequest("there is no text to check")
        if len(text) > MOST_CHARS:
            raise BadRequest(f"at most {MOST_CHARS:,} characters are checked")
        spoken = language or self._deps.tongue.recognise(text[:4000]) or "en"
        return gaps(text, spoken, self._deps.governance.checks, self._deps.sense), spoken

    def check_notice(self, notice: Notice, language: Language) -> tuple[Checked, Language]:
        """Return how a notice of the register stands in a language, read as the page that people would read."""
        elements = self._deps.library.vocabulary.elements
        name = notice.name.get(language) or next(iter(notice.name.values()), "")
        day = notice.starts_on.isoformat() if notice.starts_on else ""
        lines = [f"# {name}", "", f"v{notice.key.version} {day}", ""]
        for element, text in notice.texts.get(language, {}).items():
            lines += [f"## {elements[element].question.get(language, element)}", text, ""]
        return self.check("\n".join(lines), language)

    def disagreements(self, organisation: str, reports: tuple[str, ...] = ()) -> tuple[Disagreement, ...]:
        """Return where published notices, signed assessments and workers' reports do not agree."""
        rules = self._deps.governance.contradictions
        found: list[Disagreement] = []
        for notice in self.notices(organisation):
            if notice.state is DocumentState.PUBLISHED:
                signed = [each for each in self.assessments(organisation, notice.key.system) if each.signed()]
                found.extend(disagreements(notice, signed[-1] if signed else None, reports, rules))
        return tuple(found)

    def check_file(self, path: Path, language: Language | None = None) -> tuple[Checked, Language, str]:
        """Return how a file stands as a notice, with its text. Raises: DocumentUnreadable, BadRequest"""
        text = read_text(path)
        return *self.check(text, language), text
