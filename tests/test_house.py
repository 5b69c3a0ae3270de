"""What a linter cannot see: every part has its test, its words, its row and its place."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import get_args

import numpy as np

from assistant import errors, phrases
from assistant.access import MATRIX
from assistant.acting import ROOMS
from assistant.domain.command import Command
from assistant.domain.library import Library
from assistant.domain.passage import Mark, Ref
from assistant.knowledge.check import check_library
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import PackagedEmbedder, VectorShelf, fingerprint
from assistant.knowledge.shipping import CLASSES, SHELF, examples_of, wanted_texts
from assistant.knowledge.signs import load_signs
from assistant.knowledge.templates import check_templates
from assistant.phrases import Phrases, read_catalogue
from assistant.settings import PREFIX, Settings
from assistant.testing_letters import drafting, library

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
PACKAGES = ("assistant", "channels", "evals")
CLOCKS = {"assistant/clock.py"}
MOST_LINES, MOST_FUNCTION_LINES = 300, 60
SERVED = {Mark.SEEN, Mark.DATA, Mark.SECONDARY}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _modules(*folders: str) -> list[Path]:
    found = chain.from_iterable((ROOT / folder).rglob("*.py") for folder in folders)
    return sorted(path for path in found if "versions" not in path.parts)  # a migration is written once and never again


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def _is_command(path: Path) -> bool:
    return "commands" in path.relative_to(ROOT).parts or path.stem == "commands"


def test_every_skill_has_its_test() -> None:
    skills = {path.stem for path in (ROOT / "assistant" / "skills").glob("*.py")} - {"__init__"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "skills").glob("test_*.py")}

    assert skills - tested == set()


def test_every_prompt_lies_beside_a_skill() -> None:
    folder = ROOT / "assistant" / "skills"

    assert {path.stem for path in folder.glob("*.md")} <= {path.stem for path in folder.glob("*.py")}


def test_catalogues_of_one_scope_hold_the_same_phrases() -> None:
    books = Phrases().books.values()
    whole = {book.ids for book in books if book.scope == "all"}

    assert len(whole) == 1
    assert all(len({other.ids for other in books if other.scope == book.scope}) == 1 for book in books)
    assert all(book.ids <= next(iter(whole)) for book in books)


def test_no_catalogue_holds_a_phrase_twice() -> None:
    for path in Path(phrases.__file__).parent.rglob("*.po"):
        ids = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.M)
        assert len(ids) == len(set(ids)), path.name


def test_a_phrase_takes_the_same_values_in_every_language() -> None:
    takes: dict[str, dict[str, set[str]]] = {}
    for path in Path(phrases.__file__).parent.rglob("*.po"):
        for message in read_catalogue(path):
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
                names = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
                takes.setdefault(key, {})[path.stem] = names - {"count"}

    assert {key: by_language for key, by_language in takes.items() if len(set(map(frozenset, by_language.values()))) > 1} == {}


def test_no_phrase_is_empty() -> None:
    for path in Path(phrases.__file__).parent.rglob("*.po"):
        forms = {str(message.id): [message.string] if isinstance(message.string, str) else [*(message.string or ())] for message in read_catalogue(path)}
        assert [key for key, found in forms.items() if not found or not all(found)] == [], path.name


def test_no_phrase_is_left_unused() -> None:
    said = set(chain.from_iterable(map(_literals, _modules(*PACKAGES)))) | set(_template_literals())
    patterns = [re.compile(pattern) for pattern in chain.from_iterable(map(_patterns, _modules(*PACKAGES)))]
    patterns += [re.compile(re.escape(prefix) + ".+") for prefix in _template_prefixes()]
    ids = Phrases().books["en"].ids

    assert sorted(key for key in ids - said if not any(pattern.fullmatch(key) for pattern in patterns)) == []


def test_every_phrase_that_is_said_exists() -> None:
    ids = Phrases().books["en"].ids
    said = {
        (_name(path), call.args[0].value)
        for path in _modules(*PACKAGES)
        for name, call in _calls(path)
        if name.split(".")[-1].lstrip("_") == "say" and call.args and isinstance(call.args[0], ast.Constant)
    }

    assert {(path, phrase) for path, phrase in said if "." in str(phrase) and phrase not in ids} == set()


def _literals(path: Path) -> Iterator[str]:
    yield from (node.value for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _patterns(path: Path) -> Iterator[str]:
    """Yield a pattern for every text that is put together and begins like the id of a phrase."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_-]+" for part in node.values]
            if re.match(r"[a-z_]+\\\.", parts[0]):
                yield "".join(parts)


def _template_literals() -> Iterator[str]:
    for path in (ROOT / "channels").rglob("*.html"):
        yield from re.findall(r"""['"]([a-z_]+\.[a-z_.]+)['"]""", path.read_text(encoding="utf-8"))


def _template_prefixes() -> Iterator[str]:
    for path in (ROOT / "channels").rglob("*.html"):
        yield from re.findall(r"""['"]([a-z_]+\.[a-z_.]*)['"]\s*~""", path.read_text(encoding="utf-8"))


def test_every_error_has_words_and_says_what_it_is() -> None:
    ids = Phrases().books["en"].ids
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.RecourseError)]

    assert {each.__name__ for each in found if each.phrase not in ids} == set()
    assert {each.__name__ for each in found if not each.__doc__} == set()


def test_every_exception_of_ours_is_in_errors() -> None:
    elsewhere = [
        f"{_name(path)}:{node.name}"
        for path in _modules(*PACKAGES)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and path.name != "errors.py" and any(re.search(r"(Error|Exception)$", ast.unparse(base)) for base in node.bases)
    ]

    assert elsewhere == []


def test_every_command_has_a_row_of_access_and_a_room_that_carries_it_out() -> None:
    kinds = get_args(get_args(Command)[0])
    verbs = {kind.model_fields["verb"].default for kind in kinds}
    rooms = [(get_args(kinds) or (kinds,), inspect.getsource(room)) for kinds, room in ROOMS]

    assert verbs - MATRIX.keys() == set()
    assert {kind.__name__ for kind in kinds} == {kind.__name__ for kinds, _ in rooms for kind in kinds}
    assert {kind.__name__ for kinds, source in rooms for kind in kinds if f"case {kind.__name__}(" not in source} == set()


def test_no_module_and_no_function_grows_too_long() -> None:
    modules = _modules(*PACKAGES, "tests")
    functions = [(path, node) for path in modules for node in ast.walk(_tree(path)) if isinstance(node, Function)]

    assert [_name(path) for path in modules if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES] == []
    assert [f"{_name(path)}:{node.name}" for path, node in functions if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [_name(path) for path in _modules(*PACKAGES, "tests") if path.stat().st_size and not ast.get_docstring(_tree(path))] == []


def test_only_commands_print() -> None:
    assert [_name(path) for path in _modules(*PACKAGES) for name, _ in _calls(path) if name == "print" and not _is_command(path)] == []


def test_only_the_clock_tells_the_time() -> None:
    asked = re.compile(r"(^|\.)((datetime|date)\.(now|utcnow|today)|time\.(time|time_ns|sleep)|(local|gm)time)$")
    told = {f"{_name(path)}: {name}" for path in _modules(*PACKAGES) for name, _ in _calls(path) if asked.search(name)}

    assert {each for each in told if each.split(":")[0] not in CLOCKS} == set()


def test_the_environment_is_read_in_one_place() -> None:
    reading = {_name(path) for path in _modules(*PACKAGES) for node in ast.walk(_tree(path)) if ast.unparse(node) in ("os.environ", "os.getenv")}

    assert reading <= {"assistant/settings.py", "assistant/knowledge/embed.py"}  # the engine's threads are told to rest through OMP_WAIT_POLICY


def test_every_setting_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", table))
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}

    assert settings - named == set()
    assert named - settings == set()


def test_no_claim_that_is_only_recalled_can_be_served() -> None:
    corpus = library()
    claims = [(passage.id, claim.refs) for passage in corpus.passages.values() for wording in passage.wordings.values() for claim in wording.claims]
    letters = [(template.id, line.refs) for template in drafting().templates.values() for lines in template.letters.values() for line in lines]
    clocks = [(rule.id, tuple(_rule_refs(place, rule.sources, corpus))) for place, rules in corpus.rules.items() for rule in rules]

    assert {where for where, refs in (*claims, *letters, *clocks) for ref in refs if _mark(corpus, ref) not in SERVED} == set()


def _mark(corpus: Library, ref: Ref) -> Mark:
    _, article = corpus.source_of(ref)
    return article.mark if article else Mark.SEEN


def _rule_refs(place: str, keys: tuple[str, ...], corpus: Library) -> Iterator[Ref]:
    for key in keys:
        act, _, article = key.partition(":")
        if f"{place.lower()}:{act}" in corpus.sources:
            yield Ref(source=f"{place.lower()}:{act}", article=article)


def test_the_corpus_that_is_shipped_has_no_fault() -> None:
    found, problems = load_corpus(CORPUS)

    assert problems == []
    assert check_library(found, CORPUS)[0] == []
    assert check_templates(drafting(), found, CORPUS) == []


def test_a_first_start_embeds_nothing_and_draws_nothing() -> None:
    signs, shelf, engine = load_signs(CORPUS / "common"), VectorShelf(CORPUS / SHELF), PackagedEmbedder()

    missing = [text for kind, text in wanted_texts(library(), signs) if shelf.get(fingerprint(engine.name, kind, text)) is None]

    assert missing == [], "run 'recourse vectors'"
    with np.load(CORPUS / CLASSES) as kept:
        wanted = examples_of(library(), signs, engine, shelf)
        assert {name: str(kept[f"{name}.digest"]) for name in ("scope", "danger", "wishes")} == {name: each.digest for name, each in wanted.items()}
