"""deadlines.yaml: what is read, and how faults are named."""

from pathlib import Path

import pytest
import yaml

from assistant.errors import CorpusInvalid
from assistant.knowledge.rules import load_rules

CORPUS = Path(__file__).parents[2] / "corpus"
GOOD = """
counting: {civil: {saturday: arguable}}
rules:
- {id: a, title: {zh-TW: 甲, en: A}, starts: {zh-TW: 起, en: s}, runs_from: x, length: 5, unit: days, binds: you, counting: civil, sources: [civil:120]}
"""


def read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text(text, encoding="utf-8")
    load_rules(path)


def test_every_source_of_a_taiwan_clock_is_an_article_of_the_corpus() -> None:
    for rule in load_rules(CORPUS / "tw" / "deadlines.yaml"):
        for source in (*rule.sources, *rule.counting.sources):
            act, article = source.split(":", 1)
            listed = yaml.safe_load((CORPUS / "tw" / "sources" / f"{act}.yaml").read_text(encoding="utf-8"))["articles"]
            marks = {str(name): fields["mark"] for name, fields in listed.items()}
            assert marks.get(article) in ("seen", "data", "seen_secondary"), f"{rule.id}: {source}"


def test_a_rule_carries_its_convention(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text(GOOD, encoding="utf-8")

    (rule,) = load_rules(path)

    assert (rule.counting.id, rule.counting.saturday) == ("civil", "arguable")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("length: 5", "length: 0"), "rule 'a': length"),
        (("unit: days", "unit: fortnights"), "rule 'a': unit"),
        (("counting: civil,", "counting: lunar,"), "rule 'a': counting names unknown convention 'lunar'"),
        (("title: {zh-TW: 甲, en: A}", "title: {zh-TW: 甲}"), "rule 'a': title is missing in en"),
        (("sources: [civil:120]", "sources: []"), "rule 'a': .*needs a source"),
        (("runs_from: x", "runs_form: x"), "rule 'a': run"),
        (("saturday: arguable", "saturday: maybe"), "counting 'civil': saturday"),
        (("rules:", "rule:"), "not rule"),
        (("- {id: a,", "- {"), "a rule is a mapping with an id"),
    ],
)
def test_a_fault_names_file_and_rule(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(CorpusInvalid, match=rf"deadlines\.yaml: .*{said}|deadlines\.yaml: {said}"):
        read(tmp_path, GOOD.replace(*change))


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusInvalid, match="used twice: a"):
        read(tmp_path, GOOD + GOOD.strip().splitlines()[-1] + "\n")


@pytest.mark.parametrize("text", ["[1, 2]", "rules: [", "counting: {civil: 3}\nrules: []"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CorpusInvalid, match=r"deadlines\.yaml"):
        read(tmp_path, text)
