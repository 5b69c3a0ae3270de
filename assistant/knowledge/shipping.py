"""Vectors that travel with the package: made once by `recourse vectors`, so that a first start embeds nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.library import Library
from assistant.domain.passage import Passage
from assistant.domain.signs import Signs
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.embed import Embedder, VectorShelf, embed_kept, fingerprint
from assistant.knowledge.entries import entries_of
from assistant.knowledge.lines import Sides, write_lines
from assistant.knowledge.notices import Ownership, notice_passages
from assistant.knowledge.signs import families
from assistant.knowledge.weights import WEIGHTS, digest_of, draw, load_examples, read_weights, write_weights

SHELF, LINES = "vectors.npz", "lines.npz"
_BATCH = 64


def demo_passages(corpus: Path, library: Library) -> tuple[Passage, ...]:
    """Return the invented company's notices as passages."""
    files = sorted((corpus / "demo" / "notices").rglob("*.md"))
    owned = Ownership(owner="demo", place="TW")
    return tuple(passage for file in files for passage in notice_passages(file, file.read_text(encoding="utf-8"), library.vocabulary, owned)[1])


def wanted_texts(library: Library, signs: Signs, others: Sequence[Passage] = ()) -> list[tuple[str, str]]:
    """Return (kind, text) of everything the corpus, and the other passages given, need embedded, in a fixed order."""
    entries = [(entry.kind, entry.text) for entry in entries_of([*library.passages.values(), *others])]
    examples = [("question", text) for kinds in families(signs).values() for texts in kinds.values() for text in texts]
    near = [
        ("question", text)
        for sign in (signs.urgent, signs.wants_person, *([signs.border] if signs.border else []))
        for found in (sign.examples, sign.not_examples)
        for texts in found.values()
        for text in texts
    ]
    return list(dict.fromkeys(entries + examples + near))


def sides_of(library: Library, signs: Signs, embedder: Embedder, shelf: VectorShelf) -> dict[str, Sides]:
    """Return what each line is drawn between: the corpus's questions and other matters, the same near the border; danger and what only sounds like it."""

    def rows(texts: list[str]) -> NDArray[np.float32]:
        return embed_kept(embedder, shelf, "question", texts)

    examples = families(signs)
    ours = rows([entry.text for entry in entries_of(list(library.passages.values())) if entry.kind == "question"])
    others = rows([text for texts in examples["elsewhere"].values() for text in texts])
    alike = rows([text for kind, texts in examples["crisis"].items() if kind.startswith("not:") for text in texts])
    meant = rows([text for kind, texts in examples["crisis"].items() if not kind.startswith("not:") for text in texts])
    near = rows(
        [text for sign in (signs.urgent, signs.wants_person) for found in (sign.examples, sign.not_examples) for texts in found.values() for text in texts]
    )
    calm = np.vstack([*[alike] * 3, near, ours[::4], *[others] * 6])  # weights that kept crisis and everyday texts apart best
    sides = {"scope": Sides(ours, others), "danger": Sides(meant, calm)}
    if signs.border:
        near_ours, near_others = ([text for texts in found.values() for text in texts] for found in (signs.border.examples, signs.border.not_examples))
        sides["border"] = Sides(rows(near_ours), rows(near_others))
    return sides


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
    write_lines(corpus / LINES, sides_of(library, signs, embedder, fresh))
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
