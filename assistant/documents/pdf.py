"""The door to Typst: a letter as a tagged PDF on A4 with its font inside."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_tw
import typst

from assistant.documents.pandoc import beside_tree, convert, convert_tree
from assistant.domain.letter import Letter
from assistant.errors import DocumentFailed

_PREAMBLE = """
#set document(title: {title}, author: ())
#set page(paper: "a4", margin: (top: 25mm, bottom: 25mm, left: 28mm, right: 25mm),
  footer: context align(center, text(size: 9pt, {page})))
#set text(font: ("Noto Serif TC", "Libertinus Serif"), size: 12pt, lang: {lang}, region: {region})
#set par(justify: true, leading: {leading}, spacing: 1.15em)
#set footnote.entry(separator: line(length: 30%, stroke: 0.4pt))
#show footnote: it => sym.wj + it
#show footnote.entry: set text(size: 9pt)
#show footnote.entry: set par(justify: false, leading: 0.6em)
#set enum(indent: 0.4em, body-indent: 0.5em, spacing: 0.9em)
#set list(indent: 0.4em, body-indent: 0.5em, spacing: 0.9em)
#show heading.where(level: 1): it => align(center, block(below: 1.6em, text(size: 18pt, weight: "regular", tracking: {tracking}, it.body)))
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.9em, sticky: true, text(size: 13pt, weight: "regular", stroke: 0.3pt, it.body))
#show strong: it => text(stroke: 0.3pt, it.body)
#show <signature>: it => align(right, block(above: 3em, breakable: false, it))
#show link: it => it
#show figure: set block(breakable: true)
#show table: set text(size: 10pt)
#show table: set par(justify: false, leading: 0.7em)
#set table(stroke: 0.3pt + luma(180), inset: 6pt)
#let horizontalrule = line(length: 100%, stroke: 0.4pt)
"""


def to_pdf(letter: Letter) -> bytes:
    """Return the letter as a tagged PDF. Raises: DocumentFailed where the engine or its font fails."""
    body = convert(letter, "typst").decode("utf-8")
    return compile_typst(_preamble(letter) + _signed(body))


def _signed(body: str) -> str:
    """Return a letter whose last paragraph stays with the signature, so that no page holds a signature alone."""
    before, mark, signature = body.rpartition("\n#block[")
    text, gap, last = before.rstrip().rpartition("\n\n")
    if not mark or "<signature>" not in signature or not gap or last[:1] in "#=-+/<" or last[:1].isdigit():
        return body
    return f"{text}\n\n#block(sticky: true)[\n{last}\n]\n{mark}{signature}"


def beside_to_pdf(first: Letter, second: Letter) -> bytes:
    """Return two languages of one letter side by side as a tagged PDF. Raises: DocumentFailed"""
    body = convert_tree(beside_tree(first, second), "typst").decode("utf-8")
    return compile_typst(_preamble(first) + body)


def compile_typst(source: str, *, font: Path | None = None) -> bytes:
    """Return a PDF of a Typst text; its root is an empty folder, so that no file can be read. Raises: DocumentFailed"""
    font = font or Path(pylopdf_fonts_zh_tw.serif_path())
    if not font.exists():
        raise DocumentFailed("the Traditional Chinese font is missing")
    try:
        with TemporaryDirectory(prefix="typst-") as root:
            made = typst.compile(  # type: ignore[call-overload]  # its stub ties the root's type to the input's
                source.encode("utf-8"),
                root=root,
                format="pdf",
                font_paths=[str(font.parent)],
                ignore_system_fonts=True,
                package_path=root,
                package_cache_path=root,
            )
    except (RuntimeError, OSError, typst.TypstError) as problem:
        raise DocumentFailed("Typst could not make the PDF") from problem
    if not isinstance(made, bytes):
        raise DocumentFailed("Typst made no single file")
    return made


def _preamble(letter: Letter) -> str:
    language, _, region = letter.language.partition("-")
    first, _, second = letter.page.partition("{}")
    middle, _, last = second.partition("{}")
    page = f"{_string(first)} + str(here().page()) + {_string(middle)} + str(counter(page).final().first()) + {_string(last)}"
    values = {
        "title": _string(letter.title),
        "page": page,
        "lang": _string(language if re.fullmatch("[a-z]{2,3}", language) else "en"),
        "region": _string(region.lower()) if re.fullmatch("[A-Za-z]{2}", region) else "none",
        "leading": "0.95em" if region else "0.75em",
        "tracking": "0.15em" if region else "0em",
    }
    text = _PREAMBLE
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _string(text: str) -> str:
    """Return a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
