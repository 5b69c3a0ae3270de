"""What the register reads from the corpus: everything resolves, and what does not is named."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import CorpusInvalid
from assistant.knowledge.governance import check_governance, load_checks, load_governance
from assistant.testing_governance import governance
from assistant.testing_letters import CORPUS, library


def test_what_is_shipped_has_no_fault() -> None:
    assert check_governance(governance(), library()) == []


def test_every_element_is_asked_for_by_some_regime_or_by_our_own_list() -> None:
    checks = governance().checks

    assert {check.id for check in checks.elements if check.part == "privacy" and not checks.asking(check.id)} == set()
    assert len(checks.elements) == 21


def test_a_corpus_without_these_files_checks_nothing(tmp_path: Path) -> None:
    assert load_checks(tmp_path).elements == ()


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("regimes.yaml", 'source: "kr:pipa:37-2"', 'source: "kr:pipa:99"', "kr-pipa: unknown source"),
        ("regimes.yaml", "    decision_types: {zh-TW: 有作自動化決定", "    colour: {zh-TW: 有作自動化決定", "unknown element 'colour'"),
        ("elements.yaml", "element: purpose", "element: purpoise", "unknown element 'purpoise'"),
        ("elements.yaml", "'\\bpurpose'", "'(purpose'", "purpose.heads"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, file: str, before: str, after: str, told: str) -> None:
    shutil.copytree(CORPUS / "common" / "notices", tmp_path / "common" / "notices")
    path = tmp_path / "common" / "notices" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    assert told in "\n".join(check_governance(load_governance(tmp_path), library()))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    shutil.copytree(CORPUS / "common" / "notices", tmp_path / "common" / "notices")
    (tmp_path / "common" / "notices" / "plain.yaml").write_text("longest: [", encoding="utf-8")

    with pytest.raises(CorpusInvalid, match=r"plain\.yaml"):
        load_governance(tmp_path)
