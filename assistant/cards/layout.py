"""A card as plain text: the same order everywhere, sources at the end, nothing but what the card holds."""

from collections.abc import Iterator, Sequence

from assistant.domain.answer import Card, Citation, ContactLine, Line, Table
from assistant.domain.value import Language
from assistant.ports import Say


def lay_out(card: Card, citations: Sequence[Citation], language: Language, say: Say, *, opening: str = "", closing: str = "") -> str:
    """Return the whole card as people read it. `opening` stands first, `closing` last."""
    numbers = {citation.id: str(number) for number, citation in enumerate(citations, 1)}
    blocks = [opening] if opening else []
    if card.answer:
        blocks.append("\n".join(_line(line, numbers) for line in card.answer))
    if card.table:
        blocks.append("\n".join([f"【{say('compare.table', language)}】", *_table(card.table, numbers)]))
    for title, lines in (
        ("steps", [f"{number}. {_line(line, numbers)}" for number, line in enumerate(card.steps, 1)]),
        ("clock", [f"• {clock.text}{_kind(clock.kind, language, say)}{_marks(clock.citations, numbers)}" for clock in card.clock]),
        ("protection", [f"• {_line(line, numbers)}" for line in card.protection]),
        ("contacts", [f"• {_contact(contact)}" for contact in card.contacts]),
        ("not_found", [f"• {_line(line, numbers)}" for line in card.not_found]),
        ("sources", [_source(numbers[citation.id], citation, language, say) for citation in citations]),
    ):
        if lines:
            blocks.append("\n".join([f"【{say(f'card.{title}', language)}】", *lines]))
    if closing:
        blocks.append(closing)
    return "\n\n".join(blocks)


def _kind(kind: str, language: Language, say: Say) -> str:
    return say("card.in_brackets", language, text=say(f"card.kind_{kind}", language))


def _table(table: Table, numbers: dict[str, str]) -> Iterator[str]:
    """Yield a table row by row, so that it reads on a narrow screen too."""
    for head, *cells in table.rows:
        yield f"■ {head.text}"
        yield from (f"　{column}：{_line(cell, numbers)}" for column, cell in zip(table.columns[1:], cells, strict=True))


def _line(line: Line, numbers: dict[str, str]) -> str:
    return f"{line.text}{_marks(line.citations, numbers)}"


def _marks(marks: Sequence[str], numbers: dict[str, str]) -> str:
    return "".join(f"[{numbers[mark]}]" for mark in marks if mark in numbers)


def _contact(contact: ContactLine) -> str:
    parts = [contact.name, contact.phone if contact.phone and contact.phone not in contact.name else None, contact.note, contact.url]
    return "｜".join(part for part in parts if part)


def _source(number: str, citation: Citation, language: Language, say: Say) -> str:
    parts = [f"{citation.title} {citation.locator}".strip(), citation.status]
    if citation.as_of:
        parts.append(say("card.as_of", language, date=citation.as_of))
    if citation.url:
        parts.append(citation.url)
    return f"[{number}] " + "｜".join(parts)
