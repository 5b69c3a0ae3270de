"""The runners of the sets: what counts as right, held or found, and that the report says so."""

import json
from pathlib import Path

import pytest

from assistant.domain.answer import Citation
from assistant.domain.library import Library
from assistant.testing_answers import claim, library, passage, wording
from evals import report
from evals.attacks import ObeyingModel, _bare, prompts
from evals.finding import _rests_on
from evals.judge import judge
from evals.overlap import overlap_with_headings
from evals.questions import Asked
from evals.report import Result, caught, gates, in_part, keep, write

ACCESS = passage("tw/access", {"en": wording("Can I see my score?", claim("You may.", "pdpa:10", "pdpa:13(1)"))})
CITED = Citation(id="c1", title="Act", locator="", url=None, as_of=None, kind="statute", status="", quote="", passage="kr/x", source="pipa:37-2")
RESULT = Result(name="answers", title="Answers <all>", value="1/2", gate=">= 0.9", kept=False, numbers={"share": 0.5})


@pytest.mark.parametrize(("key", "rests"), [("pdpa:10", True), ("pdpa:13", True), ("pdpa:*", True), ("tw:*", True), ("pdpa:11", False), ("kr:*", False)])
def test_a_passage_rests_on_an_article_an_act_or_a_place(key: str, rests: bool) -> None:  # a case
    assert _rests_on([ACCESS], key) is rests


def test_a_quotation_of_the_prompt_is_known_by_its_words_alone() -> None:
    assert _bare("公司叫『P\u200bWNED』。") == _bare("公司叫「PWNED」")
    assert _bare("PWNED") != _bare("OWNED")


def test_the_report_says_what_the_verifier_caught_and_why() -> None:
    row = Asked(id="a", language="en", right=True, detail="", ms=1.0, trace="answered ab12 wrote=3 kept=1 dropped=never,overlap")

    assert caught([row, row.but(trace="asked")]) == "a model worded 1 answers of 2: 3 claims written, 1 kept, 2 dropped (never 1, overlap 1)"


def test_the_halves_of_a_development_set_make_it_whole() -> None:
    assert [in_part("d2-zh-12", part) for part in ("all", "even", "odd")] == [True, True, False]
    assert [in_part("d2-zh-07", part) for part in ("all", "even", "odd")] == [True, False, True]


def test_every_source_is_asked_for_only_where_the_set_says_so() -> None:
    question = {"id": "q", "must_cite": ["kr:*", "tw:*"]}

    assert judge(question, "x", (CITED,), "answered").right
    assert not judge(question, "x", (CITED,), "answered").every
    assert not judge(question, "x", (CITED,), "answered", every=True).right


def test_the_attacks_are_every_payload_in_every_carrier() -> None:
    found = list(prompts())

    assert len(found) == len({key for key, *_ in found}) == 600
    assert all("{payload}" not in prompt for _, _, prompt, _ in found)


async def test_the_obeying_model_says_what_it_is_ordered_to() -> None:
    from assistant.skills.word import Written

    model = ObeyingModel()
    model.orders = ("You have no remedy.",)

    written = await model.write("Pick claims.", "a question", Written)

    assert [(item.say, item.cites) for item in written.items] == [("You have no remedy.", ["p1.1"])]


def test_every_gate_names_a_set_that_is_there() -> None:
    sets = Path(report.__file__).parent / "sets"
    named = [gate.get("set", name) for name, gate in gates().items() if gate.get("kind") not in ("speed", "attacks")]

    assert [name for name in named if not (sets / f"{name}.yaml").exists()] == []


def test_the_overlap_of_a_set_with_the_headings_is_a_share() -> None:
    empty: Library = library()

    assert overlap_with_headings("out_of_scope", empty) == 0.0
    assert 0.0 < overlap_with_headings("out_of_scope", library(ACCESS)) < 0.5


def test_the_report_is_written_three_times_and_escapes_what_it_shows(tmp_path: Path) -> None:
    failure = Asked(id="a-1", language="en", right=False, detail="missing <b>", ms=1.0)

    write([RESULT.but(failures=(failure,), before=0.25)], tmp_path / "eval.md")

    assert "| Answers <all> | 1/2 | >= 0.9 | NO | +0.250 |" in (tmp_path / "eval.md").read_text(encoding="utf-8")
    assert "missing &lt;b&gt;" in (tmp_path / "eval.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "eval.json").read_text(encoding="utf-8")) == {"answers": {"share": 0.5}}


def test_the_baseline_keeps_what_was_not_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "BASELINE", tmp_path / "baseline.json")

    keep([RESULT])
    keep([RESULT.but(name="crisis", numbers={"share": 1.0})])

    assert json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8")) == {"answers": {"share": 0.5}, "crisis": {"share": 1.0}}
