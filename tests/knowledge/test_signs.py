"""The files that tell what a text is: every pattern can be read, and examples are kept apart by family."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import CorpusInvalid
from assistant.knowledge.signs import load_signs
from assistant.testing_letters import CORPUS

FILES = ("crisis", "screens", "elsewhere", "cues", "towns", "never")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped files, to be broken."""
    (tmp_path / "common").mkdir()
    for name in FILES:
        if (CORPUS / "common" / f"{name}.yaml").exists():
            shutil.copy(CORPUS / "common" / f"{name}.yaml", tmp_path / "common")
    return tmp_path / "common"


def test_the_shipped_signs_can_be_read() -> None:
    signs = load_signs(CORPUS / "common")

    assert {sign.kind for sign in signs.crisis} >= {"self_harm", "violence"}
    assert signs.orders
    assert signs.never
    assert any(kind.small_talk for kind in signs.elsewhere)
    assert all({"zh-TW", "en"} <= kind.say.keys() for kind in signs.elsewhere)


def test_every_kind_of_danger_has_people_to_call_in_taiwan() -> None:
    place = (CORPUS / "tw" / "place.yaml").read_text(encoding="utf-8")

    assert all(f"{sign.kind}: [" in place for sign in load_signs(CORPUS / "common").crisis)


def test_no_text_is_an_example_of_two_things() -> None:
    signs = load_signs(CORPUS / "common")

    assert signs.examples.keys() == {"danger", "scope", "wishes"}
    for labels in signs.examples.values():
        texts = [text for found in labels.values() for text in set(found)]
        assert len(texts) == len(set(texts))


def test_what_only_sounds_like_danger_seldom_shows_a_sign() -> None:
    signs = load_signs(CORPUS / "common")
    calm = signs.examples["danger"]["none"]

    caught = [text for text in calm if any(sign.shows_in(text) for sign in signs.crisis)]

    assert len(caught) <= 0.2 * len(calm)  # the rest is told by meaning


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("crisis", "kinds:", "kinds: {broken: {patterns: {en: ['(']}}}\nothers:"), ("screens", "injection:", "others:"), ("cues", "follow_up:", "unheard:")],
)
def test_a_file_that_breaks_its_form_is_told(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(CorpusInvalid):
        load_signs(folder)
