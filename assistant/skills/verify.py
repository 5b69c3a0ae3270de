"""Check each sentence a model wrote against the claims it cites; what says anything else, more, or less is not shown.

A sentence may pick whole clauses, put sentences in another order, use a synonym from the table in `domain.meaning`, and leave a clause out.
It may not change a number, duty, negation or party, lose a condition or an exception, or bring in a word of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, product

from assistant.domain.answer import Card, Line
from assistant.domain.evidence import Checked, Evidence, Fault, Item, Verdict
from assistant.domain.meaning import Clause, Token, sentences, tokens
from assistant.domain.signs import Sign
from assistant.domain.terms import Kind
from assistant.domain.value import Value

_MOST_LINES = 6
_MOST_SAID = 2
_SAID_CHARS = 90
_MOST_CITES = 4
_NEAR = 0.45
"""Below this likeness a clause comes from nowhere in the cited text."""
_READINGS = 64
_FAULTS = (
    (Kind.ARTICLE, Fault.ARTICLE),
    (Kind.NUMBER, Fault.NUMBERS),
    (Kind.STATUS, Fault.STATUS),
    (Kind.NEGATION, Fault.NEGATION),
    (Kind.MODAL, Fault.MODALITY),
    (Kind.HEDGE, Fault.MODALITY),
    (Kind.PARTY, Fault.SUBJECT),
    (Kind.CONDITION, Fault.SCOPE),
    (Kind.MANNER, Fault.SCOPE),
    (Kind.LAW, Fault.OVERLAP),
)
"""What a difference is called, worst first."""
_BINDS = (Kind.CONDITION, Kind.CONTRAST, Kind.HEDGE)
"""A clause with one of these belongs to the sentence it stands in; the rest may not be said without it."""
_UNSAYABLE = (Kind.ARTICLE, Kind.NUMBER, Kind.STATUS, Kind.NEGATION, Kind.MODAL, Kind.LAW, Kind.HEDGE)
_ASSENT = re.compile(r"^\W*(是的?|對|沒錯|當然|不是|yes|no|correct|right|sure|of course)\b|https?:|www\.|\d", re.I)
_OPENS_CONTRAST = re.compile(r"^\s*(但|不過|然而|可是|只有|除非|however\b|but\b|only\b|unless\b|except\b)", re.I)
_LEANS_BACK = re.compile(r"^\s*(但|不過|然而|可是|這|它|其|所以|因此|however\b|but\b|that\b|this\b|it\b|they\b|so\b|therefore\b|these\b|those\b)", re.I)
_JOINERS = re.compile(
    r"謝謝你|告訴我們?|我們|我|了解|理解|知道|明白|辛苦|擔心|不安|難過|不容易|抱歉|很|你的|你|這件事|這個|這些|這|情況|問題|事情|遇到|遭遇|以下|下面|幾點|重點|說明|整理|分|來看|來說|"
    r"先|再|另外|此外|同時|首先|其次|接著|最後|關於|至於|針對|回到|和|與|有關|相關|是|的|了|讓|對|點|說|看|給|部分|也|都|在|"
    r"\b(?:i|we|you|your|this|that|these|it|is|are|am|be|the|a|an|to|of|for|on|in|and|as|with|about|here|what|how|so|first|then|next|also|finally|second|"
    r"understand|sorry|hear|thank|thanks|telling|tell|asking|worry|worrying|hard|difficult|situation|question|case|point|points|below|following|matter|matters|"
    r"look|see|explain|let|me|us|must|feel|sounds|stressful|know|regarding|concerning|turning|now)\b",
    re.I,
)


class _Placed(Value):
    """Where a clause of a claim stands in the cited text."""

    sentence: int
    first: int
    last: int


def verify(claim: str, cited: Sequence[str]) -> Verdict:
    """Return whether the cited texts say what the claim says; without a cited text nothing holds."""
    if not cited:
        return Verdict(fault=Fault.UNKNOWN_TOKEN)
    told = [sentence for text in cited for sentence in sentences(text)]
    claimed = [kept for sentence in sentences(claim) if (kept := [clause for clause in sentence if clause.content or clause.loose])]
    if not claimed or not told:
        return Verdict(fault=Fault.OVERLAP)
    readings = [list(islice(_read(sentence, told), _READINGS)) for sentence in claimed]
    for sentence, found in zip(claimed, readings, strict=True):
        if not found:
            return Verdict(fault=_worst(sentence, told))
    faults = [_order([placed for part in reading for placed in part], told) for reading in islice(product(*readings), _READINGS)]
    return Verdict() if None in faults else Verdict(fault=faults[0])


def check(items: Sequence[Item], evidence: Sequence[Evidence], question: str, never: Sequence[Sign]) -> Checked:
    """Return what may be shown of a model's answer; no lines where none of it answers directly."""
    places = {piece.token: place for place, piece in enumerate(evidence)}
    shown: list[int | str] = []
    faults: list[Fault] = []
    for item in items:
        fault = _item_fault(item, evidence, places, shown, question, never)
        if fault is not None:
            faults.append(fault)
        elif item.use is not None:
            shown += [place for place in _with_company(places[item.use], evidence) if place not in shown]
        elif item.say:
            shown.append(item.say.strip())
    shown = shown[:_MOST_LINES]
    while shown and isinstance(shown[-1], str):  # a joint with nothing after it
        shown.pop()
    if not any(isinstance(piece, int) and evidence[piece].direct for piece in shown):
        return Checked(faults=tuple(faults))
    lines = tuple(Line(text=piece) if isinstance(piece, str) else evidence[piece].line for piece in shown)
    return Checked(lines=lines, faults=tuple(faults))


def silence(card: Card, never: Sequence[Sign]) -> Card:
    """Return the card without any sentence that must never be said."""

    def kept(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(line for line in lines if not _never(line.text, never))

    clock = tuple(line for line in card.clock if not _never(line.text, never))
    table = card.table and card.table.but(rows=tuple(tuple(cell if kept([cell]) else Line(text="") for cell in row) for row in card.table.rows))
    return card.but(
        answer=kept(card.answer), table=table, steps=kept(card.steps), clock=clock, protection=kept(card.protection), not_found=kept(card.not_found)
    )


def _never(text: str, never: Sequence[Sign]) -> bool:
    return any(sign.shows_in(text) for sign in never)


def _item_fault(
    item: Item, evidence: Sequence[Evidence], places: dict[str, int], shown: Sequence[int | str], question: str, never: Sequence[Sign]
) -> Fault | None:
    named = (item.use,) if item.use is not None else item.cites
    if any(token not in places for token in named):
        return Fault.UNKNOWN_TOKEN
    if item.use is not None:
        company = _with_company(places[item.use], evidence)
        if places[item.use] in shown:
            return Fault.REPEATED
        return Fault.NEVER if any(_never(evidence[place].text, never) for place in company) else None
    said = (item.say or "").strip()
    if not said or sum(isinstance(piece, str) for piece in shown) >= _MOST_SAID:
        return Fault.REPEATED
    if len(said) <= _SAID_CHARS and _never(said, never):
        return Fault.NEVER
    return sayable(said, [evidence[places[token]].text for token in item.cites[:_MOST_CITES]], question).fault


def sayable(said: str, cited: Sequence[str], question: str) -> Verdict:
    """Return whether a model's own sentence may stand: it joins or addresses in the person's words, or repeats what it cites, and states no law."""
    if len(said) > _SAID_CHARS or _ASSENT.search(said) or any(token.kind in _UNSAYABLE for token in tokens(said)):
        return Verdict(fault=Fault.NOT_SAYABLE)
    known = Counter(token.form for token in tokens(question))
    rest = [token for token in tokens(_JOINERS.sub(" ", said)) if token.kind is not Kind.NEUTRAL]
    others = any(token.kind is Kind.PARTY and token.form not in ("you", "they") for token in rest)
    if not others and all(known[token.form] for token in rest) and len(rest) <= len(tokens(said)) / 2:
        return Verdict()
    return verify(said, cited) if cited else Verdict(fault=Fault.NOT_SAYABLE)


def _with_company(place: int, evidence: Sequence[Evidence]) -> Iterator[int]:
    """Yield a claim with the one it leans back on and the ones that take something back from it."""
    home = evidence[place].token.split(".")[0]

    def beside(other: int) -> bool:
        return 0 <= other < len(evidence) and evidence[other].token.split(".")[0] == home

    start = place
    while beside(start - 1) and _LEANS_BACK.search(evidence[start].text):
        start -= 1
    end = place
    while beside(end + 1) and _OPENS_CONTRAST.search(evidence[end + 1].text):
        end += 1
    yield from range(start, end + 1)


def _windows(told: Sequence[Sequence[Clause]]) -> Iterator[tuple[_Placed, Clause]]:
    """Yield every run of at most three clauses of one sentence."""
    for number, clauses in enumerate(told):
        for first in range(len(clauses)):
            for last in range(first, min(first + 3, len(clauses))):
                yield _Placed(sentence=number, first=first, last=last), _joined(clauses[first : last + 1])


def _read(claimed: Sequence[Clause], told: Sequence[Sequence[Clause]]) -> Iterator[tuple[_Placed, ...]]:
    """Yield every way to find a claim's clauses, in their order, in the cited text; a comma more or less makes no difference."""
    options: list[list[tuple[int, _Placed]]] = [[] for _ in claimed]
    leads_on = [*([False] * len(claimed)), True]
    for start in reversed(range(len(claimed))):  # from the end, so that no dead end is walked into
        for length in range(1, min(3, len(claimed) - start) + 1):
            if leads_on[start + length]:
                options[start] += [(length, window) for window in _stretches(claimed[start : start + length], told)]
        leads_on[start] = bool(options[start])

    def onwards(start: int) -> Iterator[tuple[_Placed, ...]]:
        if start == len(claimed):
            yield ()
            return
        for length, window in options[start]:
            for rest in onwards(start + length):
                yield (window, *rest)

    if leads_on[0]:
        yield from onwards(0)


def _stretches(clauses: Sequence[Clause], told: Sequence[Sequence[Clause]]) -> Iterator[_Placed]:
    """Yield where the cited text says what these clauses say together; across a comma nothing may move."""
    joined = _joined(clauses)
    for window, text in _windows(told):
        alone = len(clauses) == 1 and window.first == window.last
        if _difference(joined, text) is None if alone else joined.ordered == text.ordered:
            yield window


def _joined(clauses: Sequence[Clause]) -> Clause:
    return Clause(tokens=tuple(token for clause in clauses for token in clause.tokens))


def _difference(clause: Clause, text: Clause) -> Fault | None:
    """Return how a clause differs from a stretch of the cited text; None where it says the same."""
    moves = not text.joins and clause.content == text.content and clause.loose == text.loose
    if moves or clause.ordered == text.ordered:
        return None
    differing: Counter[Token] = Counter()
    for kind, start, end, start_told, end_told in SequenceMatcher(None, clause.ordered, text.ordered, autojunk=False).get_opcodes():
        if kind != "equal":
            differing.update((*clause.ordered[start:end], *text.ordered[start_told:end_told]))
    kinds = {token.kind for token in differing}
    return next((fault for kind, fault in _FAULTS if kind in kinds), Fault.OVERLAP)


def _worst(claimed: Sequence[Clause], told: Sequence[Sequence[Clause]]) -> Fault:
    """Return what is wrong with a sentence that stands nowhere, judged by its first strange clause and the stretch most like it."""
    clause = next((clause for clause in claimed if all(_difference(clause, text) for _, text in _windows(told))), _joined(claimed))
    likeness, nearest = max(
        ((SequenceMatcher(None, clause.tokens, text.tokens, autojunk=False).ratio(), text) for _, text in _windows(told)), key=lambda found: found[0]
    )
    return (_difference(clause, nearest) if likeness >= _NEAR else None) or Fault.OVERLAP


def _order(reading: Sequence[_Placed], told: Sequence[Sequence[Clause]]) -> Fault | None:
    """Return what picking and moving whole clauses has broken."""
    runs: list[list[_Placed]] = []
    for placed in reading:
        if runs and runs[-1][0].sentence == placed.sentence:
            runs[-1].append(placed)
        else:
            runs.append([placed])
    used = [run[0].sentence for run in runs]
    if len(set(used)) < len(used):  # clauses of two sentences were mixed
        return Fault.SUBJECT
    for number in used:
        following = told[number + 1][0] if number + 1 < len(told) else None
        if following and number + 1 not in used and following.tokens[0].kind is Kind.CONTRAST:
            return Fault.SCOPE
    return next((fault for run in runs if (fault := _run_fault(run, told[run[0].sentence]))), None)


def _run_fault(run: Sequence[_Placed], clauses: Sequence[Clause]) -> Fault | None:
    kept = {number for placed in run for number in range(placed.first, placed.last + 1)}
    for number, clause in enumerate(clauses):
        if number not in kept and (clause.has(*_BINDS) or (not clause.content and clause.loose)):
            return Fault.SCOPE
    ordered = [placed.first for placed in run if not any(clauses[number].has(*_BINDS) for number in range(placed.first, placed.last + 1))]
    for before, placed in zip([-1, *ordered], ordered, strict=False):
        if placed and not _names_party(clauses[placed]):
            lead = next((number for number in range(placed - 1, -1, -1) if _names_party(clauses[number])), 0)
            if before > placed or not set(range(lead, placed)) <= kept:
                return Fault.SUBJECT
    return None


def _names_party(clause: Clause) -> bool:
    """Say whether a clause begins with whom it is about."""
    return any(token.kind is Kind.PARTY for token in clause.content[:3])
