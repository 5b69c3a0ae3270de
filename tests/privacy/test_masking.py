"""Personal data are found and masked by stable tokens that can be turned back."""

import pytest

from assistant.privacy import mask, unmask, valid_id

ORGANISATIONS = ["晨星物流", "Morningstar Logistics Demo"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("身分證 A123456789", "ID", "A123456789"),
        ("我的 ARC number is A800000014", "RESIDENT", "A800000014"),
        ("身分證字號：B123456781", "ID", "B123456781"),
        ("打 0912-345-678 給我", "PHONE", "0912-345-678"),
        ("call me at +886 912 345 678", "PHONE", "+886 912 345 678"),
        ("公司電話 (02) 2345-6789", "PHONE", "(02) 2345-6789"),
        ("my number is +84 90 123 4567", "PHONE", "+84 90 123 4567"),
        ("寄到 someone@example.com.tw", "EMAIL", "someone@example.com.tw"),
        ("員工編號：E10233", "EMPLOYEE", "E10233"),
        ("工號 88213", "EMPLOYEE", "88213"),
        ("my employee number is 4471", "EMPLOYEE", "4471"),
        ("車牌 ABC-1234", "PLATE", "ABC-1234"),
        ("騎 889-KLM 送貨", "PLATE", "889-KLM"),
        ("薪轉帳號 012345678901", "ACCOUNT", "012345678901"),
        ("account number 700-1234567-8901234", "ACCOUNT", "700-1234567-8901234"),
        ("我叫林小美，被資遣了", "PERSON", "林小美"),
        ("我的名字是陳大文。", "PERSON", "陳大文"),
        ("被張志明經理打低分", "PERSON", "張志明"),
        ("是歐陽小姐說的", "PERSON", "歐陽"),
        ("My name is Nguyen Van An and I ride", "PERSON", "Nguyen Van An"),
        ("because Ms. Carter said so", "PERSON", "Carter"),
        ("我在晨星物流上班", "ORG", "晨星物流"),
        ("I work at morningstar logistics demo now", "ORG", "morningstar logistics demo"),
        ("看 https://example.com/x?id=3 這頁", "LINK", "https://example.com/x?id=3"),
    ],
)
def test_personal_data_become_tokens_and_come_back(text: str, kind: str, value: str) -> None:
    masked = mask(text, ORGANISATIONS)

    assert masked.tokens == {f"[{kind}_1]": value}
    assert value not in masked.text
    assert unmask(masked.text, masked.tokens) == text


@pytest.mark.parametrize(
    "text",
    [
        "公司應在 15 天內回覆，2026-07-21 起施行，第 13 條。",
        "撥 1955 或 1925。",
        "我的分數從 87 掉到 62，薪水 32,000 元。",
        "我是外送員，主管說演算法不會錯。",
        "為何經理可以這樣？",
        "ISO-9001 認證",
        "Can my manager use an AI score of 0.83 under Article 22?",
        "A123456788 不是有效的號碼",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask(text, ORGANISATIONS).text == text


def test_the_same_person_has_one_token_everywhere_and_in_later_texts() -> None:
    first = mask("我叫林小美，林小美的主管是張志明經理")
    second = mask("張志明又罵林小美", earlier=first)

    assert first.text == "我叫[PERSON_1]，[PERSON_1]的主管是[PERSON_2]經理"
    assert second.text == "[PERSON_2]又罵[PERSON_1]"
    assert unmask(second.text, second.tokens) == "張志明又罵林小美"


def test_full_width_digits_are_seen() -> None:
    assert mask("電話０９１２３４５６７８").text == "電話[PHONE_1]"


@pytest.mark.parametrize(
    ("number", "valid"), [("A123456789", True), ("a123456789", True), ("A123456788", False), ("A800000014", True), ("AA00000000", False), ("12345", False)]
)
def test_the_check_digit_decides(number: str, valid: bool) -> None:
    assert valid_id(number) is valid


def test_unknown_tokens_stay_as_they_are() -> None:
    assert unmask("[PERSON_7] [x]", {"[PERSON_1]": "林"}) == "[PERSON_7] [x]"
