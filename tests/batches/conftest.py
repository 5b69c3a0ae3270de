"""What tests of batches share: the shipped signs, a sorter, and a small sheet of invented complaints."""

from datetime import date
from pathlib import Path

import pytest

from assistant.batches.sorting import Sorter
from assistant.calendars import calendar_for
from assistant.domain.complaint import Row
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.rules import load_rules
from assistant.knowledge.signs import load_signs
from assistant.knowledge.tongue import Tongue

CORPUS = Path(__file__).parent.parent.parent / "corpus"
TODAY = date(2026, 11, 18)
TEXTS = (
    *("換班被系統退了三次，沒有理由", "系統不准我跟同事換班，也不說原因", "The app refuses to swap shifts and gives no reason", "換班申請一直退件"),
    *("車機定位下班還在錄", "GPS 定位連我週末去哪都知道", "The van tracker keeps running after work", "định vị xe công ty ghi cả ngày nghỉ"),
    *("客人給一星，我的獎金被扣 2800 元", "星等低就扣獎金，根本是缺貨", "One star rating cut my bonus", "bintang 1 dari pelanggan, bonus dipotong"),
    *("電梯每次都停在八樓",),
)


@pytest.fixture(scope="session")
def complaint_signs() -> ComplaintSigns:
    """The signs that are shipped."""
    return load_complaint_signs(CORPUS)


@pytest.fixture(scope="session")
def sorter(complaint_signs: ComplaintSigns) -> Sorter:
    """A sorter for Taiwan without corrections."""
    return Sorter(
        signs=complaint_signs,
        crisis=load_signs(CORPUS / "common").crisis,
        rules=load_rules(CORPUS / "tw" / "deadlines.yaml"),
        calendar=calendar_for("TW"),
        tongue=Tongue(),
        place="TW",
    )


@pytest.fixture
def rows() -> tuple[Row, ...]:
    """A small batch."""
    return tuple(Row(number=number, id=f"r{number}", text=text, workplace="甲廠" if number % 2 else "乙廠", day=TODAY) for number, text in enumerate(TEXTS, 2))
