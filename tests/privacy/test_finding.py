"""Names, numbers and addresses are found; what only looks like one is left."""

import pytest

from assistant.privacy import Level, find


def _found(text: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.stop], each.kind) for each in find(text) if each.level >= Level.LIKELY]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("身分證空格 A 1 2 3 4 5 6 7 8 9 看得到嗎", "A 1 2 3 4 5 6 7 8 9", "ID"),
        ("居留證 A800000014", "A800000014", "RESIDENT"),
        ("總機02-2255-7788轉9", "02-2255-7788轉9", "PHONE"),
        ("手機0938.111.000", "0938.111.000", "PHONE"),
        ("轉到807-01800412345678", "807-01800412345678", "ACCOUNT"),
        ("我住在新北市板橋區文化路一段188巷3號5樓", "新北市板橋區文化路一段188巷3號5樓", "ADDRESS"),
        ("at 3F, No. 15, Sec. 1, Heping E. Rd., Taipei City", "3F, No. 15, Sec. 1, Heping E. Rd., Taipei City", "ADDRESS"),
        ("主管叫諸葛明亮", "諸葛明亮", "PERSON"),
        ("請阿義哥回電", "阿義", "PERSON"),
        ("小吳的班", "小吳", "PERSON"),
        ("Đặng Văn Sơn說的", "Đặng Văn Sơn", "PERSON"),
        ("My manager Oliver Grant said so", "Oliver Grant", "PERSON"),
        ("badge P-3321", "P-3321", "EMPLOYEE"),
        ("騎NAB-7001", "NAB-7001", "PLATE"),
    ],
)
def test_personal_data_is_found_whole(text: str, value: str, kind: str) -> None:
    assert _found(text) == [(value, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "單號A187654320掃不出來",
        "型號PDA-5100，版本2.7",
        "統編87654321的公司",
        "meeting ID 812 334 5567，八點開始",
        "向地方勞動主管機關申訴",
        "江湖在走，林口的倉，高低溫差大，白天的班",
        "我在新竹上班，租的地方在竹北",
        "李姓同事被資遣",
        "程式任意改班，金額不對，方案沒公布",
        "打1955說要等，0800-085-151沒人接",
    ],
)
def test_what_only_looks_personal_is_left(text: str) -> None:
    assert _found(text) == []


def test_a_surname_that_is_a_word_counts_with_two_signs_of_given_names() -> None:
    for text, name in (
        ("請不要讓湯育誠知道", "湯育誠"),
        ("I heard it from Rosalind Tseng today", "Rosalind Tseng"),
        ("同事綽號木木 他不介意", "木木"),
        ("聽阿Ben說", "阿Ben"),
    ):
        assert name in [text[found.start : found.stop] for found in find(text) if found.level >= Level.LIKELY]


def test_an_address_begins_with_its_own_first_part() -> None:
    for text, address in (
        ("系統把我的地址登成基隆市中正區信二路77號", "基隆市中正區信二路77號"),
        ("我家斗六市雲林路二段310巷", "斗六市雲林路二段310巷"),
        ("我住10樓之3", "10樓之3"),
        ("Nhà số 14, ngõ 35, đường Trung Sơn, quận Bình Trấn, công ty biết", "số 14, ngõ 35, đường Trung Sơn, quận Bình Trấn"),
    ):
        assert address in [text[found.start : found.stop] for found in find(text) if found.kind == "ADDRESS"]
