"""Read the corpus folder into a Library; collect every problem instead of stopping at the first."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from assistant.domain.library import COMMON, Element, Library, Vocabulary
from assistant.domain.passage import Passage, Source
from assistant.domain.place import Contact, Place
from assistant.domain.value import Span
from assistant.errors import CorpusInvalid
from assistant.knowledge.comparison import load_comparison
from assistant.knowledge.markdown import read_passage_file
from assistant.knowledge.rules import load_rules
from assistant.knowledge.yaml_text import load_yaml

PUBLIC = "public"
_T = TypeVar("_T")
_V = TypeVar("_V", Place, Source, Passage, Contact)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML mapping. Raises: CorpusInvalid naming the file."""
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise CorpusInvalid(f"{path}: not readable as YAML: {problem}") from problem
    if not isinstance(content, dict):
        raise CorpusInvalid(f"{path}: must be a mapping")
    return content


def load_corpus(root: Path) -> tuple[Library, list[str]]:
    """Return the library and the problems found on the way; a broken file is left out, never half-read."""
    problems: list[str] = []

    def keep(load: Callable[..., _T], *arguments: object) -> _T | None:
        try:
            return load(*arguments)
        except CorpusInvalid as problem:
            problems.append(str(problem.detail))
        except ValidationError as problem:
            problems.append("; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in problem.errors()))
        return None

    vocabulary = _vocabulary(root / "common" / "topics.yaml")
    homes = sorted(path.parent for path in root.glob("*/place.yaml"))
    places = {place.code: place for path in homes if (place := keep(_place, path / "place.yaml"))}
    common = frozenset(path.stem for path in (root / "common" / "sources").glob("*.yaml"))
    sources: dict[str, Source] = {}
    passages: dict[str, Passage] = {}
    rules = {}
    for home in [root / "common", *homes]:
        code = COMMON if home.name == "common" else read_yaml(home / "place.yaml").get("code", home.name.upper())
        for path in sorted((home / "sources").glob("*.yaml")):
            if source := keep(_source, path, home.name):
                sources[source.id] = source
        for path in sorted((home / "passages").rglob("*.md")):
            if passage := keep(_passage, path, home, code, common):
                if passage.id in passages:
                    problems.append(f"{path}: the id {passage.id!r} is used twice")
                passages[passage.id] = passage
        if (home / "deadlines.yaml").exists() and (found := keep(load_rules, home / "deadlines.yaml")):
            rules[code] = found
    table = root / "common" / "comparison.yaml"
    comparison = keep(load_comparison, table, read_yaml(table)["rows"]) if table.exists() else ()
    return Library(vocabulary=vocabulary, places=places, sources=sources, passages=passages, rules=rules, comparison=comparison or ()), problems


def _vocabulary(path: Path) -> Vocabulary:
    lists = read_yaml(path)
    elements = {name: Element.model_validate(element) for name, element in lists.pop("elements").items()}
    return Vocabulary(elements=elements, **lists)


def _place(path: Path) -> Place:
    fields = read_yaml(path)
    lines = {**(fields.pop("contacts", None) or {}), **(fields.pop("lines", None) or {})}
    contacts = {name: _valid(Contact, path, {"id": name, **contact}) for name, contact in lines.items()}
    fields.pop("known", None)
    return _valid(Place, path, {"hotlines": {}, **fields, "contacts": contacts})


def _source(path: Path, home: str) -> Source:
    fields = read_yaml(path)
    articles = {str(name): article or {} for name, article in (fields.pop("articles", None) or {}).items()}
    return _valid(Source, path, {"as_of": None, **fields, "id": f"{home}:{path.stem}", "articles": articles})


def _passage(path: Path, home: Path, code: str, common: frozenset[str]) -> Passage:
    front, wordings = read_passage_file(path, home.name, common)
    span = front.pop("in_force", None) or {}
    unknown = set(span) - {"from", "until"}
    if unknown:
        raise CorpusInvalid(f"{path}: in_force knows only from and until, not {', '.join(sorted(unknown))}")
    relative = path.relative_to(home / "passages").with_suffix("")
    return _valid(
        Passage,
        path,
        {
            "id": f"{home.name}/{relative.as_posix()}",
            "owner": PUBLIC,
            "place": code,
            "kind": "law",
            "in_force": Span(start=span.get("from"), until=span.get("until")),
            "wordings": wordings,
            **front,
        },
    )


def _valid(kind: type[_V], path: Path, fields: dict[str, Any]) -> _V:
    try:
        return kind.model_validate(fields)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise CorpusInvalid(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from problem


def passage_files(root: Path) -> Iterator[Path]:
    """Yield every passage file of the corpus."""
    yield from sorted(root.glob("*/passages/**/*.md"))
