"""Find what a transparency notice lacks: element by element present, vague or missing, with the quoted place."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.check import Checked, ElementCheck, Found, Gap, HardSentence, NoticeChecks, PlainRules
from assistant.domain.segments import Segment, Sense, compiled, hit, take_apart
from assistant.domain.value import Language

_QUOTE = 160
_WORDS = re.compile(r"[A-Za-z0-9'’-]+")


_STRONG, _WEAK = 2, 1
_DOUBTED, _SURE = 0.005, 0.85
"""A sign is not believed where the sense is below the first; where there is no sign the sense alone is believed from the second."""
_LIKELY = 0.3
"""Where the sense finds one element likely in a sentence, others that only have a sign are left out."""
_MOST_SENSED = 400
"""Sentences that are weighed by sense, which takes some 20 ms each; of a longer text those with a sign."""


def gaps(text: str, language: Language, checks: NoticeChecks, sense: Sense | None = None) -> Checked:
    """Return how every element stands in a text, and which sentences are hard to read. The text is only ever looked at."""
    segments = tuple(take_apart(text, checks.privacy))
    strengths = {check.id: [_strength(check, segment) if _counts(check, segment) else 0 for segment in segments] for check in checks.elements}
    sensed = _sensed(segments, strengths, sense) if sense else {}
    found = tuple(_stands(check, segments, strengths[check.id], sensed) for check in checks.elements)
    return Checked(gaps=found, hard=tuple(_hard(segments, language, checks.plain)))


def held(text: str, checks: NoticeChecks, sense: Sense | None = None) -> Iterator[tuple[Segment, tuple[str, ...]]]:
    """Yield every sentence of a text with the elements that it holds, the surest first."""
    segments = tuple(take_apart(text, checks.privacy))
    strengths = {check.id: [_strength(check, segment) if _counts(check, segment) else 0 for segment in segments] for check in checks.elements}
    sensed = _sensed(segments, strengths, sense) if sense else {}
    for number, segment in enumerate(segments):
        surely = sensed.get(number, {})
        names = [name for name, strength in strengths.items() if _believed(strength[number], surely.get(name, 0.0) if number in sensed else None) == _STRONG]
        likely = [name for name in names if surely.get(name, 0.0) >= _LIKELY] or names
        yield segment, tuple(sorted(likely, key=lambda name: -surely.get(name, 0.0)))


def _counts(check: ElementCheck, segment: Segment) -> bool:
    return check.within == "any" or segment.private is (check.within == "privacy")


def _sensed(segments: Sequence[Segment], strengths: Mapping[str, Sequence[int]], sense: Sense) -> dict[int, Mapping[str, float]]:
    """Return what the sense says of the sentences, by their number."""
    signed = [number for number in range(len(segments)) if any(strength[number] == _STRONG for strength in strengths.values())]
    chosen = range(len(segments)) if len(segments) <= _MOST_SENSED else signed[:_MOST_SENSED]
    return dict(zip(chosen, sense([segments[number] for number in chosen]), strict=True))


def _stands(check: ElementCheck, segments: Sequence[Segment], strengths: Sequence[int], sensed: Mapping[int, Mapping[str, float]]) -> Gap:
    best: tuple[int, float, Segment] | None = None
    for number, segment in enumerate(segments):
        surely = sensed[number].get(check.id, 0.0) if number in sensed else None
        strength = _believed(strengths[number], surely)
        if strength and (best is None or (strength, surely or 0.0) > best[:2]):
            best = (strength, surely or 0.0, segment)
    if check.parts and (parts := _by_parts(check, segments)) and (best is None or parts[0] > best[0]):
        best = (parts[0], 0.0, parts[1])
    if best is None:
        return Gap(element=check.id, part=check.part, found=Found.MISSING)
    state = Found.PRESENT if best[0] == _STRONG else Found.VAGUE
    return Gap(element=check.id, part=check.part, found=state, quote=_cut(best[2]), line=best[2].line)


def _believed(strength: int, surely: float | None) -> int:
    """Return the strength of a sign after the sense was asked."""
    if surely is None:
        return strength
    if surely >= _SURE:
        return _STRONG
    return _WEAK if strength == _STRONG and surely < _DOUBTED else strength


def _strength(check: ElementCheck, segment: Segment) -> int:
    """Return how surely one sentence holds the element: 0 not, 1 only mentioned, 2 checkable."""
    text = segment.text
    headed = hit(check.heads, segment.label) or hit(check.heads, segment.heading)
    if hit(check.unless, text) and not headed:
        return 0
    if hit(check.spoils, text):
        return _WEAK if headed or hit(check.vague, text) or hit(check.present, text) else 0
    if hit(check.present, text) or (headed and text and (not check.needs or hit(check.needs, text))):
        return _STRONG
    return _WEAK if headed or hit(check.vague, text) else 0


def _by_parts(check: ElementCheck, segments: Sequence[Segment]) -> tuple[int, Segment] | None:
    """Return the best paragraph by how many of the parts it holds."""
    best: tuple[int, Segment] | None = None
    for number in dict.fromkeys(segment.paragraph for segment in segments):
        inside = [segment for segment in segments if segment.paragraph == number and (segment.private or check.within == "any")]
        inside = [segment for segment in inside if not hit(check.unless, segment.text)]
        held = [[segment for segment in inside if hit(part, segment.text)] for part in check.parts]
        count = sum(bool(each) for each in held)
        if count:
            strength = _STRONG if count >= check.enough else _WEAK
            shown = next(each for each in held if each)[0]
            best = max(best, (strength, shown), key=lambda each: each[0]) if best else (strength, shown)
    return best


def _hard(segments: Sequence[Segment], language: Language, rules: PlainRules) -> Iterator[HardSentence]:
    longest = rules.longest.get(language)
    for segment in segments:
        length = len(_WORDS.findall(segment.text)) if segment.text.isascii() or language == "en" else len(re.sub(r"\s", "", segment.text))
        if longest is not None and length > longest:
            yield HardSentence(quote=_cut(segment), line=segment.line, length=length)
    whole = "\n".join(segment.text for segment in segments)
    for term, plainly in rules.terms.get(language, {}).items():
        pattern = compiled(rf"\b{re.escape(term)}s?\b" if term.isascii() else re.escape(term))
        first = next((segment for segment in segments if pattern.search(segment.text)), None)
        if first is not None and not _explained(pattern, whole):
            yield HardSentence(quote=_cut(first), line=first.line, term=term, plainly=plainly)


def _explained(pattern: re.Pattern[str], whole: str) -> bool:
    return any(re.match(r"\s*(?:[（(「“\"]|是指|也就是|即|指的是|,? ?(?:that is|means|i\.e\.))", whole[match.end() :]) for match in pattern.finditer(whole))


def _cut(segment: Segment) -> str:
    return segment.text if len(segment.text) <= _QUOTE else f"{segment.text[:_QUOTE]}…"
