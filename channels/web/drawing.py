"""Draw pages and fragments: one Jinja environment, everything escaped, words by phrase id."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.domain.value import Language
from assistant.errors import UnknownLanguage

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
Words = Callable[..., str]


class Drawing:
    """Holds the templates and the digests of the static files."""

    def __init__(self, say: Words, zone: tzinfo = UTC) -> None:
        self._say, self._zone = say, zone
        self.files = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
        self._jinja = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._jinja.filters.update(
            day=in_words, moment=self._moment, drawn=Markup, tel=phone_link, outside=outside_link, segment=_segment, paragraphs=paragraphs
        )
        self._jinja.globals.update(static=self._address, kind_words=self._kind_words, spoken=self.spoken, say_in=self._say_in)

    def page(self, template: str, language: Language, **values: object) -> str:
        """Return a template drawn in a language."""
        return self._jinja.get_template(template).render(t=self._translator(language), language=language, **values)

    def spoken(self, language: Language) -> Language | None:
        """Return the language when its screen words exist, else None."""
        try:
            self._say("card.answer", language)
        except UnknownLanguage:
            return None
        return language

    def _translator(self, language: Language) -> Words:
        def translate(phrase: str, **values: object) -> str:
            return self._say(phrase, language, **values)

        return translate

    def _say_in(self, phrase: str, language: Language, **values: object) -> str:
        return self._say(phrase, language, **values)

    def _kind_words(self, kind: str, language: Language) -> str:
        try:
            return self._say(f"card.kind_{kind}", language)
        except KeyError:
            return kind

    def _moment(self, at: datetime) -> Markup:
        """Return an instant to the minute, as clocks here show it, as a <time> element."""
        return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M"))

    def _address(self, name: str) -> str:
        return f"/static/{name}?v={sha256(self.files[name]).hexdigest()[:12]}"


def in_words(day: date, language: Language) -> Markup:
    """Return a day as people of the language write it, as a <time> element."""
    words = format_date(day, "long", locale=Locale.parse(language, sep="-"))
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), words)


def phone_link(phone: str) -> str | None:
    """Return the tel: address of a number's dialable beginning, or None when it has none."""
    dialable = re.match(r"\+?[\d\s()\-]+", phone.strip())
    digits = re.sub(r"[^\d+]", "", dialable.group()) if dialable else ""
    return f"tel:{digits}" if digits else None


def outside_link(url: str | None) -> str | None:
    """Return an address that may be linked to: http or https with a host; anything else is no link."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def paragraphs(text: str) -> list[list[str]]:
    """Return a text as paragraphs of lines."""
    return [block.strip().split("\n") for block in re.split(r"\n\s*\n", text) if block.strip()]


def _segment(text: str) -> str:
    return quote(text, safe="/")
