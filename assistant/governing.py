"""What is told to those who govern AI at work: how a notice stands against what is asked of it."""

from collections.abc import Iterator

from assistant.domain.check import Checked, ElementCheck, Found, Gap, NoticeChecks
from assistant.domain.value import Language
from assistant.interview.speak import worded
from assistant.ports import Say

_MOST_HARD = 5
"""Hard sentences shown."""


def told(checked: Checked, checks: NoticeChecks, language: Language, say: Say) -> str:
    """Return the result of a gap check as people read it: what is missing first, then what is vague, then what is there."""
    by_id = {check.id: check for check in checks.elements}
    lines = [say("gaps.summary", language, **{found.value: len(checked.of(found)) for found in Found})]
    for found in (Found.MISSING, Found.VAGUE):
        for gap in checked.gaps:
            if gap.found is found:
                lines += ["", *_gap(gap, by_id[gap.element], checks, language, say)]
    if present := [worded(by_id[name].label, language) for name in checked.of(Found.PRESENT)]:
        lines += ["", say("gaps.present", language, what=say("gaps.joint", language).join(present))]
    return "\n".join([*lines, *_hard(checked, language, say), "", say("gaps.limits", language)])


def _gap(gap: Gap, check: ElementCheck, checks: NoticeChecks, language: Language, say: Say) -> Iterator[str]:
    label = worded(check.label, language)
    yield f"■ {say(f'gaps.{gap.found}', language, what=label)}"
    if gap.quote:
        yield say("gaps.quote", language, line=gap.line, quote=gap.quote)
    yield say("gaps.why", language, why=worded(check.why, language))
    yield say("gaps.suggest", language, text=worded(check.suggest, language))
    if asking := checks.asking(gap.element):
        yield say("gaps.regimes", language, names=say("gaps.joint", language).join(worded(regime.name, language) for regime in asking))


def _hard(checked: Checked, language: Language, say: Say) -> Iterator[str]:
    if not checked.hard:
        return
    yield ""
    yield say("gaps.hard", language, count=len(checked.hard))
    for each in checked.hard[:_MOST_HARD]:
        phrase = "gaps.hard_term" if each.term else "gaps.hard_long"
        yield say(phrase, language, line=each.line, quote=each.quote, term=each.term, plainly=each.plainly, length=each.length)
