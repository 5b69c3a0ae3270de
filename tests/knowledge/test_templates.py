"""Templates: what is read, what is refused, and how a fault is named."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import CorpusInvalid
from assistant.knowledge.templates import check_templates, load_drafting
from assistant.testing_letters import CORPUS, drafting, example, letter, library


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for home in ("common", "tw"):
        shutil.copytree(CORPUS / home / "templates", tmp_path / home / "templates")
    shutil.copytree(CORPUS / "common" / "sources", tmp_path / "common" / "sources")
    shutil.copy(CORPUS / "tw" / "place.yaml", tmp_path / "tw" / "place.yaml")
    return tmp_path


def faults(corpus: Path) -> str:
    return "\n".join(check_templates(load_drafting(corpus), library(), corpus))


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_corpus_has_no_faults() -> None:
    assert check_templates(drafting(), library(), CORPUS) == []


@pytest.mark.parametrize("name", sorted(drafting().templates))
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_example_makes_a_whole_letter(name: str, language: str) -> None:
    made = letter(example(name), language)

    assert made.complete, made.missing
    assert "{" not in made.text
    assert "}" not in made.text
    numbers = {run.note for block in made.blocks for run in block.runs if run.note}
    assert numbers == {note.number for note in made.notes}
    if name.startswith("tw/"):
        assert made.notes


def test_a_missing_language_is_named(corpus: Path) -> None:
    (corpus / "tw/templates/appeal/en.md").unlink()

    with pytest.raises(CorpusInvalid, match=r"appeal: en\.md is missing"):
        load_drafting(corpus)


def test_a_field_that_no_letter_uses_is_named(corpus: Path) -> None:
    edit(corpus / "tw/templates/appeal/template.yaml", "  - attachments\n", "  - attachments\n  - firm_contact\n")

    assert "no line uses the field 'firm_contact'" in faults(corpus)


def test_an_unknown_field_in_a_letter_is_named_with_its_line(corpus: Path) -> None:
    edit(corpus / "tw/templates/data-access/zh-TW.md", "{employer}", "{emploier}")

    assert "data-access/zh-TW.md:3: unknown field 'emploier'" in faults(corpus)


def test_a_source_that_is_not_there_is_named(corpus: Path) -> None:
    edit(corpus / "tw/templates/data-access/zh-TW.md", "[pdpa:13]", "[pdpa:999]")

    assert "unknown source 'pdpa:999'" in faults(corpus)


def test_a_letter_may_not_state_what_was_only_reported(corpus: Path) -> None:
    for language in ("zh-TW", "en"):
        edit(corpus / f"tw/templates/rider-appeal/{language}.md", "[platform:7]", "[platform:9]")

    assert "not confirmed at first hand" in faults(corpus)


def test_an_own_reading_must_be_worded_as_a_view(corpus: Path) -> None:
    for language in ("zh-TW", "en"):
        edit(corpus / f"tw/templates/data-access/{language}.md", "[pdpa:13]", "[pdpa:13 inference]")

    assert "not worded as a view" in faults(corpus)


def test_letters_of_two_languages_carry_the_same_sources(corpus: Path) -> None:
    edit(corpus / "tw/templates/data-access/en.md", "[pdpa:14]", "")

    assert "differs in kind, conditions or sources" in faults(corpus)


def test_an_unknown_shared_field_is_named(corpus: Path) -> None:
    edit(corpus / "tw/templates/appeal/template.yaml", "  - story\n", "  - storey\n")

    with pytest.raises(CorpusInvalid, match="fields names unknown 'storey'"):
        load_drafting(corpus)


def test_a_brace_without_its_partner_is_named_with_its_line(corpus: Path) -> None:
    edit(corpus / "tw/templates/appeal/zh-TW.md", "{story}", "{story")

    with pytest.raises(CorpusInvalid, match=r"appeal/zh-TW\.md:\d+: a brace"):
        load_drafting(corpus)


def test_a_choice_without_options_is_refused(corpus: Path) -> None:
    edit(corpus / "tw/templates/appeal/template.yaml", "    kind: many\n", "    kind: choice\n    default: nothing\n")

    with pytest.raises(CorpusInvalid, match="is no option"):
        load_drafting(corpus)
