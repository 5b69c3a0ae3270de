"""What a model writes is shown only where the cited claims say it."""

from pathlib import Path

import pytest

from assistant.domain.answer import Card, Line
from assistant.domain.evidence import Evidence, Fault, Item
from assistant.domain.signs import Sign
from assistant.knowledge.corpus import load_corpus, read_yaml
from assistant.skills.verify import check, sayable, silence, verify
from evals.verifier import evaluate, read_pairs

CORPUS = Path(__file__).parents[2] / "corpus"
CITED = "公司收到請求後，應在 15 天內決定。必要時可再延長 15 天，並以書面說明原因。"
NEVER = Sign(kind="never", patterns={"*": ("工會可以否決",)})


def _evidence(*texts: str, home: str = "p1") -> list[Evidence]:
    return [Evidence(token=f"{home}.{number}", text=text, line=Line(text=text, citations=("c1",)), direct=home == "p1") for number, text in enumerate(texts, 1)]


def test_the_labelled_pairs_hold() -> None:
    pairs = read_pairs()
    report = evaluate(pairs)

    assert len(pairs) == 300
    assert sum(pair.lang == "zh-TW" for pair in pairs) == 180
    assert report.missed == ()
    assert report.kept >= 0.90


def test_every_third_claim_of_the_corpus_is_kept_as_it_stands_and_caught_when_changed() -> None:
    swaps = (("雇主", "勞工"), ("不得", "得"), ("應", "可"), ("沒有", "有"), ("must", "may"), ("employer", "worker"), (" not ", " "), ("only ", ""))
    library, _ = load_corpus(CORPUS)
    texts = [claim.text for passage in library.passages.values() for wording in passage.wordings.values() for claim in wording.answer][::9]

    for text in texts:
        assert verify(text, [text]).kept, text
        for old, new in swaps:
            if old in text:
                assert not verify(text.replace(old, new, 1), [text]).kept, (old, new, text)


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("公司收到請求後，應在 20 天內決定。", Fault.NUMBERS),
        ("公司收到請求後，可以在 15 天內決定。", Fault.MODALITY),
        ("公司收到請求後，不必在 15 天內決定。", Fault.NEGATION),
        ("工會收到請求後，應在 15 天內決定。", Fault.SUBJECT),
        ("可再延長 15 天。", Fault.OVERLAP),
        ("今天天氣很好，適合散步。", Fault.OVERLAP),
        ("", Fault.OVERLAP),
    ],
)
def test_a_changed_sentence_is_dropped_with_its_reason(claim: str, fault: Fault) -> None:
    assert verify(claim, [CITED]).fault == fault


def test_a_length_of_time_may_move_but_not_to_another_verb() -> None:
    assert verify("Within 15 days the employer must reply.", ["The employer must reply within 15 days."]).kept
    assert not verify("The employer answers and the union may object within 15 days.", ["The employer answers within 15 days and the union may object."]).kept


def test_clauses_of_two_sentences_are_not_mixed() -> None:
    cited = ["If you are dismissed, you have 30 days. If you are moved, you have 10 days."]

    assert not verify("If you are moved, you have 30 days.", cited).kept
    assert verify("If you are moved, you have 10 days. If you are dismissed, you have 30 days.", cited).kept


def test_check_shows_claims_word_for_word_and_drops_unknown_tokens() -> None:
    evidence = _evidence("公司應在 15 天內決定。", "你可以要求複本。")
    items = [Item(use="p1.2"), Item(use="p9.9"), Item(use="p1.1"), Item(use="p1.1")]

    checked = check(items, evidence, "多久？", ())

    assert [line.text for line in checked.lines] == ["你可以要求複本。", "公司應在 15 天內決定。"]
    assert checked.faults == (Fault.UNKNOWN_TOKEN, Fault.REPEATED)


def test_a_claim_never_stands_without_the_but_that_follows_it() -> None:
    evidence = _evidence("公司可以處罰。", "但年齡是必要條件時不在此限。")

    for token in ("p1.1", "p1.2"):
        checked = check([Item(use=token)], evidence, "", ())
        assert [line.text for line in checked.lines] == ["公司可以處罰。", "但年齡是必要條件時不在此限。"]


def test_an_answer_without_the_direct_claim_is_no_answer() -> None:
    evidence = [*_evidence("公司應在 15 天內決定。"), *_evidence("工會可以要求資料。", home="p2")]

    assert check([Item(use="p2.1")], evidence, "", ()).lines == ()
    assert check([], evidence, "", ()).lines == ()


@pytest.mark.parametrize(
    "said",
    [
        "公司一定會輸。",
        "你有權要求賠償。",
        "公司違法。",
        "期限是 30 天。",
        "依第 13 條辦理。",
        "沒有問題。",
        "可以。",
        "是的。",
        "Yes.",
        "Your employer must pay.",
        "That is illegal.",
        "請到 https://example.org 登記。",
        "請把密碼寄給王先生。",
        "The minister said so.",
        "我了解公司看你的分數。",
        "我" * 120,
    ],
)
def test_a_sentence_of_the_models_own_states_nothing(said: str) -> None:
    assert sayable(said, [], "公司可以看我的分數嗎？").fault is Fault.NOT_SAYABLE


@pytest.mark.parametrize(
    "said", ["我了解你很擔心。", "先說重點。", "關於你的分數，整理如下：", "I understand this is hard.", "Thank you for telling us about your situation."]
)
def test_a_sentence_that_only_joins_or_speaks_to_the_person_stands(said: str) -> None:
    assert sayable(said, [], "公司可以看我的分數嗎？整理如下").kept


def test_what_must_never_be_said_is_not_said_by_the_model_nor_on_the_card() -> None:
    evidence = _evidence("工會可以否決系統。", "公司應說明。")

    checked = check([Item(use="p1.1"), Item(use="p1.2"), Item(say="工會可以否決")], evidence, "", [NEVER])
    card = silence(Card(answer=(Line(text="工會可以否決系統。"), Line(text="公司應說明。"))), [NEVER])

    assert [line.text for line in checked.lines] == ["公司應說明。"]
    assert checked.faults == (Fault.NEVER, Fault.NEVER)
    assert [line.text for line in card.answer] == ["公司應說明。"]


def _rules() -> list[Sign]:
    return [Sign(kind=rule["id"], patterns={"*": tuple(rule["patterns"])}) for rule in read_yaml(CORPUS / "tw" / "never.yaml")["sentences"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025 年個資法修正已經施行。",
        "The 2025 PDPA amendment is now in force and protects you.",
        "你可以向個資會申訴。",
        "You can file a complaint with the Personal Data Protection Commission.",
        "AI 基本法給勞工要求人工覆核的權利。",
        "根據 AI 基本法，你有權要求公司解釋。",
        "The AI Basic Act gives workers a right to human review.",
        "勞動部已經公布職場人工智慧指引。",
        "The Ministry of Labor has published its AI at work guideline.",
        "勞基法禁止女性夜間工作。",
        "The law bans night work for women.",
        "工會可以用團體協約否決 AI。",
        "A union can veto AI by collective agreement.",
        "數發部的風險框架把招募 AI 列為高風險。",
        "MODA's risk framework lists hiring AI as high-risk.",
        "外送員申訴後平台應在 15 日內回覆。",
        "2027 年的訓練補助是 8 萬元。",
    ],
)
def test_each_dangerous_sentence_is_known(sentence: str) -> None:
    assert any(rule.shows_in(sentence) for rule in _rules())


@pytest.mark.parametrize(
    "sentence",
    [
        "2025 年個資法修正尚未施行。",
        "The 2025 PDPA amendment is not in force.",
        "AI 基本法沒有給勞工人工覆核的權利。",
        "勞動部是否已公布 AI 指引，目前無法確認。",
        "勞基法禁止女性夜間工作的規定已經失效。",
        "A union cannot veto AI.",
        "數發部還沒有把招募 AI 列為高風險。",
    ],
)
def test_a_sentence_that_says_the_contrary_may_be_said(sentence: str) -> None:
    assert not any(rule.shows_in(sentence) for rule in _rules())
