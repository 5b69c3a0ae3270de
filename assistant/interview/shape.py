"""Tell by its form alone what a short text is: bare numbers, a person's name, a company, a day, a way to be reached, an order to the assistant."""

import re
from datetime import date
from enum import StrEnum

from assistant.dates import find_dates
from assistant.domain.talk import Talk, matches
from assistant.interview.answers import CONTACT, NUMBERS
from assistant.privacy.lists import people

_SHORT = 60
_NAMES = re.compile(r"[^\W\d_][\w'’·-]*(?: (?:[^\W\d_][\w'’·-]*)){1,4}")
_BESIDE_DATE = re.compile(r"(?:[\s,，。.、:：]|收到|通知|知道|公布|的|是|on|since|from|it was|it is|it's|about|around|我|大概|左右|那天)+", re.I)


class Shape(StrEnum):
    """What a text is by its form."""

    NUMBERS = "numbers"
    PERSON = "person"
    FIRM = "firm"
    DATE = "date"
    CONTACT = "contact"
    ORDER = "order"


def shape_of(text: str, talk: Talk, today: date) -> Shape | None:  # noqa: PLR0911 - one a form
    """Return what a text is by its form; None where it tells something, or could be anything."""
    plain = text.strip().strip("。.!！,，")
    if not plain or len(plain) > _SHORT:
        return None
    if NUMBERS.fullmatch(plain) and re.search(r"[\d一二三四五六七八九]", plain):
        return Shape.NUMBERS
    if matches(talk.bidding, plain):
        return Shape.ORDER
    if _is_date(plain, today):
        return Shape.DATE
    rest = CONTACT.sub("", plain).strip(" ，,、。.:：")
    if not rest:
        return Shape.CONTACT
    if matches(talk.firm, rest):
        return Shape.FIRM
    return Shape.PERSON if is_person(rest, talk) else None


def is_person(text: str, talk: Talk) -> bool:
    """Say whether a text is nothing but the name of a person."""
    text = re.sub(r"(?:先生|小姐|女士)$", "", text.strip())
    if matches(talk.firm, text) or matches(talk.not_name, text):
        return False
    if matches(talk.person, text):
        return text[:2] not in people().common
    words = text.split()
    if not _NAMES.fullmatch(text) or not all(word[0].isupper() for word in words):
        return False
    lists = people()
    return words[0] in lists.vietnamese or any(word in lists.first for word in words) or matches(talk.surname, text) is not None


def _is_date(text: str, today: date) -> bool:
    found = find_dates(text, today)
    if not found:
        return False
    rest = "".join(text[end : said.start] for end, said in zip((0, *(each.end for each in found)), found, strict=False)) + text[found[-1].end :]
    return not rest.strip() or _BESIDE_DATE.fullmatch(rest) is not None
