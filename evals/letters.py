"""Write every letter as PDF and DOCX in both languages: how long it takes, whether the PDF is tagged and its text reads back."""

import re
import time
from statistics import median

from assistant.documents.read import pdf_text
from assistant.documents.write import write
from assistant.domain.value import Value
from assistant.testing_letters import drafting, example, letter

MOST_S = 1.5
"""What is promised for one file."""
LANGUAGES = ("zh-TW", "en")


class Made(Value):
    """One letter in one language, as files."""

    template: str
    language: str
    pdf_s: float
    docx_s: float
    tagged: bool
    reads_back: bool
    """Whether the letter's sentences stand in the text of the PDF."""

    @property
    def right(self) -> bool:
        """Whether everything that is promised holds."""
        return self.tagged and self.reads_back and max(self.pdf_s, self.docx_s) <= MOST_S


def make_all() -> tuple[Made, ...]:
    """Return every template's example as files; the first is made once before, since engines start slowly."""
    names = sorted(name for name, template in drafting().templates.items() if template.kind == "letter")
    _make(names[0], LANGUAGES[0])
    return tuple(_make(name, language) for name in names for language in LANGUAGES)


def told(found: tuple[Made, ...]) -> str:
    """Return what was measured, and what failed."""
    pdf, docx = [each.pdf_s for each in found], [each.docx_s for each in found]
    times = f"PDF median {median(pdf):.2f} s, slowest {max(pdf):.2f} s; DOCX median {median(docx):.2f} s, slowest {max(docx):.2f} s"
    wrong = [each for each in found if not each.right]
    return "\n".join([f"{len(found) - len(wrong)}/{len(found)} right; {times}", *(each.model_dump_json() for each in wrong)])


def _make(name: str, language: str) -> Made:
    made = letter(example(name), language)
    started = time.perf_counter()
    pdf = write(made, "pdf")
    between = time.perf_counter()
    write(made, "docx")
    ended = time.perf_counter()
    words = _plain(pdf_text(pdf)[0])
    lines = [_plain("".join(run.text for run in block.runs)) for block in made.blocks]
    reads_back = all(line in words for line in lines if line and len(line) <= _ONE_LINE)
    return Made(template=name, language=language, pdf_s=between - started, docx_s=ended - between, tagged=b"/StructTreeRoot" in pdf, reads_back=reads_back)


_ONE_LINE = 30
"""Signs of a line that no page break and no footnote mark parts."""


def _plain(text: str) -> str:
    return re.sub(r"[\s\ufffe\u00ad-]+", "", text)
