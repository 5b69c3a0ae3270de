"""Find the statutory clock that runs in a story somebody told, and count it from the date that starts it."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.dates import Said, find_dates, parse_date
from assistant.domain.complaint import Clock
from assistant.domain.complaint_signs import ClockSign
from assistant.domain.counting import reckon
from assistant.domain.deadline import Calendar, DeadlineRule, find_rule
from assistant.errors import BadRequest

_NEAR = 14
"""Characters between a date and a word that still belong together."""
_FOREIGN = re.compile(
    r"\b(?:ngày )?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b|\b(?:ngày )?\d{1,2} tháng \d{1,2}\b"
    r"|\b\d{1,2} (?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)(?: \d{4})?\b"
)
_DAY_FIRST = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]|\b(?:saya|tanggal|yang|tidak|dan|ke|di)\b")
_SERVICE = re.compile(
    r"(?:年資|做了|做|工作(?:了)?|到職|làm được|làm|kerja(?: sudah)?|masa kerja|employed for|worked(?: here)?(?: for)?|after)\D{0,8}?"
    r"(\d{1,2}|[一二兩三四五六七八九十半]{1,3})\s*(?:個)?\s*(年半|年|月|năm|tháng|tahun|bulan|years?|months?)(?:\D{0,3}(\d{1,2}|半)\s*(?:個月|月|tháng|bulan|months?)?)?"
)
_SINCE = re.compile(r"(?:since|from|employed since|từ|sejak)\s+(?:[a-z]+ )?(20\d\d)|(20\d\d)\s*年?\s*(?:到職|進公司|入職)")
_NUMBERS = {"半": 0.5, "一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def running_clock(lower: str, today: date, signs: Sequence[ClockSign], *, rules: Sequence[DeadlineRule], calendar: Calendar) -> Clock | None:
    """Return the first clock whose signs show and whose starting day is said; None where no day is said or the corpus lacks the rule.

    `lower` is the text in lower case, `today` the day it was sent: dates without a year are the nearest ones.
    """
    shown = [sign for sign in signs if sign.shows_in(lower)]
    days = _days(lower, today) if shown else []
    found = (_counted(lower, today, days, sign, rules=rules, calendar=calendar) for sign in shown)
    return next((clock for clock in found if clock), None)


def judged_clock(lower: str, today: date, sign: ClockSign, *, rules: Sequence[DeadlineRule], calendar: Calendar) -> Clock | None:
    """Return the clock that runs by another judgement than its words, counted where a day is said; None where the corpus lacks the rule."""
    rule = find_rule(rules, _rule_of(sign, lower, today))
    counted = _counted(lower, today, _days(lower, today), sign, rules=rules, calendar=calendar)
    return counted or (Clock(rule=rule.id, start=None, last_day=None, binds=rule.binds.value) if rule else None)


def _counted(lower: str, today: date, days: list[Said], sign: ClockSign, *, rules: Sequence[DeadlineRule], calendar: Calendar) -> Clock | None:
    said = _starting(lower, days, sign) if days else None
    rule = find_rule(rules, _rule_of(sign, lower, today))
    if said is None or said.day is None or rule is None:
        return None
    try:
        reckoning = reckon(rule, said.day, calendar)
    except BadRequest:
        return None
    last = min(reckoning.safe_day, reckoning.last_day) if rule.binds == "you" else reckoning.last_day
    return Clock(rule=rule.id, start=said.day, last_day=last, binds=rule.binds.value, words=said.text)


def _days(lower: str, today: date) -> list[Said]:
    """Return the days that are said, a day-first reading for languages that write so."""
    found = [said for said in find_dates(lower, today + timedelta(days=60)) if said.day] if not _DAY_FIRST.search(lower) else []
    near = [said for said in find_dates(lower, today) if said.day]
    found = [_nearer(said, near) for said in found]
    for match in _FOREIGN.finditer(lower) if _DAY_FIRST.search(lower) else ():
        day = _day_first(match[0], today)
        if day:
            found.append(Said(start=match.start(), end=match.end(), text=match[0], value=day.isoformat(), yearless=True))
    return sorted(found, key=lambda said: said.start)


def _nearer(said: Said, near: Sequence[Said]) -> Said:
    """Return a relative date as it was meant on the day the text was sent."""
    return next((other for other in near if other.start == said.start and (said.relative or other.value == said.value)), said)


def _day_first(text: str, today: date) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) < 2:
        said = parse_date(text, today)
        return said.day if said else None
    day, month = numbers[0], numbers[1]
    year = numbers[2] if len(numbers) > 2 else today.year
    try:
        found = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return found.replace(year=found.year - 1) if len(numbers) == 2 and found > today + timedelta(days=90) else found


def _starting(lower: str, days: Sequence[Said], sign: ClockSign) -> Said | None:
    """Return the date nearest to a word that says the clock starts; else the first or last of the text."""
    beside: list[tuple[int, Said]] = []
    for match in sign.starts.compiled.finditer(lower):
        for said in days:
            gap = _gap(lower, match, said)
            if -1 <= gap <= _NEAR:
                beside.append((gap, said))
    if beside:
        return (
            min(beside, key=lambda found: found[0])[1]
            if sign.pick == "first"
            else max((found for found in beside if found[0] <= _NEAR), key=lambda found: found[1].start)[1]
        )
    return days[0] if sign.pick == "first" else days[-1]


def _gap(lower: str, match: re.Match[str], said: Said) -> int:
    """Return how far a date stands from a word; Chinese says the day before the deed, the others after it, and a comma parts them."""
    before = said.end <= match.start()
    first, last = (said.end, match.start()) if before else (match.end(), said.start)
    chinese = not match[0].isascii() and not _DAY_FIRST.search(match[0])
    return last - first + (0 if before == chinese else 4) + (8 if re.search("[,，。;；]", lower[first:last]) else 0)


def _rule_of(sign: ClockSign, lower: str, today: date) -> str:
    if not sign.by_service:
        return sign.rule
    years = _service(lower, today)
    if years is None:
        return max(sign.by_service, key=lambda rule: sign.by_service[rule])
    fitting = [rule for rule, least in sign.by_service.items() if years >= least]
    return max(fitting or [min(sign.by_service, key=lambda rule: sign.by_service[rule])], key=lambda rule: sign.by_service[rule])


def _service(lower: str, today: date) -> float | None:
    """Return the years of service that are said."""
    if since := _SINCE.search(lower):
        return today.year - int(since[1] or since[2])
    found = _SERVICE.search(lower)
    if not found:
        return None
    number, unit, more = found[1], found[2], found[3]
    value = float(number) if number.isdigit() else sum(_NUMBERS.get(sign, 0) for sign in number)
    if unit in ("月", "tháng", "bulan") or unit.startswith("month"):
        return value / 12
    extra = 0.5 if unit == "年半" or more == "半" else (int(more) / 12 if more and more.isdigit() else 0)
    return value + extra
