"""Words on the screen: one catalogue a language, symbolic ids, plurals; read once."""

import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assistant.domain.value import Language
from assistant.errors import UnknownLanguage

_FOLDER = Path(__file__).parent
_SCOPE = re.compile(r'^"X-Scope: (\w+)\\n"$', re.M)


class Phrasebook(NamedTuple):
    """One language's words."""

    language: Language
    scope: str
    """`all`, or `card`: only what a card and an outcome need."""
    ids: frozenset[str]
    translations: GNUTranslations


class Phrases:
    """Satisfies `ports.Say`."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        files = sorted(folder.rglob("*.po"))
        self.books = {name: _read(name, [path for path in files if path.stem == name]) for name in sorted({path.stem for path in files})}

    def __call__(self, phrase: str, language: Language, /, **values: object) -> str:
        """Return a phrase with its values; a language of scope `card` says the rest in English.

        Raises: UnknownLanguage, KeyError where no catalogue has the phrase.
        """
        book = self.books.get(language)
        if book is None:
            raise UnknownLanguage(f"{language!r}")
        if phrase not in book.ids:
            book = self.books["en"]
        if phrase not in book.ids:
            raise KeyError(phrase)
        count = values.get("count")
        text = book.translations.ngettext(phrase, phrase, count) if isinstance(count, int) else book.translations.gettext(phrase)
        return text.format(**values)

    @property
    def partial(self) -> tuple[Language, ...]:
        """Languages in which only the frame of a card can be said."""
        return tuple(language for language, book in self.books.items() if book.scope == "card")

    @property
    def full(self) -> tuple[Language, ...]:
        """Languages in which everything can be said."""
        return tuple(language for language, book in self.books.items() if book.scope == "all")


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue file."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _read(language: Language, paths: list[Path]) -> Phrasebook:
    catalogue = read_catalogue(paths[0])
    for path in paths[1:]:
        for message in read_catalogue(path):
            if message.id:
                catalogue[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    ids = frozenset(message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id)
    scope = _SCOPE.search(paths[0].read_text(encoding="utf-8"))  # babel keeps only the headers that it knows
    return Phrasebook(language=language, scope=scope[1] if scope else "all", ids=ids, translations=GNUTranslations(compiled))
