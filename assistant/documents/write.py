"""Write a letter in the formats people need, all from the same blocks."""

from collections.abc import Callable

from assistant.documents.docx import to_docx
from assistant.documents.pandoc import convert
from assistant.documents.pdf import beside_to_pdf, to_pdf
from assistant.domain.letter import Letter
from assistant.errors import BadRequest


def to_markdown(letter: Letter) -> bytes:
    """Return the letter as Markdown in which people's words are escaped. Raises: DocumentFailed"""
    return convert(letter, "commonmark_x-raw_html-raw_attribute-attributes-smart", "--wrap=none")


_FORMATS: dict[str, Callable[[Letter], bytes]] = {"md": to_markdown, "docx": to_docx, "pdf": to_pdf}
FORMATS = tuple(_FORMATS)


def write_beside(first: Letter, second: Letter) -> bytes:
    """Return two languages of one letter side by side as a PDF, for reading; the letter to send is the first alone. Raises: DocumentFailed"""
    return beside_to_pdf(first, second)


def write(letter: Letter, form: str) -> bytes:
    """Return the letter as `md`, `docx` or `pdf`. Raises: DocumentFailed, BadRequest"""
    if form not in _FORMATS:
        raise BadRequest(f"no such format {form!r}; there are {', '.join(FORMATS)}")
    return _FORMATS[form](letter)
