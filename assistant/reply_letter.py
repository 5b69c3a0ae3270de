"""The letter that tells a worker how their case was decided, in their language, from the ruling's own parts."""

from assistant.cards.reasons import day_in_words
from assistant.domain.case import FAVOURABLE, Case
from assistant.domain.case_ruling import Ruling
from assistant.domain.value import Language
from assistant.ports import Say

_PARTS = ("answer", "facts", "machine", "checked", "ground")


def reply_letter(case: Case, ruling: Ruling, *, organisation: str, language: Language, say: Say) -> str:
    """Return the letter: what was decided, every reason in the reviewer's words, the remedy with its day, and the way outside."""
    language = language if language in say.full else "en"
    lines = [
        say("letter.greeting", language, number=case.number),
        say(f"letter.outcome_{ruling.outcome.value}", language, organisation=organisation),
    ]
    lines += [_part(name, getattr(ruling, name), language, say) for name in _PARTS if getattr(ruling, name)]
    if ruling.remedy:
        lines.append(_part("remedy", ruling.remedy, language, say))
    if ruling.remedy_on and ruling.outcome in FAVOURABLE:
        lines.append(say("letter.remedy_on", language, day=day_in_words(ruling.remedy_on, language, say=say)))
    if ruling.outside:
        outside = ruling.outside
        lines.append(_part("outside", outside.what, language, say))
        if outside.until:
            lines.append(say("letter.outside_until", language, day=day_in_words(outside.until, language, say=say)))
    lines.append(say("letter.reopen" if ruling.outcome in FAVOURABLE else "letter.not_agreed", language))
    return "\n\n".join(lines)


def _part(name: str, words: str, language: Language, say: Say) -> str:
    return f"{say(f'letter.part_{name}', language)}\n{words}"
