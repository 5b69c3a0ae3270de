"""Read one passage file: front matter, a section per language, claims that end with their sources."""

import re
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.passage import Claim, Ref, Wording
from assistant.errors import CorpusInvalid
from assistant.knowledge.yaml_text import load_yaml

SECTIONS = {
    "怎麼做": "steps",
    "What to do": "steps",
    "期限": "clock",
    "The clock": "clock",
    "這不包括": "limits",
    "What this does not give": "limits",
}
_HEADING = re.compile(r"^# (?P<language>[A-Za-z-]+): (?P<question>.+)$")
_CLAIM = re.compile(r"(?P<text>[^\[\]]+?)\s*\[(?P<refs>[^\[\]]+)\]", re.S)
_REF = re.compile(r"^(?P<act>[\w-]+)(?::(?P<article>[\w().\- ]*?))?(?P<inference>\s+inference)?$")


def read_passage_file(path: Path, place: str, common: frozenset[str]) -> tuple[dict[str, Any], dict[str, Wording]]:
    """Return a file's front matter and its wording per language.

    `common` names the source ids that belong to `common` instead of `place`.
    Raises: CorpusInvalid with file and line.
    """
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.M)
    if len(parts) != 3 or parts[0].strip():
        raise CorpusInvalid(f"{path}:1: front matter between two lines of --- is missing")
    try:
        front = load_yaml(parts[1]) or {}
    except yaml.YAMLError as problem:
        raise CorpusInvalid(f"{path}: front matter is not YAML: {problem}") from problem
    if not isinstance(front, dict):
        raise CorpusInvalid(f"{path}: front matter must be a mapping")
    first_line = parts[0].count("\n") + parts[1].count("\n") + 2
    return front, _wordings(path, parts[2].splitlines(), first_line, place, common)


def _wordings(path: Path, lines: list[str], offset: int, place: str, common: frozenset[str]) -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    block: list[tuple[int, str]] = []
    heading: re.Match[str] | None = None

    def close() -> None:
        if heading is not None:
            found[heading["language"]] = _wording(path, heading["question"].strip(), block, place, common)

    for number, line in enumerate(lines, offset):
        if line.startswith("# "):
            close()
            heading = _HEADING.match(line)
            if heading is None:
                raise CorpusInvalid(f"{path}:{number}: a heading must read '# zh-TW: question'")
            block = []
        else:
            block.append((number, line))
    close()
    if not found:
        raise CorpusInvalid(f"{path}: no '# zh-TW: question' heading")
    return found


def _wording(path: Path, question: str, lines: list[tuple[int, str]], place: str, common: frozenset[str]) -> Wording:
    asks: list[str] = []
    parts: dict[str, list[Claim]] = {"answer": [], "steps": [], "clock": [], "limits": []}
    into = "answer"
    for number, line in lines:
        stripped = line.strip()
        if stripped.startswith("## "):
            title = stripped[3:].strip()
            if title not in SECTIONS:
                raise CorpusInvalid(f"{path}:{number}: unknown section {title!r}; allowed: {', '.join(SECTIONS)}")
            into = SECTIONS[title]
        elif stripped.startswith(">"):
            asks.append(stripped[1:].strip())
        elif stripped:
            text = re.sub(r"^(\d+\.|[-*])\s+", "", stripped)
            parts[into].extend(read_claims(text, place, common, f"{path}:{number}"))
    if not parts["answer"]:
        raise CorpusInvalid(f"{path}: {question!r} has no direct answer")
    return Wording(question=question, asks=tuple(ask for ask in asks if ask), **{name: tuple(claims) for name, claims in parts.items()})


def read_claims(text: str, place: str, common: frozenset[str], where: str) -> list[Claim]:
    """Split a line into claims; every one must end with `[act:article]`.

    Raises: CorpusInvalid where a sentence has no source.
    """
    claims: list[Claim] = []
    end = 0
    for match in _CLAIM.finditer(text):
        claims.append(Claim(text=match["text"].strip(), refs=_refs(match["refs"], place, common, where)))
        end = match.end()
    rest = text[end:].strip()
    if rest:
        raise CorpusInvalid(f"{where}: no source after {rest[:60]!r}")
    return claims


def _refs(text: str, place: str, common: frozenset[str], where: str) -> tuple[Ref, ...]:
    refs = []
    for part in text.split(";"):
        match = _REF.match(part.strip())
        if match is None:
            raise CorpusInvalid(f"{where}: {part.strip()!r} is not a source like pdpa:10")
        home = "common" if match["act"] in common else place
        refs.append(Ref(source=f"{home}:{match['act']}", article=(match["article"] or "").strip(), inference=bool(match["inference"])))
    return tuple(refs)
