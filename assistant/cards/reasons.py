"""Put the reasoning behind a counted clock into words, one sentence a line.

Phrase ids: `deadline.<step kind>` for every StepKind (placeholders `what`, `start`, `day`, `other`, `length`, `moment`, `reason`,
`condition`, `extension`), `deadline.reason.<kind>`, `deadline.kind.<kind>`, `deadline.length.<unit>` (plural, `count`),
`deadline.convention` (`convention`), `deadline.differs` (`differs`), and two patterns for babel: `deadline.date_pattern`,
`deadline.moment_pattern`.
"""

from collections.abc import Iterator
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime

from assistant.domain.deadline import DeadlineRule, Reason, Reckoning, Step, Unit
from assistant.domain.value import Language, Text
from assistant.ports import Say


def explain(reckoning: Reckoning, rule: DeadlineRule, language: Language, *, say: Say) -> str:
    """Return why the days of a reckoning are what they are, naming each skipped day and the convention assumed."""
    return "\n".join(sentence[:1].upper() + sentence[1:] for sentence in _sentences(reckoning, rule, language, say))


def day_in_words(day: date, language: Language, *, say: Say) -> str:
    """Return a day with its weekday, as people of that language write it."""
    return format_date(day, say("deadline.date_pattern", language), locale=_locale(language))


def worded(text: Text, language: Language) -> str:
    """Return a text in a language, in English where there is none, else in any."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def _sentences(reckoning: Reckoning, rule: DeadlineRule, language: Language, say: Say) -> Iterator[str]:
    for step in reckoning.steps:
        yield say(f"deadline.{step.kind}", language, **_values(step, reckoning, rule, language, say))
    yield say(f"deadline.kind.{rule.kind}", language)
    if rule.counting.title:
        yield say("deadline.convention", language, convention=worded(rule.counting.title, language))
    if rule.differs:
        yield say("deadline.differs", language, differs=worded(rule.differs, language))


def _values(step: Step, reckoning: Reckoning, rule: DeadlineRule, language: Language, say: Say) -> dict[str, str]:
    values = {
        "what": worded(rule.starts, language),
        "start": day_in_words(reckoning.start, language, say=say),
        "length": length_in_words(rule.length, rule.unit, language, say),
    }
    if rule.extension:
        values["condition"] = worded(rule.extension.condition, language)
        values["extension"] = length_in_words(rule.extension.length, rule.extension.unit, language, say)
    if step.day:
        values["day"] = day_in_words(step.day, language, say=say)
    if step.other:
        values["other"] = day_in_words(step.other, language, say=say)
    if step.moment:
        values["moment"] = _moment(step.moment, language, say)
    if step.reason:
        values["reason"] = _reason(step.reason, language, say)
    return values


def _reason(reason: Reason, language: Language, say: Say) -> str:
    return worded(reason.name, language) or say(f"deadline.reason.{reason.kind}", language)


def length_in_words(count: int, unit: Unit, language: Language, say: Say) -> str:
    """Return a length such as 15 days as people of that language say it."""
    return say(f"deadline.length.{unit}", language, count=count)


def _moment(moment: datetime, language: Language, say: Say) -> str:
    return format_datetime(moment, say("deadline.moment_pattern", language), locale=_locale(language))


def _locale(language: Language) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
