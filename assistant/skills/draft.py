"""Make the letter from what is known: words of the template, the person's own words as plain text, sources as notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from assistant.domain.draft import DraftState, holds, missing
from assistant.domain.letter import Block, Letter, Note, Run
from assistant.domain.library import Library
from assistant.domain.passage import Ref
from assistant.domain.talk import Drafting
from assistant.domain.template import FieldKind, LetterLine, Piece, Template, Words
from assistant.domain.value import Language
from assistant.interview.speak import day_in_letter, value_in_words, worded

_INNER = ("{", "}")


def draft(state: DraftState, language: Language, *, drafting: Drafting, library: Library, on: date) -> Letter:
    """Return the letter of a draft in one language, dated `on`; what is not known stands as a blank, and `missing` names it.

    Raises: KeyError where there is no such template.
    """
    template = drafting.templates[state.template]
    spoken = language if language in template.letters else "en"
    desk = _Desk(template, state, spoken, drafting.words_for(template.place, spoken), library, on)
    blocks = tuple(_blocks(desk, template.letters[spoken]))
    title = next(block.text for block in blocks if block.kind == "title")
    page = desk.words.labels["page"]
    return Letter(
        template=template.id, language=spoken, title=title, blocks=blocks, notes=tuple(desk.notes.values()), missing=missing(template, state), page=page
    )


@dataclass
class _Desk:
    """What lies open while one letter is written."""

    template: Template
    state: DraftState
    language: Language
    words: Words
    library: Library
    on: date
    notes: dict[str, Note] = field(default_factory=dict)
    headings: int = 0

    @property
    def represented(self) -> bool:
        """Whether a representative writes."""
        return self.state.value("by") == "representative"

    def note(self, refs: tuple[Ref, ...]) -> int:
        """Return the number of the footnote that names these sources."""
        key = "; ".join(ref.key for ref in refs)
        if key not in self.notes:
            dates = sorted({day.isoformat() for ref in refs if (day := self._as_of(ref))})
            known = {url for note in self.notes.values() for url in note.urls}
            urls = tuple(url for url in dict.fromkeys(self._url(ref) for ref in refs) if url and url not in known)
            text = self._told(refs)
            if dates:
                text += self.words.joint + self.words.labels["as_of"].format(date=dates[0])
            self.notes[key] = Note(number=len(self.notes) + 1, text=text, urls=urls, refs=tuple(ref.key for ref in refs))
        return self.notes[key].number

    def _told(self, refs: tuple[Ref, ...]) -> str:
        """Name sources as 「個人資料保護法第 3 條、第 10 條」: each title once."""
        by_title: dict[str, list[str]] = {}
        for ref in refs:
            source, _ = self.library.source_of(ref)
            by_title.setdefault(worded(source.title, self.language), []).append(self._locator(ref))
        joint = "" if self.words.joint == "" else ", "
        named = []
        for title, locators in by_title.items():
            told = self.words.list_comma.join(locator for locator in dict.fromkeys(locators) if locator)
            named.append(f"{title}{joint}{told}" if told else title)
        return self.words.last_comma.join(named)

    def _locator(self, ref: Ref) -> str:
        _, article = self.library.source_of(ref)
        if article and article.locator:
            return worded(article.locator, self.language)
        place = self.library.places.get(self.template.place)
        return place.locate(ref.article, self.language) if place and ref.article[:1].isdigit() else ref.article

    def _as_of(self, ref: Ref) -> date | None:
        source, article = self.library.source_of(ref)
        return (article.as_of if article else None) or source.as_of

    def _url(self, ref: Ref) -> str | None:
        source, article = self.library.source_of(ref)
        if ref.article[:1].isdigit() and source.article_url and not (article and article.url):
            return source.article_url.format(article=ref.article.split("(")[0])
        return (article.url if article else None) or source.url


def _blocks(desk: _Desk, lines: tuple[LetterLine, ...]) -> Iterator[Block]:
    paragraph: list[Run] = []
    for line in lines:
        standing = holds(line.conditions, desk.state.by_field)
        if paragraph and (line.kind != "plain" or line.starts):
            yield Block(kind="plain", runs=tuple(paragraph))
            paragraph = []
        if not standing:
            continue
        if line.kind == "plain":
            paragraph.extend(_sentence(desk, line, lead=desk.words.joint if paragraph else ""))
        else:
            yield from _block(desk, line)
    if paragraph:
        yield Block(kind="plain", runs=tuple(paragraph))


def _block(desk: _Desk, line: LetterLine) -> Iterator[Block]:
    match line.kind:
        case "each" | "each_bullet":
            for value in _each(desk, line.pieces[0].text):
                yield Block(
                    kind="item" if line.kind == "each" else "bullet", runs=(Run(text=value, said=not desk.template.field(line.pieces[0].text).options),)
                )
        case "grounds":
            yield from _grounds(desk)
        case "attachments":
            yield from _attachments(desk)
        case "signature":
            yield from _signature(desk)
        case "heading":
            desk.headings += 1
            number = _numeral(desk)
            yield Block(kind="heading", runs=(Run(text=number), *_sentence(desk, line)) if number else tuple(_sentence(desk, line)))
        case "title" | "meta" | "plain" | "item" | "bullet":
            yield Block(kind=line.kind, runs=tuple(_sentence(desk, line)))


def _numeral(desk: _Desk) -> str:
    """Return the number of the heading just begun, as 「十一、」; empty where the language writes none."""
    signs, number = desk.words.numbering, desk.headings
    if not 0 < number < 2 * len(signs):
        return ""
    return f"{signs[number - 1]}、" if number <= len(signs) else f"{signs[-1]}{signs[number - len(signs) - 1]}、"


def _each(desk: _Desk, name: str) -> tuple[str, ...]:
    spec = desk.template.field(name)
    values = []
    for value in desk.state.values(name):
        option = spec.option(value)
        text = worded(option.words or option.label, desk.language) if option else value
        values.append(text + ("" if not option or text.endswith((".", "。", "?")) else desk.words.stop))
    return tuple(values) or (desk.words.labels["blank"],)


def _grounds(desk: _Desk) -> Iterator[Block]:
    for name in desk.state.values("grounds"):
        ground = desk.template.ground(name)
        if ground is None:
            continue
        runs: list[Run] = []
        for line in ground.lines.get(desk.language, ground.lines["en"]):
            runs.extend(_sentence(desk, line, lead=desk.words.joint if runs else ""))
        yield Block(kind="item", runs=tuple(runs))


def _attachments(desk: _Desk) -> Iterator[Block]:
    found = desk.state.values("attachments")
    if found:
        yield Block(kind="heading", runs=tuple(_attachments_heading(desk)))
    for number, text in enumerate(found, 1):
        before, _, after = desk.words.labels["attachment"].partition("{text}")
        runs = (Run(text=before.format(number=number)), Run(text=text, said=True), Run(text=after))
        yield Block(kind="meta", runs=tuple(run for run in runs if run.text))


def _attachments_heading(desk: _Desk) -> Iterator[Run]:
    desk.headings += 1
    if number := _numeral(desk):
        yield Run(text=number)
    yield Run(text=desk.words.labels["attachments"])


def _signature(desk: _Desk) -> Iterator[Block]:
    labels, colon = desk.words.labels, "：" if desk.words.joint == "" else ": "
    role, name = ("sign_for", "representative_name") if desk.represented else ("sign", "sender_name")
    signer = desk.state.value(name)
    said = Run(text=signer, said=True) if signer else Run(text=labels["blank"])
    yield Block(kind="signature", runs=(Run(text=f"{labels[role]}{colon}"), said, Run(text=f" {labels['blank']} {labels['stamp']}")))
    day = _filled(desk, "today")
    yield Block(kind="signature", runs=(Run(text=f"{labels['date']}{colon}"), day))


def _sentence(desk: _Desk, line: LetterLine, *, lead: str = "") -> list[Run]:
    runs = [Run(text=lead)] if lead else []
    runs.extend(run for piece in line.pieces for run in _piece(desk, piece))
    if line.refs and runs:
        runs[-1] = runs[-1].but(note=desk.note(line.refs))
    return [run for run in runs if run.text]


def _piece(desk: _Desk, piece: Piece) -> Iterator[Run]:
    match piece.kind:
        case "words":
            yield Run(text=piece.text, strong=piece.strong)
        case "field":
            yield _filled(desk, piece.text, strong=piece.strong)
        case "by":
            text = piece.other if desk.represented else piece.text
            before, opened, rest = text.partition(_INNER[0])
            name, _, after = rest.partition(_INNER[1])
            yield Run(text=before, strong=piece.strong)
            if opened:
                yield _filled(desk, name)
                yield Run(text=after)


def _filled(desk: _Desk, name: str, *, strong: bool = False) -> Run:

    if name == "today":
        return Run(text=day_in_letter(desk.on.isoformat(), desk.words))
    spec = desk.template.field(name)
    known = desk.state.by_field.get(name)
    if known is None or not known.given:
        return Run(text=desk.words.labels["blank"])
    if spec.kind in (FieldKind.CHOICE, FieldKind.MANY):
        options = [option for value in known.values if (option := spec.option(value))]
        return Run(text=desk.words.last_comma.join(worded(option.words or option.label, desk.language) for option in options), strong=strong)
    text = value_in_words(spec, known, desk.template, desk.words, desk.language)
    said = spec.kind not in (FieldKind.DATE, FieldKind.YES_NO, FieldKind.AMOUNT, FieldKind.GROUNDS)
    return Run(text=_joined(text), said=said, strong=strong)


def _joined(text: str) -> str:
    """Return a person's words without what would break a sentence: control signs and a second full stop."""
    clean = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    return clean.strip()
