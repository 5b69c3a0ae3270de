"""A jurisdiction as data: its languages, contacts, hotlines, and how its articles are written."""

import re

from assistant.domain.value import Language, Text, Value


class Contact(Value):
    """An office, desk or line a person can turn to."""

    id: str
    name: Text
    note: Text | None = None
    phone: str | None = None
    url: str | None = None
    source: str | None = None
    """Reference `act:article` where the contact's role or number is stated."""


class LastDay(Value):
    """What is told to somebody who asks until when they may appeal."""

    passages: tuple[str, ...]
    """The first one answers; of the others the beginning and the limits are told."""
    clocks: tuple[str, ...]
    """Rules counted from the day that was told."""


class Place(Value):
    """One jurisdiction that the corpus knows."""

    code: str
    name: Text
    languages: tuple[Language, ...]
    """Languages of its passages; the first is the law's language."""
    time_zone: str
    locator: dict[Language, tuple[str, str, str]]
    """How an article, paragraph and subparagraph are written, with `{}` for the number."""
    disclaimer: Text | None = None
    contacts: dict[str, Contact]
    hotlines: dict[str, tuple[str, ...]]
    """Kind of need (self_harm, violence, danger, human, urgent) -> contact ids, first one first."""
    last_day: LastDay | None = None
    """Where missing, such a question is answered like any other."""
    unknown: Text | None = None
    """Said instead of an answer where no fact about this place is confirmed yet."""

    def locate(self, article: str, language: Language) -> str:
        """Return `30(5)` as 「第 30 條第 5 項」 or "Art. 30 para. 5"."""
        formats = self.locator.get(language) or next(iter(self.locator.values()))
        numbers = re.findall(r"[\w-]+", article)
        joint = "" if formats[0].startswith("第") else " "
        return joint.join(form.format(number) for form, number in zip(formats, numbers, strict=False))
