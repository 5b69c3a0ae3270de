"""List where a notice, its impact assessment and workers' reports do not agree, for HR and union."""

import re
from collections.abc import Iterator, Mapping

from assistant.domain.assessment import Assessment
from assistant.domain.governance import Contradiction
from assistant.domain.notice import Notice
from assistant.domain.value import Value

FLOOR = 2
"""Reports that must say the same before they are listed: one alone could point to its writer."""


class Disagreement(Value):
    """One pair of statements that do not agree; reports are counted, never quoted."""

    rule: str
    system: str
    version: str
    element: str
    quote: str
    """What the notice says; empty where it is silent."""
    answers: tuple[str, ...] = ()
    """Fields of the assessment that go against it."""
    reports: int = 0


def disagreements(notice: Notice, assessment: Assessment | None, reports: tuple[str, ...], rules: tuple[Contradiction, ...]) -> tuple[Disagreement, ...]:
    """Return what does not agree, in the order of the rules; reports below the floor are left out."""
    return tuple(found for rule in rules if (found := _disagreement(notice, assessment, reports, rule)))


def _disagreement(notice: Notice, assessment: Assessment | None, reports: tuple[str, ...], rule: Contradiction) -> Disagreement | None:
    quote = next(_said(notice, rule), None)
    if (quote is None) if rule.notice_says else bool(notice.said(rule.element)):
        return None
    against = tuple(field for field, values in rule.answers.items() if assessment and set(values) & set(assessment.answers.get(field, ())))
    count = sum(_hit(rule.reports, report) for report in reports)
    count = count if count >= FLOOR else 0
    if not against and not count:
        return None
    key = notice.key
    return Disagreement(rule=rule.id, system=key.system, version=key.version, element=rule.element, quote=quote or "", answers=against, reports=count)


def _said(notice: Notice, rule: Contradiction) -> Iterator[str]:
    for parts in notice.texts.values():
        for sentence in re.split(r"(?<=[。！？])|(?<=[.!?])\s+", parts.get(rule.element, "")):
            if sentence.strip() and _hit(rule.notice_says, sentence):
                yield sentence.strip()


def _hit(patterns: Mapping[str, tuple[str, ...]], text: str) -> bool:
    return any(re.search(pattern, text, re.I) for found in patterns.values() for pattern in found)
