"""The clock that runs in a story is found, in four languages, only where a day is said."""

from datetime import date
from pathlib import Path

import pytest

from assistant.calendars import calendar_for
from assistant.cards.running import running_clock
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.rules import load_rules

CORPUS = Path(__file__).parent.parent.parent / "corpus"
CLOCKS = load_complaint_signs(CORPUS).clocks["TW"]
RULES = load_rules(CORPUS / "tw" / "deadlines.yaml")
SENT = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("text", "rule", "start"),
    [
        ("9月1日以書面要求看考核資料，9月3日公司簽收，到今天沒有回", "pdpa-access-reply", date(2026, 9, 3)),
        ("i asked for my score records in writing on 1 october, they received it on 2 october, still no reply", "pdpa-access-reply", date(2026, 10, 2)),
        ("ngày 15/10 nhận giấy thôi việc, ngày cuối 4/11, làm được 4 năm", "lsa-notice-3y", date(2026, 11, 4)),
        ("10月5日收到資遣通知，最後一天是10月25日，年資一年半", "lsa-notice-1y", date(2026, 10, 25)),
        ("10月8日收到勞動局的性平審定書，不服想再提審議", "geea-objection", date(2026, 10, 8)),
        ("工會連署後，10月9日被調到外縣市", "ulp-filing", date(2026, 10, 9)),
        ("3月2日申請調解，想申請律師費扶助", "legal-aid-apply", date(2026, 3, 2)),
    ],
)
def test_a_running_clock_is_found_with_the_day_that_starts_it(text: str, rule: str, start: date) -> None:
    found = running_clock(text, SENT, CLOCKS, rules=RULES, calendar=calendar_for("TW"))

    assert found is not None
    assert (found.rule, found.start) == (rule, start)


@pytest.mark.parametrize("text", ["公司一直沒有回我資料", "被調職了，因為工會", "10月9日換班被退", "聽說下個月要資遣"])
def test_without_a_day_or_without_its_signs_no_clock_runs(text: str) -> None:
    assert running_clock(text, SENT, CLOCKS, rules=RULES, calendar=calendar_for("TW")) is None
