"""Find and mask personal data in one text; the same value gets the same token, and the tokens can be turned back."""

import re
from collections.abc import Callable, Iterator, Sequence

import phonenumbers
from pydantic import Field

from assistant.domain.value import Value

HOME = "TW"
"""Region in which a phone number without a country code is read."""

_LETTERS = {letter: 10 + number for number, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}  # Ministry of the Interior: the first letter's value
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_WIDE = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})

_ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Da-d1289]\d{8}(?![A-Za-z0-9])")
_LABELLED_ID = re.compile(
    r"(?:身[分份]證(?:字號|號碼)?|居留證(?:號碼?)?|統一證號"
    r"|\b(?:ID|ARC)(?: card)?(?: number| no\.?)?)\s*(?:是|為|is|[::])?\s*([A-Za-z][A-Da-d1289]\d{8})(?!\d)",
    re.I,
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>「」（）()，。]+", re.I)
_ACCOUNT = re.compile(
    r"(?:(?:銀行|郵局|薪轉|匯款|轉帳|存款)?(?:帳|賬)(?:號|戶)|account(?: number| no\.?)?)\D{0,12}?(\d[\d -]{7,18}\d)"
    r"|(?<![\d.-])(\d{3}-\d{3,6}-\d{3,8}(?:-\d)?|\d{11,16})(?![\d-])",
    re.I,
)
_EMPLOYEE = re.compile(
    r"(?:員工(?:編號|代號|證號?|號碼)|員編|工號|職編|(?:employee|staff|badge|personnel)\s*(?:number|no\.?|id|code|#))"
    r"\s*(?:是|為|is|[::#])?\s*#?([A-Za-z]{0,4}-?\d{2,12}[A-Za-z]?)",
    re.I,
)
_PLATE = re.compile(r"(?<![A-Za-z0-9-])(?!(?:ISO|IEC|CNS|RFC|GPT)-)(?:[A-Z]{2,3}-\d{3,4}|\d{3,4}-[A-Z]{2,3}|[A-Z]\d-\d{3,4})(?![A-Za-z0-9-])")
_LABELLED_PLATE = re.compile(
    r"(?:車牌(?:號碼?)?|車號|(?:licen[cs]e )?plate(?: number)?)\s*(?:是|為|is|[::])?\s*([A-Za-z0-9]{2,4}-?[A-Za-z0-9]{2,4})(?![A-Za-z0-9])", re.I
)
_MOBILE = re.compile(r"(?<!\d)09\d{2}[ -]?\d{3}[ -]?\d{3}(?!\d)")

_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁"
    "卓馬董溫唐藍石蔣田康鄒白涂尤巫韓龔嚴袁金童陸夏柳凃邵錢伍倪溥譚駱熊任甘姚孔黎史賀雷湯尹秦"
)
_TITLES = (
    "先生|小姐|女士|太太|總經理|副總經理|副總|經理|副理|協理|襄理|主任|課長|科長|組長|處長|部長"
    "|廠長|店長|站長|領班|班長|專員|總監|董事長|執行長|老師|醫師|醫生|律師|法官|委員|同學|師傅|大哥|大姐|姐|哥"
)
_TITLED = re.compile(rf"(?<![為如任幾])((?:歐陽|司馬|上官|諸葛|張簡|范姜|[{_SURNAMES}])[㐀-鿿]{{0,2}}?)(?={_TITLES})")
_NOT_GIVEN = re.compile("[的是說叫問在請用給讓被我你他她們和跟與及或就也都很]")
_CALLED = re.compile(
    r"(?:我叫做?|我的名字(?:是|叫)|我姓名(?:是|叫)?|姓名\s*[::]|本人\s*(?=[㐀-鿿]{2,4}[,，、。]))\s*([㐀-鿿]{2,4}?)(?=[,，、。.;；\s!！]|在|是|$|，)"
)
_CALLED_LATIN = re.compile(r"(?:[Mm]y name(?:'s| is)|[Mm]y full name is|(?:I am|I'm) called|我叫做?|[Nn]ame:)\s+([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})")
_TITLED_LATIN = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam)\.? ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})")

Span = tuple[int, int, str]


class Masked(Value):
    """A text whose personal data stand as tokens."""

    text: str
    tokens: dict[str, str] = Field(default_factory=dict)
    """`[PERSON_1]` -> what stood there."""


def mask(text: str, known: Sequence[str] = (), *, earlier: Masked | None = None) -> Masked:
    """Return the text with personal data and the `known` organisations' names as tokens.

    `earlier` carries the tokens of a text masked before, so that the same person keeps the same token in both.
    """
    plain = text.translate(_WIDE)
    tokens = dict(earlier.tokens) if earlier else {}
    by_value = {value: token for token, value in tokens.items()}
    pieces, end = [], 0
    for start, stop, kind in _spans(plain, known, tuple(tokens.items())):
        value = text[start:stop]
        token = by_value.get(value)
        if token is None:
            token = f"[{kind}_{sum(name.startswith(f'[{kind}_') for name in tokens) + 1}]"
            tokens[token], by_value[value] = value, token
        pieces += [text[end:start], token]
        end = stop
    return Masked(text="".join([*pieces, text[end:]]), tokens=tokens)


def unmask(text: str, tokens: dict[str, str]) -> str:
    """Return the text with every known token turned back into what it stands for."""
    return re.sub(r"\[[A-Z]+_\d+\]", lambda found: tokens.get(found[0], found[0]), text)


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


def _spans(text: str, known: Sequence[str], earlier: Sequence[tuple[str, str]]) -> list[Span]:
    """Return what to mask, in order and without overlap; the kinds named first win."""
    taken: list[Span] = []
    for find in (_numbers, _names):
        for span in find(text):
            _take(span, taken)
    for name in sorted({name for name in known if len(name.strip()) > 1}, key=len, reverse=True):
        for found in re.finditer(_bounded(name), text, re.I):
            _take((*found.span(), "ORG"), taken)
    values = [(value, token.strip("[]").rsplit("_", 1)[0]) for token, value in earlier] + [
        (text[start:stop], kind) for start, stop, kind in taken if kind == "PERSON"
    ]
    for value, kind in values:  # a name that was given once is masked wherever it stands
        if len(value) > 1:
            for found in re.finditer(_bounded(value), text):
                _take((*found.span(), kind), taken)
    return sorted(taken)


def _take(span: Span, taken: list[Span]) -> None:
    start, stop, _ = span
    if start < stop and all(stop <= other[0] or other[1] <= start for other in taken):
        taken.append(span)


def _bounded(name: str) -> str:
    """Return a pattern for a whole name; Chinese has no word boundaries."""
    pattern = re.escape(name.translate(_WIDE))
    return rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", name) else pattern


def _numbers(text: str) -> Iterator[Span]:
    yield from _all(_LINK, "LINK", text)
    yield from _all(_EMAIL, "EMAIL", text)
    yield from _all(_LABELLED_ID, "ID", text)
    yield from _all(_ID, "ID", text, valid_id)
    yield from _all(_EMPLOYEE, "EMPLOYEE", text)
    yield from _all(_LABELLED_PLATE, "PLATE", text)
    yield from _all(_PLATE, "PLATE", text)
    yield from _all(_MOBILE, "PHONE", text)
    for match in phonenumbers.PhoneNumberMatcher(text, HOME):
        yield match.start, match.end, "PHONE"
    yield from _all(_ACCOUNT, "ACCOUNT", text)


def _names(text: str) -> Iterator[Span]:
    yield from _all(_CALLED_LATIN, "PERSON", text)
    yield from _all(_TITLED_LATIN, "PERSON", text)
    yield from _all(_CALLED, "PERSON", text)
    yield from _all(_TITLED, "PERSON", text, lambda name: not _NOT_GIVEN.search(name[1:]))


def _all(pattern: re.Pattern[str], kind: str, text: str, holds: Callable[[str], bool] = bool) -> Iterator[Span]:
    for found in pattern.finditer(text):
        group = next((number for number in range(1, pattern.groups + 1) if found[number]), 0)
        if holds(found[group]):
            yield (*found.span(group), kind)
