"""Choose the implementations and put them together; the only place that knows them all."""

from dataclasses import dataclass
from functools import cache

from assistant.calendars import kept_calendar
from assistant.clock import SystemClock
from assistant.domain.command import LoadCorpus
from assistant.domain.library import Library
from assistant.domain.person import Actor, Role
from assistant.domain.segments import Sense
from assistant.errors import CorpusInvalid, EngineUnavailable
from assistant.knowledge.anchors import AnchorSet
from assistant.knowledge.classes import kept_classes
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import Embedder, PackagedEmbedder, VectorShelf
from assistant.knowledge.governance import load_governance
from assistant.knowledge.search import PUBLIC, Search
from assistant.knowledge.sense import SENSE, read_learned, sense_of
from assistant.knowledge.shipping import CLASSES, SHELF, examples_of
from assistant.knowledge.signs import families, load_signs
from assistant.knowledge.templates import load_drafting
from assistant.knowledge.tongue import Tongue
from assistant.knowledge.weights import WEIGHTS, read_weights
from assistant.knowledge.words import Letters, load_terms
from assistant.phrases import Phrases
from assistant.ports import Clock, Deps, Ears, Model, Sorting
from assistant.scribe import HomeScribe
from assistant.service import Service
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.passages import index_version, version_of
from assistant.store.reading import StoredPassages
from assistant.store.safe import HomeSafe

ENGINES = "engines"
"""Folder in the home folder that keeps what was built for this machine."""
OPERATOR = Actor(person="operator", role=Role.OPERATOR)
_MAIL = "email"
"""Channel by which people of a desk are reminded, where it is open."""


@dataclass(frozen=True)
class Core:
    """The parts that commands and channels build on."""

    settings: Settings
    database: Database
    library: Library
    search: Search
    service: Service
    shelf: VectorShelf


def build(settings: Settings, *, clock: Clock | None = None, model: Model | None = None, embedder: Embedder | None = None) -> Core:
    """Open everything below one home folder and return it, ready to answer.

    Raises: CorpusInvalid, SettingsInvalid
    """
    library, problems = load_corpus(settings.corpus)
    if problems:
        raise CorpusInvalid(problems[0] + (f" (and {len(problems) - 1} more; run 'recourse check')" if len(problems) > 1 else ""))
    signs = load_signs(settings.corpus / "common")
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, settings.home)
    database.migrate()
    foreign = embedder is not None
    embedder = embedder or _embedder(settings)
    shelf = VectorShelf(settings.corpus / SHELF)
    terms = load_terms(settings.corpus / "common" / "terms.yaml")
    anchors = AnchorSet(families(signs), embedder, shelf)
    classes = kept_classes(settings.corpus / CLASSES, examples_of(library, signs, embedder, shelf))
    search = Search(settings.home / "index", StoredPassages(database), embedder, shelf, expander=terms, anchors=anchors, classes=classes)
    if model is None and settings.model:
        from assistant.llm import ChatModel  # langchain takes 1.5 s to import: only where a model is set

        model = ChatModel(settings.model, url=settings.model_url, key=settings.model_key, timeout_s=settings.model_timeout_s)
    safe = HomeSafe(settings.home)
    deps = Deps(
        library=library,
        signs=signs,
        index=search,
        tongue=Tongue(),
        clock=clock or SystemClock(),
        say=Phrases(),
        calendar=lambda place: kept_calendar(place.code.split("-")[0]),
        drafting=load_drafting(settings.corpus),
        governance=load_governance(settings.corpus),
        sense=_sense(settings, embedder),
        model=model,
        model_is_local=settings.model_is_local,
        max_chars=settings.max_chars,
        model_tokens=settings.model_tokens,
        policy=settings.policy,
        safe=safe,
        mail=_MAIL if _MAIL in settings.channels else None,
        scribe=HomeScribe(safe, Letters(), _ears(settings)),
        sorting=_sorting(settings, embedder, foreign=foreign),
    )
    service = Service(database, deps, place=settings.place)
    _load_corpus(service, library)
    return Core(settings=settings, database=database, library=library, search=search, service=service, shelf=shelf)


def _embedder(settings: Settings) -> Embedder:
    if settings.engine == "onnx":
        from assistant.knowledge.onnx_engine import open_engine  # onnxruntime takes a second to import: only where it is chosen

        return open_engine(settings.home / ENGINES)
    return PackagedEmbedder()


def _sense(settings: Settings, embedder: Embedder) -> Sense | None:
    learned = read_learned(settings.corpus / SENSE)
    return sense_of(learned, embedder) if learned else None


def _ears(settings: Settings) -> Ears | None:
    if settings.speech is None:
        return None
    from assistant.documents.voice import LocalEars

    return LocalEars(settings.speech)


def _sorting(settings: Settings, given: Embedder, *, foreign: bool) -> Sorting:
    signs = cache(lambda: load_complaint_signs(settings.corpus))
    engine = cache(lambda: given if not isinstance(given, PackagedEmbedder) else batch_embedder(settings))
    judge = cache(lambda: None if foreign else read_weights(settings.corpus / WEIGHTS))
    return Sorting(signs=signs, embed=lambda texts: engine().questions(texts), judge=judge)


def batch_embedder(settings: Settings) -> Embedder:
    """Return the engine for many texts at once: ONNX, built once a machine; the packaged one where that cannot be."""
    from assistant.knowledge.onnx_engine import open_engine  # as above

    try:
        return open_engine(settings.home / ENGINES)
    except EngineUnavailable:
        return PackagedEmbedder()


def _load_corpus(service: Service, library: Library) -> None:
    passages = tuple(library.passages[key] for key in sorted(library.passages))
    with service.database.read() as tx:
        known = index_version(tx, PUBLIC)
    if known != version_of(passages):
        service.act(LoadCorpus(passages=passages), OPERATOR)
