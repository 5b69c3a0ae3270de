"""Find dates as people say them: Chinese and ROC by a grammar of ours, the rest with dateparser."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import dateparser  # type: ignore[import-untyped]  # ships no types

from assistant.domain.value import Value


class Said(Value):
    """One date in a text."""

    start: int
    end: int
    text: str
    value: str = ""
    """`2026-03-05`, or `2026-03` where only the month was said; empty where there is no such day."""
    about: bool = False
    """True where the words leave some days open, as in 「上個月底」."""
    relative: bool = False
    """True where the words mean another day tomorrow, as in 「昨天」."""
    yearless: bool = False
    """True where the year was guessed."""

    @property
    def day(self) -> date | None:
        """The day, where one was said and exists."""
        return date.fromisoformat(self.value) if len(self.value) == 10 else None


def find_dates(text: str, today: date, *, future: bool = False) -> tuple[Said, ...]:
    """Return every date of the text in its order; without a year it is the last one past, or the next one where `future`."""
    found: list[Said] = []
    taken: list[tuple[int, int]] = []
    plain = text.translate(_WIDE)
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            said = read(match, today, future)
            if said is not None:
                taken.append(match.span())
                found.append(said)
    return tuple(sorted(found, key=lambda said: said.start))


def parse_date(text: str, today: date, *, future: bool = False) -> Said | None:
    """Return the one date that a whole answer gives; the last of several. None where there is none."""
    found = find_dates(text, today, future=future)
    if found:
        return found[-1]
    if not re.search(r"\d|ago|last|trước|lalu|qua|kemarin", text, re.I) or len(text) > 60:
        return None
    return _foreign(text, today)


def _foreign(text: str, today: date) -> Said | None:
    settings = {"RELATIVE_BASE": datetime(today.year, today.month, today.day), "PREFER_DATES_FROM": "past", "REQUIRE_PARTS": ["day", "month"]}  # noqa: DTZ001  # a wall-clock day
    parsed = dateparser.parse(text, languages=["en", "vi", "id", "th", "fil"], settings=settings)
    if parsed is None:
        return None
    return Said(start=0, end=len(text), text=text, value=parsed.date().isoformat())


_WIDE = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")
_DIGITS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_N = r"(?:\d{1,3}|[〇零一二兩三四五六七八九十廿]{1,4})"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAY_WORDS = {
    "大前天": -3, "前天": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "剛剛": 0,
    "大後天": 3, "後天": 2, "明天": 1, "明日": 1,
    "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "this morning": 0, "tomorrow": 1,
}  # fmt: skip
_YEAR_WORDS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_MONTH_WORDS = {
    "上上個月": -2,
    "上上月": -2,
    "上個月": -1,
    "上月": -1,
    "這個月": 0,
    "本月": 0,
    "下個月": 1,
    "下月": 1,
    "last month": -1,
    "this month": 0,
    "next month": 1,
}
_WEEK_WORDS = {"上上": -2, "上": -1, "這": 0, "本": 0, "下": 1, "下下": 2}
_PARTS = {"初": 1, "中": 15, "中旬": 15, "上旬": 5, "下旬": 25, "底": 31, "末": 31}
_UNITS = {"天": "days", "日": "days", "週": "weeks", "周": "weeks", "禮拜": "weeks", "星期": "weeks", "月": "months", "年": "years"}
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_SHORT = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_M = "(?:" + "|".join([*_MONTHS, *sorted(_SHORT, key=len, reverse=True)]) + r")\.?"
_EN_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_EN_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "a few": 3,
    "a couple of": 2,
}

_YEAR_BEFORE = re.compile(r"\b(?P<w>next|last|this) year,?(?: in| on)? $", re.I)
_YEAR_AFTER = re.compile(r",? (?:of |in )?(?P<w>next|last|this) year\b", re.I)

_Read = Callable[[re.Match[str], date, bool], Said | None]


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, found, rest = text.partition("百")
    if found:
        return _DIGITS.get(hundreds, 1) * 100 + (_number(rest.lstrip("零〇○")) if rest else 0)
    text = text.replace("廿", "二十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[sign]) for sign in text) or 0)


def _said(match: re.Match[str], value: date | str | None, **more: bool) -> Said:
    iso = value.isoformat() if isinstance(value, date) else value or ""
    return Said(start=match.start(), end=match.end(), text=match.group(), value=iso, **more)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(year: int) -> int:
    return year + 1911 if year < 1000 else year


def _with_year(match: re.Match[str], today: date, future: bool) -> Said | None:  # noqa: ARG001
    year, month = _full_year(_number(match["y"])), _number(match["m"])
    if match["d"] is None:
        return _said(match, f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None)
    return _said(match, _day(year, month, _number(match["d"])))


def _either_way(match: re.Match[str], today: date, future: bool) -> Said | None:
    """Read 12/11/2026 day first, month first where day first is no day or still to come."""
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    readings = [day for day in (_day(year, second, first), _day(year, first, second)) if day]
    past = [day for day in readings if future or day <= today]
    return _said(match, next(iter(past or readings), None), about=len(past) > 1 and first != second)


def _yearless(match: re.Match[str], today: date, future: bool) -> Said | None:
    year_word, month = match.groupdict().get("yw"), _month(match["m"])
    day = _number(match["d"]) if match.groupdict().get("d") else None
    part = match.groupdict().get("p")
    year = today.year + _YEAR_WORDS[year_word] if year_word else _near_year(month, day or 1, today, future)
    if not 1 <= month <= 12:
        return _said(match, None)
    if part:
        return _said(match, date(year, month, min(_PARTS[part], monthrange(year, month)[1])), about=True, yearless=True)
    if day is None:
        return _said(match, f"{year:04d}-{month:02d}", yearless=not year_word)
    if year_word is None and (month, day) == (2, 29):
        year = next(near for near in range(year, year - 9, -1) if monthrange(near, 2)[1] == 29)
    return _said(match, _day(year, month, day), yearless=not year_word)


def _month(text: str) -> int:
    name = text.lower().rstrip(".")
    return _MONTHS.get(name) or _SHORT.get(name) or _number(text)


def _near_year(month: int, day: int, today: date, future: bool) -> int:
    ahead = (month, day) > (today.month, today.day)
    if future:
        return today.year if ahead or (month, day) == (today.month, today.day) else today.year + 1
    return today.year - 1 if ahead else today.year


def _shifted(today: date, months: int) -> tuple[int, int]:
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1


def _of_month(match: re.Match[str], today: date, future: bool) -> Said | None:  # noqa: ARG001
    year, month = _shifted(today, _MONTH_WORDS[match["w"].lower()])
    if match.groupdict().get("d"):
        return _said(match, _day(year, month, _number(match["d"])), relative=True)
    part = match.groupdict().get("p") or match.groupdict().get("pe")
    if part:
        number = _PARTS.get(part) or {"end": 31, "beginning": 1, "start": 1, "middle": 15}[part.lower()]
        return _said(match, date(year, month, min(number, monthrange(year, month)[1])), about=True, relative=True)
    return _said(match, f"{year:04d}-{month:02d}", relative=True)


def _week(match: re.Match[str], today: date, future: bool) -> Said | None:
    word, weekday = match["w"], _WEEKDAYS[match["d"]]
    monday = today - timedelta(days=today.weekday())
    if word:
        return _said(match, monday + timedelta(days=7 * _WEEK_WORDS[word] + weekday), relative=True)
    day = monday + timedelta(days=weekday)
    if day > today and not future:
        day -= timedelta(days=7)
    return _said(match, day, relative=True)


def _ago(match: re.Match[str], today: date, future: bool) -> Said | None:  # noqa: ARG001
    count = _EN_NUMBERS.get(match["n"].lower()) or _number(match["n"])
    unit = _UNITS.get(match["u"]) or match["u"].lower().rstrip("s") + "s"
    sign = 1 if match["way"] in ("後", "之後", "以後") else -1
    return _said(match, _moved(today, sign * count, unit), relative=True)


def _moved(today: date, count: int, unit: str) -> date:
    if unit in ("days", "weeks"):
        return today + timedelta(**{unit: count})
    year, month = _shifted(today, count * (12 if unit == "years" else 1))
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _word(match: re.Match[str], today: date, future: bool) -> Said | None:  # noqa: ARG001
    return _said(match, today + timedelta(days=_DAY_WORDS[match.group().lower()]), relative=True)


def _en_weekday(match: re.Match[str], today: date, future: bool) -> Said | None:
    weekday = _EN_WEEKDAYS.split("|").index(match["d"].lower())
    ahead = (match["w"] or "").lower() == "next" or (future and match["w"] is None)
    days = (weekday - today.weekday() - 1) % 7 + 1 if ahead else -((today.weekday() - weekday - 1) % 7 + 1)
    return _said(match, today + timedelta(days=days), relative=True)


def _en_full(match: re.Match[str], today: date, future: bool) -> Said | None:
    year = _en_year(match, today)
    return _yearless(match, today, future) if year is None else _said(match, _day(year, _month(match["m"]), int(match["d"])))


def _en_month(match: re.Match[str], today: date, future: bool) -> Said | None:
    year = _en_year(match, today)
    return _yearless(match, today, future) if year is None else _said(match, f"{year:04d}-{_month(match['m']):02d}")


def _en_year(match: re.Match[str], today: date) -> int | None:
    """Return the year said with an English date, also as "next year" beside it; None where none was said."""
    if match["y"]:
        return int(match["y"])
    before, after = _YEAR_BEFORE.search(match.string[: match.start()]), _YEAR_AFTER.match(match.string[match.end() :])
    word = (before or after or {"w": ""})["w"].lower()
    return today.year + {"next": 1, "last": -1, "this": 0}[word] if word else None


def _grammar() -> Iterator[tuple[re.Pattern[str], _Read]]:
    """Yield the table, longest forms first: what stands earlier takes the text."""
    d, m = f"(?P<d>{_N})", f"(?P<m>{_N})"
    part = "(?P<p>初|中旬|上旬|下旬|中|底|末)"
    table: list[tuple[str, _Read]] = [
        (rf"(?:中華民國|民國|西元)?\s*(?P<y>\d{{2,4}}|[一二三四五六七八九十百〇○零]{{2,7}})\s*年\s*{m}\s*月(?:份)?(?:\s*{d}\s*[日號号])?", _with_year),
        (r"(?<![\d/.-])(?P<y>\d{3,4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})(?![\d/-])", _with_year),
        (r"(?<![\d/.-])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})(?![\d/])", _either_way),
        (rf"(?P<yw>前年|去年|今年|明年)(?:的)?\s*{m}\s*月\s*(?:{part}|{d}\s*[日號号]?)?", _yearless),
        (rf"(?P<w>上上個月|上上月|上個月|上月|這個月|本月|下個月|下月)的?\s*(?:{part}|{d}\s*[日號号])?", _of_month),
        (rf"(?<![\d年個]){m}\s*月\s*(?:{part}|{d}\s*[日號号]?)?(?!\d*\s*(?:個|天))", _yearless),
        (r"(?<![\d/.])(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/])", _yearless),
        (r"(?P<w>上上|下下|上|這|本|下)?個?(?:週|周|禮拜|星期)(?P<d>[一二三四五六日天])(?!個)", _week),
        (rf"(?P<n>{_N})\s*個?多?(?P<u>天|日|週|周|禮拜|星期|月|年)\s*(?P<way>以前|之前|前|之後|以後|後)", _ago),
        (r"\b(?P<pe>end|beginning|start|middle) of (?P<w>last month|this month|next month)\b", _of_month),
        (rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_M})(?:,? (?P<y>\d{{4}}))?\b", _en_full),
        (rf"\b(?P<m>{_M}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y>\d{{4}}))?\b", _en_full),
        (rf"\b(?P<n>\d{{1,3}}|{'|'.join(sorted(_EN_NUMBERS, key=len, reverse=True))}) (?P<u>days?|weeks?|months?|years?) (?P<way>ago|before|earlier)\b", _ago),
        (r"\b(?P<w>last month|next month)\b", _of_month),
        (rf"\b(?:(?P<w>last|this|next|on) )?(?P<d>{_EN_WEEKDAYS})\b", _en_weekday),
        (rf"\b(?P<m>{_M})(?: (?P<y>\d{{4}}))\b", _en_month),
        (rf"\b(?P<y>(?!))?(?P<m>{'|'.join(name for name in _MONTHS if name != 'may')})\b", _en_month),
        (r"\b(?:in|not|since|from|was|it's|is) (?P<y>(?!))?(?P<m>may)\b", _en_month),
        ("|".join(sorted((re.escape(word) if not word.isascii() else rf"\b{word}\b" for word in _DAY_WORDS), key=len, reverse=True)), _word),
    ]
    for pattern, read in table:
        yield re.compile(pattern, re.I), read


_GRAMMAR = tuple(_grammar())
