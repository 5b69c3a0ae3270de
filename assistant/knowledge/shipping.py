"""Vectors that travel with the package: made once by `recourse vectors`, so that a first start embeds nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.library import Library
from assistant.domain.passage import Passage
from assistant.domain.signs import Signs
from assistant.knowledge.classes import Examples, alike, beside, weighed, write_classes
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.embed import Embedder, VectorShelf, embed_kept, fingerprint
from assistant.knowledge.entries import entries_of
from assistant.knowledge.notices import Ownership, notice_passages
from assistant.knowledge.signs import families
from assistant.knowledge.weights import WEIGHTS, digest_of, draw, load_examples, read_weights, write_weights

SHELF, CLASSES = "vectors.npz", "classes.npz"
_BATCH = 64
ELSEWHERE = "elsewhere"
"""Label of texts that wish for something that is not ours."""
_ASKING = ("ask", "draft", "deadline")
"""Wishes that are questions of our field."""
_ALL = 300.0
"""How many typed questions a whole group of written ones counts as: cross-validation on the examples found this best."""
_EVERY = 10
"""Of the corpus's questions, one in so many stands for everyday texts where danger is told from its absence."""


def demo_passages(corpus: Path, library: Library) -> tuple[Passage, ...]:
    """Return the invented company's notices as passages."""
    files = sorted((corpus / "demo" / "notices").rglob("*.md"))
    owned = Ownership(owner="demo", place="TW")
    return tuple(passage for file in files for passage in notice_passages(file, file.read_text(encoding="utf-8"), library.vocabulary, owned)[1])


def wanted_texts(library: Library, signs: Signs, others: Sequence[Passage] = ()) -> list[tuple[str, str]]:
    """Return (kind, text) of everything the corpus, and the other passages given, need embedded, in a fixed order."""
    entries = [(entry.kind, entry.text) for entry in entries_of([*library.passages.values(), *others])]
    named = [("question", text) for kinds in families(signs).values() for texts in kinds.values() for text in texts]
    labelled = [("question", text) for labels in signs.examples.values() for texts in labels.values() for text in texts]
    return list(dict.fromkeys(entries + named + labelled))


def examples_of(library: Library, signs: Signs, embedder: Embedder, shelf: VectorShelf) -> dict[str, Examples]:
    """Return what each set of classes is drawn from: ours or another matter, which danger, which wish."""

    def rows(texts: Sequence[str]) -> NDArray[np.float32]:
        return embed_kept(embedder, shelf, "question", texts)

    ours = rows([entry.text for entry in entries_of(list(library.passages.values())) if entry.kind == "question"])
    others = rows([text for kinds in families(signs)["elsewhere"].values() for text in kinds])
    found: dict[str, Examples] = {}
    if scope := signs.examples.get("scope"):
        typed = {label: rows(texts) for label, texts in scope.items()}
        asked = rows([text for wish in _ASKING for text in signs.examples.get("wishes", {}).get(wish, ())])
        found["scope"] = weighed(
            [("ours", ours, _ALL), ("others", others, _ALL), ("ours", asked, _ALL), *((label, each, None) for label, each in typed.items())]
        )
    if danger := signs.examples.get("danger"):
        labelled = alike({label: rows(texts) for label, texts in danger.items()})
        calm = rows([text for labels in (signs.examples.get("scope", {}), signs.examples.get("wishes", {})) for texts in labels.values() for text in texts])
        everyday = np.vstack([calm, ours[::_EVERY], others])
        found["danger"] = beside(labelled, "none", everyday)
    if wishes := signs.examples.get("wishes"):
        plain = {"ask": signs.examples.get("scope", {}).get("ours", ()), ELSEWHERE: signs.examples.get("scope", {}).get("others", ())}
        labels = {label: (*wishes.get(label, ()), *plain.get(label, ())) for label in dict.fromkeys((*wishes, *plain))}
        found["wishes"] = alike({label: rows(texts) for label, texts in labels.items() if texts})
    return found


def ship_vectors(corpus: Path, library: Library, signs: Signs, embedder: Embedder, shelf: VectorShelf) -> Iterator[tuple[int, int]]:
    """Embed what is missing and write both files; yields (done, all) as it goes on."""
    wanted = wanted_texts(library, signs, demo_passages(corpus, library))
    missing = [(kind, text) for kind, text in wanted if shelf.get(fingerprint(embedder.name, kind, text)) is None]
    for at in range(0, len(missing), _BATCH):
        for kind in ("question", "passage"):
            texts = [text for found, text in missing[at : at + _BATCH] if found == kind]
            if texts:
                embed_kept(embedder, shelf, kind, texts)
        yield at, len(missing)
    keys = {fingerprint(embedder.name, kind, text) for kind, text in wanted}
    shelf.write(corpus / SHELF, keys)
    fresh = VectorShelf(corpus / SHELF)  # float16 rows, as every start will read them
    write_classes(corpus / CLASSES, examples_of(library, signs, embedder, fresh))
    ship_weights(corpus, library, embedder, fresh)
    yield len(missing), len(missing)


def ship_weights(corpus: Path, library: Library, embedder: Embedder, shelf: VectorShelf) -> None:
    """Draw the weights by which complaints are judged, unless those kept were drawn from the same examples."""
    examples = load_examples(corpus)
    if not examples:
        return
    signs, kept = load_complaint_signs(corpus), read_weights(corpus / WEIGHTS)
    if kept and kept.digest == digest_of(examples, signs):
        return
    asked: dict[str, list[NDArray[np.float32]]] = {}
    for entry in entries_of(list(library.passages.values())):
        row = shelf.get(fingerprint(embedder.name, "question", entry.text)) if entry.kind == "question" else None
        if row is not None:
            asked.setdefault(entry.passage, []).append(row)
    alike = [np.stack(rows) for rows in asked.values() if len(rows) > 1]
    write_weights(corpus / WEIGHTS, draw(examples, embedder.questions([each.text for each in examples]), signs, alike))
