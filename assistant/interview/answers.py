"""Read one answer to one field: what it gives, or why it cannot be taken."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.dates import Said, parse_date
from assistant.domain.draft import DraftState
from assistant.domain.talk import Talk, matches
from assistant.domain.template import FieldKind, Ground, Option, Template, TemplateField
from assistant.domain.value import Value


@dataclass(frozen=True)
class Hearing:
    """What is needed to understand an answer."""

    template: Template
    state: DraftState
    talk: Talk
    today: date


class Read(Value):
    """What an answer gives. Either `values`, or `problem`: a phrase id that says why not."""

    values: tuple[str, ...] = ()
    problem: str | None = None
    said: str = ""
    """The part of the answer the problem is about."""


UNSAFE = re.compile(r"[<>{}\[\]\\`|$#*^~=]|https?://|\d{5,}")
_LONG = {FieldKind.YES_NO: 120, FieldKind.DATE: 200, FieldKind.CHOICE: 200, FieldKind.AMOUNT: 120, FieldKind.COUNT: 120, FieldKind.NAME: 120}
_FEWEST_LETTERS = 2
_YES = 4
"""Longest word that may be a yes or no instead of a name."""
_CHINESE_NUMBER = {"一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
NUMBERS = re.compile(r"[\s\d,，、和跟與&.。一二三四五六七八九第項個]+|\d{1,2}(?:(?:\s|,|and|&)+\d{1,2})+", re.I)
"""Nothing but numbers of options, as in 「1、3」."""
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+?\d[\d\s()-]{6,16}\d)")


def read_answer(field: TemplateField, text: str, hearing: Hearing) -> Read:
    """Return what a text answers to a field."""
    text = text.strip()
    if not text:
        return Read(problem="draft.problem.empty")
    longest = _LONG.get(field.kind, field.max_chars)
    if len(text) > longest:
        return Read(problem="draft.problem.long", said=str(longest))
    return _READERS[field.kind](field, text, hearing)


def check_date(field: TemplateField, said: Said, hearing: Hearing) -> str | None:
    """Return why a date cannot stand in a field; None where it can."""
    if not said.value:
        return "draft.problem.no_such_day"
    first = said.day or date.fromisoformat(f"{said.value}-01")
    if not field.future and first > hearing.today:
        return "draft.problem.future"
    if first.year < 1950 or first.year > hearing.today.year + 50:
        return "draft.problem.no_such_day"
    floor = hearing.state.value(field.not_before) if field.not_before else None
    if floor and said.value < floor[: len(said.value)]:
        return "draft.problem.too_early"
    return None


def _read_choice(field: TemplateField, text: str, hearing: Hearing) -> Read:
    options = hearing.template.grounds if field.kind is FieldKind.GROUNDS else field.options
    found = pick(options, text, hearing.talk)
    if field.kind is FieldKind.CHOICE:
        found = found[:1]
    return Read(values=found) if found else Read(problem="draft.problem.choice")


def _read_date(field: TemplateField, text: str, hearing: Hearing) -> Read:
    said = parse_date(text, hearing.today, future=field.future)
    if said is None:
        return Read(problem="draft.problem.date")
    problem = check_date(field, said, hearing)
    return Read(problem=problem, said=said.text) if problem else Read(values=(said.value,))


def _read_yes_no(_field: TemplateField, text: str, hearing: Hearing) -> Read:
    talk = hearing.talk
    if matches(talk.no, text):
        return Read(values=("no",))
    if matches(talk.yes, text):
        return Read(values=("yes",))
    return Read(problem="draft.problem.yes_no")


def _read_name(field: TemplateField, text: str, hearing: Hearing) -> Read:
    name = CONTACT.sub("", text)
    for _ in range(2):
        if (match := matches(hearing.talk.lead, name)) and match.start() == 0:
            name = name[match.end() :]
    name = re.split(r"[，,；;。\n]|(?:電話|手機|信箱|email|e-mail|phone|tel)[:：]?", name.strip(), maxsplit=1, flags=re.I)[0].strip(' 。:：「」『』"“”')
    name = re.sub(r"(?<!Ltd)(?<!Inc)(?<!Co)(?<!Corp)\.+$", "", name)
    if field.kind is FieldKind.ORGANISATION:
        name = re.sub(r"(?:上班|工作|服務|當.{1,8})$", "", name)
    if len(re.findall(r"[^\W\d_]", name)) < _FEWEST_LETTERS or _is_yes_or_no(name, hearing.talk):
        return Read(problem="draft.problem.name" if name else "draft.problem.empty")
    if (
        len(name) > (60 if field.kind is FieldKind.NAME else 100)
        or UNSAFE.search(name)
        or (field.kind is FieldKind.NAME and matches(hearing.talk.not_name, name))
    ):
        return Read(problem="draft.problem.name")
    if field.shows and not matches(field.shows, name):
        return Read(problem="draft.problem.shows")
    return Read(values=(_meant(field, name),))


def _is_yes_or_no(text: str, talk: Talk) -> bool:
    return len(text) <= _YES and (matches(talk.yes, text) or matches(talk.no, text)) is not None


def _meant(field: TemplateField, text: str) -> str:
    """Return what a name stands for, as a city for its government; the name itself where it stands for nothing else."""
    return next((meant.value for meant in field.meant if matches(meant.cues, text)), text)


def _read_amount(_field: TemplateField, text: str, _hearing: Hearing) -> Read:
    plain = text.translate(str.maketrans("０１２３４５６７８９，", "0123456789,")).replace(",", "")
    if match := re.search(r"(\d+(?:\.\d+)?)\s*(萬|千)?", plain):
        factor = {"萬": 10000, "千": 1000}.get(match[2] or "", 1)
        return Read(values=(str(round(float(match[1]) * factor)),))
    if match := re.search(r"([一二兩三四五六七八九十])萬([一二兩三四五六七八九])?千?", plain):
        return Read(values=(str(_CHINESE_NUMBER[match[1]] * 10000 + _CHINESE_NUMBER.get(match[2] or "", 0) * 1000),))
    if match := re.search(r"([一二兩三四五六七八九])千([一二兩三四五六七八九])?百?", plain):
        return Read(values=(str(_CHINESE_NUMBER[match[1]] * 1000 + _CHINESE_NUMBER.get(match[2] or "", 0) * 100),))
    return Read(problem="draft.problem.amount")


def split_list(text: str) -> tuple[str, ...]:
    """Return the items of a list as people write it."""
    items = re.split(r"\n|、|；|;|,(?!\d)|，|\s+and\s+|\s+以及\s*", text)
    return tuple(cleaned for item in items if (cleaned := re.sub(r"^(?:\d+[.、)]|[-*•])\s*", "", item.strip()).strip()))


def pick(options: tuple[Option, ...] | tuple[Ground, ...], text: str, talk: Talk) -> tuple[str, ...]:
    """Return the options a text means: by number, by label, or by the words people use; empty where none."""
    plain = text.strip().lower()
    if matches(talk.commands.get("all", {}), plain) and len(plain) < 30:
        return tuple(option.id for option in options)
    if NUMBERS.fullmatch(plain):
        numbers = [_CHINESE_NUMBER.get(sign) or int(sign) for sign in re.findall(r"\d+|[一二三四五六七八九]", plain)]
        return tuple(options[number - 1].id for number in dict.fromkeys(numbers) if 1 <= number <= len(options))
    exact = tuple(option.id for option in options if plain in {label.lower() for label in option.label.values()} or plain == option.id)
    if exact:
        return exact
    found = []
    for option in options:
        spots = [plain.find(label.lower()) for label in option.label.values() if label.lower() in plain]
        match = matches(option.cues, text)
        if match:
            spots.append(match.start())
        if spots:
            found.append((min(spots), option.id))
    return tuple(name for _, name in sorted(found))


def _read_list(_field: TemplateField, text: str, _hearing: Hearing) -> Read:
    return Read(values=split_list(text))


def _read_text(field: TemplateField, text: str, _hearing: Hearing) -> Read:
    if field.shows and not matches(field.shows, text):
        return Read(problem="draft.problem.shows")
    return Read(values=(text,))


_READERS: dict[FieldKind, Callable[[TemplateField, str, Hearing], Read]] = {
    FieldKind.TEXT: _read_text,
    FieldKind.LIST: _read_list,
    FieldKind.DATE: _read_date,
    FieldKind.CHOICE: _read_choice,
    FieldKind.MANY: _read_choice,
    FieldKind.GROUNDS: _read_choice,
    FieldKind.YES_NO: _read_yes_no,
    FieldKind.NAME: _read_name,
    FieldKind.ORGANISATION: _read_name,
    FieldKind.SYSTEM: _read_name,
    FieldKind.AMOUNT: _read_amount,
    FieldKind.COUNT: _read_amount,
}
