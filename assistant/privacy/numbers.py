"""Numbers and addresses that machines give: identity cards, phones, e-mail, staff numbers, plates, accounts."""

import re
from collections.abc import Iterator

import phonenumbers

from assistant.privacy.found import Found, Level, every

HOME = "TW"
"""Region in which a phone number without a country code is read."""

_LETTERS = {letter: 10 + number for number, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}  # Ministry of the Interior: the first letter's value
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)

_ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][ \u3000-]{0,2}[A-Da-d1289](?:[ \u3000-]{0,2}\d){8}(?![A-Za-z0-9])")
_LABELLED_ID = re.compile(
    r"(?:身[分份]證(?:字號|號碼|統一編號)?|居留證(?:號碼?|統一證號)?|統一證號|居留號碼?"
    r"|\b(?:national ID|ID|ARC|UI)(?: card)?(?: number| no\.?)?)\s*(?:是|為|is|[:：])?\s*([A-Za-z][A-Da-d1289]\d{8})(?!\d)",
    re.I,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+\s?[@＠]\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>「」（）()，。]+", re.I)
_ACCOUNT = re.compile(
    r"(?:(?:銀行|郵局|薪轉|匯款|轉帳|存款|存簿|撥薪)?(?:帳|賬)(?:號|戶)|郵局|局號|account(?: number| no\.?)?|rekening|tài khoản)\D{0,12}?(\d[\d -]{7,22}\d)"
    r"|(?<![\d.-])(\d{3}[- ]\d{3,7}[- ]\d{3,9}(?:-\d)?|\d{3}-\d{9,16}|\d{11,16})(?![\d-])",
    re.I,
)
_EMPLOYEE = re.compile(
    r"(?:員工?(?:編號|代號|代碼|證號?|號碼|編碼)|員編|工號|職編|職工號|識別證號?碼?|人員代碼|打卡號碼?|臉部註冊碼|騎手編號|外送員編號|司機編號|隊員編號"
    r"|\b(?:employee|staff|badge|personnel|worker|rider|driver|courier)\s*(?:number|no\.?|id|code|#)?"
    r"|\b(?:nomor|no\.?|kode|ID)\s*(?:karyawan|pegawai|pekerja)|mã\s*(?:số\s*)?(?:nhân viên|NV))"
    r"\s*(?:是|為|is|adalah|là|[:：#])?\s*#?(?=[A-Za-z0-9-]*\d{2})([A-Za-z]{0,4}-?\d{2,12}[A-Za-z]?)(?![A-Za-z0-9])",
    re.I,
)
_PLATE = re.compile(
    r"(?<![A-Za-z0-9-])(?!(?:ISO|IEC|CNS|RFC|GPT|PDA|SOP|USB|COM|ERP|APP|API|CPU|LED|FAQ|VER|SKU|KPI)-)"
    r"(?:[A-Z]{2,3}-\d{3,4}|\d{3,4}-[A-Z]{2,3}|[A-Z]\d-\d{3,4}|\d{3,4}-[A-Z]\d)(?![A-Za-z0-9-])"
)
_LABELLED_PLATE = re.compile(
    r"(?:車牌(?:號碼?)?|車號|(?:licen[cs]e )?plate(?: number)?|biển số|plat(?: nomor)?)"
    r"\s*(?:是|為|is|[:：])?\s*([A-Za-z0-9]{2,4}[- ]?[A-Za-z0-9]{2,4})(?![A-Za-z0-9])",
    re.I,
)
_MOBILE = re.compile(r"(?<![\d.-])09\d{2}[ .-]?\d{3}[ .-]?\d{3}(?!\d)|(?<![\d.-])09\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}(?!\d)")
_LANDLINE = re.compile(r"(?<![\dA-Za-z-])(?:\(0\d{1,2}\)|0[2-8]\d?)[ -]?\d{3,4}[ -]?\d{3,4}(?![\d-])")
_EXTENSION = re.compile(r"\s*(?:轉|分機|#|＃|ext\.?|extension|x)\s*:?\s*\d{1,6}", re.I)
_PUBLIC = re.compile(r"^0800")
_OTHER = re.compile(
    r"(?:單號?|訂單|編號|案號|字第|追蹤碼|貨號|發票|統編|型號|機型|條碼|料號|序號|版本|批號|order|ticket|invoice|tracking|model|case|parcel|version|serial"
    r"|meeting ID|會議(?:ID|代碼))\s*(?:number|no\.?|id|是|為|#|[:：])?\s*$",
    re.I,
)


def valid_id(number: str) -> bool:
    """Say whether this is a well-formed Taiwan national ID or resident-certificate number, old or new.

    Source: Ministry of the Interior, weighted sum of the letters' values and the digits, divisible by ten.
    """
    number = number.upper()
    if not re.fullmatch(r"[A-Z][A-D1289]\d{8}", number):
        return False
    first = _LETTERS[number[0]]
    second = _LETTERS[number[1]] % 10 if number[1].isalpha() else int(number[1])
    digits = (first // 10, first % 10, second, *map(int, number[2:]))
    return sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10 == 0


def numbers(text: str) -> Iterator[Found]:
    """Yield what machines gave, the surest kinds first."""
    if not (set(text) & set("@＠.")) and sum(char.isdigit() for char in text) < 2:
        return
    yield from every(_LINK, "LINK", text)
    yield from every(_EMAIL, "EMAIL", text)
    if sum(char.isdigit() for char in text) < 2:
        return
    yield from _identities(text)
    yield from every(_EMPLOYEE, "EMPLOYEE", text)
    yield from every(_LABELLED_PLATE, "PLATE", text, _has_digit)
    yield from (found for found in every(_PLATE, "PLATE", text) if not _labelled_other(text, found))
    yield from _phones(text)
    yield from (found for found in every(_ACCOUNT, "ACCOUNT", text) if not _labelled_other(text, found))


def _identities(text: str) -> Iterator[Found]:
    for found in every(_LABELLED_ID, "ID", text):
        yield found._replace(kind=_kind_of(text[found.start : found.stop]))
    for found in every(_ID, "ID", text, lambda value: valid_id(re.sub(r"[^A-Za-z0-9]", "", value))):
        value = re.sub(r"[^A-Za-z0-9]", "", text[found.start : found.stop])
        yield found._replace(kind=_kind_of(value), level=Level.LIKELY if _labelled_other(text, found) else Level.SURE)


def _kind_of(number: str) -> str:
    """Return RESIDENT for a resident certificate (second sign A-D, or 8 and 9 since 2021), else ID."""
    return "ID" if number[1] in "12" else "RESIDENT"


def _phones(text: str) -> Iterator[Found]:
    if sum(char.isdigit() for char in text) < 7:
        return
    seen: list[Found] = []
    for pattern in (_MOBILE, _LANDLINE):
        seen += [found for found in every(pattern, "PHONE", text) if not _PUBLIC.match(text[found.start : found.stop].lstrip("("))]
    for match in phonenumbers.PhoneNumberMatcher(text, HOME):
        found = Found(match.start, match.end, "PHONE")
        if not _labelled_other(text, found) and not _PUBLIC.match(match.raw_string):
            seen.append(found)
    for found in sorted(seen, key=lambda each: (each.start, -each.stop)):
        more = _EXTENSION.match(text, found.stop)
        yield found._replace(stop=more.end()) if more else found


def _labelled_other(text: str, found: Found) -> bool:
    """Say whether the words before name another kind of number, such as an order's."""
    return bool(_OTHER.search(text[max(0, found.start - 20) : found.start]))


def _has_digit(value: str) -> bool:
    return any(char.isdigit() for char in value)
