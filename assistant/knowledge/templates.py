"""Read templates from corpus/*/templates and refuse what breaks a rule, naming file and line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.library import COMMON, Library
from assistant.domain.passage import Mark, Ref
from assistant.domain.talk import Drafting, Sign, Talk
from assistant.domain.template import Condition, LetterLine, Piece, Template, Words
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml
from assistant.knowledge.letters import read_letter, read_pieces, refs_of

LANGUAGES = ("zh-TW", "en")
"""Languages in which every template must be worded."""
_OWN_VIEW = re.compile("本人認為|可以主張|本會認為|我們認為|我方認為|in (?:my|our) view|one can argue|we consider|I consider", re.I)
_BUILT_IN = frozenset({"today"})


def load_drafting(root: Path) -> Drafting:
    """Return everything below `root` that drafting needs. Raises: CorpusInvalid naming file and line."""
    common = root / "common" / "templates"
    shared = {"fields": _named(common / "fields.yaml"), "grounds": _named(common / "grounds.yaml")}
    templates: dict[str, Template] = {}
    words: dict[str, dict[str, Words]] = {}
    known = frozenset(path.stem for path in (root / "common" / "sources").glob("*.yaml"))
    for home in [common.parent, *sorted(path.parent for path in root.glob("*/place.yaml"))]:
        folder = home / "templates"
        if not folder.is_dir():
            continue
        code = COMMON if home.name == "common" else str(read_yaml(home / "place.yaml").get("code", home.name.upper()))
        own = {part: {**found, **_named(folder / f"{part}.yaml")} for part, found in shared.items()}
        if (folder / "words.yaml").exists():
            words[code] = {language: _valid(Words, folder / "words.yaml", fields) for language, fields in read_yaml(folder / "words.yaml").items()}
        for path in sorted(folder.glob("*/template.yaml")):
            template = _template(path, home.name, code, own, known)
            templates[template.id] = template
    talk = _valid(Talk, common / "talk.yaml", read_yaml(common / "talk.yaml"))
    signs = tuple(_valid(Sign, common / "inspect.yaml", {"code": code, **fields}) for code, fields in _named(common / "inspect.yaml").items())
    return Drafting(templates=templates, words=words, talk=talk, signs=signs)


def check_templates(drafting: Drafting, library: Library, root: Path) -> list[str]:
    """Return every fault of the templates: references that do not resolve, fields no letter uses, examples that leave a blank."""
    faults: list[str] = []
    for template in drafting.templates.values():
        faults.extend(f"{template.id}: {fault}" for fault in _faults(template, library))
        opened = [name for after in template.after.values() for name in after.letters]
        faults.extend(f"{template.id}: after names unknown letter {name!r}" for name in opened if name not in drafting.templates)
        if not (root / template.id.replace("/", "/templates/", 1) / "example.yaml").exists():
            faults.append(f"{template.id}: example.yaml is missing")
    return faults


def read_example(root: Path, template_id: str) -> dict[str, Any]:
    """Return a template's filled example. Raises: CorpusInvalid"""
    path = root / template_id.replace("/", "/templates/", 1) / "example.yaml"
    if not path.exists():
        raise CorpusInvalid(f"{path}: is missing")
    return read_yaml(path)


def _named(path: Path) -> dict[str, dict[str, Any]]:
    return {str(name): dict(fields) for name, fields in read_yaml(path).items()} if path.exists() else {}


def _valid(kind: Any, path: Path, fields: object) -> Any:
    try:
        return kind.model_validate(fields)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise CorpusInvalid(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from problem


def _template(path: Path, home: str, code: str, shared: dict[str, dict[str, dict[str, Any]]], common: frozenset[str]) -> Template:
    front = read_yaml(path)
    front["fields"] = [_merged(path, "fields", entry, shared) for entry in front.get("fields") or []]
    front["grounds"] = [_merged(path, "grounds", entry, shared) for entry in front.get("grounds") or []]
    for ground in front["grounds"]:
        ground["lines"] = {language: _sentences(text, home, common) for language, text in (ground.get("sentence") or {}).items()}
    front["clocks"] = [_conditional(entry) for entry in front.get("clocks") or []]
    letters = {}
    for language in LANGUAGES:
        letter = path.parent / f"{language}.md"
        if not letter.exists():
            raise CorpusInvalid(f"{path.parent}: {language}.md is missing")
        letters[language] = read_letter(letter, home, common)
    template: Template = _valid(Template, path, {"id": f"{home}/{path.parent.name}", "place": code, **front, "letters": letters})
    return template


def _sentences(text: str, home: str, common: frozenset[str]) -> tuple[LetterLine, ...]:
    return tuple(LetterLine(kind="plain", pieces=read_pieces(sentence, "ground"), refs=refs, starts=False) for sentence, refs in refs_of(text, home, common))


def _merged(path: Path, part: str, entry: object, shared: dict[str, dict[str, dict[str, Any]]]) -> dict[str, Any]:
    fields = {"id": entry} if isinstance(entry, str) else entry
    if not isinstance(fields, dict) or "id" not in fields:
        raise CorpusInvalid(f"{path}: {part}: {str(entry)[:60]!r} is neither a name nor a mapping with an id")
    own = {**shared[part].get(str(fields["id"]), {}), **fields}
    if len(own) < 3:
        raise CorpusInvalid(f"{path}: {part} names unknown {fields['id']!r}")
    if "options" in own:
        own["options"] = [option if isinstance(option, dict) else {"id": option} for option in own["options"]]
    return _conditional(own)


def _conditional(entry: dict[str, Any]) -> dict[str, Any]:
    if "only_if" not in entry:
        return entry
    found = [
        Condition(field=str(field), values=tuple(map(str, values if isinstance(values, list) else [values]))) for field, values in entry["only_if"].items()
    ]
    return {**entry, "only_if": found}


def _faults(template: Template, library: Library) -> Iterator[str]:
    names = {field.id for field in template.fields} | _BUILT_IN
    for passages in (template.basis, template.protection, template.outside, tuple(ground.passage for ground in template.grounds), _opened(template)):
        yield from (f"names unknown passage {name!r}" for name in passages if name not in library.passages)
    yield from (f"names unknown clock {use.rule!r}" for use in template.clocks if library.rule(template.place, use.rule) is None)
    yield from (f"clock {use.rule!r} starts at unknown field {use.starts!r}" for use in template.clocks if use.starts and use.starts not in names)
    if template.recipient and template.recipient not in names:
        yield f"recipient names unknown field {template.recipient!r}"
    yield from _text_faults(template)
    for language, lines in template.letters.items():
        yield from (f"{line.where}: {fault}" for line in lines for fault in _line_faults(line, names, library))
        used = set(_used(lines))
        for field in template.fields:
            if field.id not in used and not any(field.id == use.starts for use in template.clocks) and field.kind != "grounds":
                yield f"{language}.md: no line uses the field {field.id!r}"
    shapes = [[(line.kind, line.conditions, line.refs) for line in lines] for lines in template.letters.values()]
    for number, (first, second) in enumerate(zip(*shapes, strict=False), 1):
        if first != second:
            yield f"line {number} of the letters differs in kind, conditions or sources: {first[0]} / {second[0]} ({template.letters['en'][number - 1].where})"
            break
    if len({len(shape) for shape in shapes}) > 1:
        yield f"the letters have different numbers of lines: {', '.join(str(len(shape)) for shape in shapes)}"
    for ground in template.grounds:
        for lines in ground.lines.values():
            yield from (f"ground {ground.id}: {fault}" for line in lines for fault in _line_faults(line, names, library))
        if len({tuple(line.refs for line in lines if line.refs) for lines in ground.lines.values()}) > 1:
            yield f"ground {ground.id}: the languages do not carry the same sources in the same order"


def _opened(template: Template) -> tuple[str, ...]:
    return tuple(name for after in template.after.values() for name in after.passages)


def _text_faults(template: Template) -> Iterator[str]:
    for field in template.fields:
        texts = {"label": field.label, "question": field.question, "example": field.example}
        texts |= {f"option {option.id}": option.label for option in field.options}
        for name, text in texts.items():
            yield from (f"field {field.id}: {name} is missing in {language}" for language in LANGUAGES if not text.get(language))
    for ground in template.grounds:
        for name, found in (("label", ground.label), ("sentence", ground.sentence), ("evidence", ground.evidence)):
            yield from (f"ground {ground.id}: {name} is missing in {language}" for language in LANGUAGES if not found.get(language))
    for name, text in (("title", template.title), ("summary", template.summary)):
        yield from (f"{name} is missing in {language}" for language in LANGUAGES if not text.get(language))


def _used(lines: tuple[LetterLine, ...]) -> Iterator[str]:
    for line in lines:
        yield from (condition.field for condition in line.conditions)
        for piece in line.pieces:
            yield from _in_piece(piece)
        yield from {"grounds": ["grounds"], "attachments": ["attachments"], "signature": ["sender_name", "representative_name", "by"]}.get(line.kind, [])


def _in_piece(piece: Piece) -> Iterator[str]:
    if piece.kind == "field":
        yield piece.text
    if piece.kind == "by":
        yield "by"
        yield from re.findall(r"\{(\w+)\}", piece.text + piece.other)


def _line_faults(line: LetterLine, names: set[str], library: Library) -> Iterator[str]:
    for name in _used((line,)):
        if name not in names and name not in ("grounds", "attachments", "representative_name", "by"):
            yield f"unknown field {name!r}"
    yield from _ref_faults(line.refs, "".join(piece.text for piece in line.pieces), library)


def _ref_faults(refs: tuple[Ref, ...], text: str, library: Library) -> Iterator[str]:
    for ref in refs:
        source = library.sources.get(ref.source)
        if source is None or (ref.article and ref.article not in source.articles):
            yield f"unknown source {ref.key!r}"
        elif library.mark_of((ref,)) not in (Mark.SEEN, Mark.DATA):
            yield f"a letter may not state {ref.key!r}: it is not confirmed at first hand"
    if any(ref.inference for ref in refs) and not _OWN_VIEW.search(text):
        yield f"our own reading, but not worded as a view: {text[:40]!r}"
