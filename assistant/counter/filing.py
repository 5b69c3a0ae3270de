"""From a finished letter to a filed case: who will see what, until when, and how to take it back, said before anything is sent."""

from assistant.counter.counter import Counter, Served
from assistant.dates import parse_date
from assistant.domain.case import CaseKind
from assistant.domain.case_command import ConsentCase, FileCase, OpenCase
from assistant.domain.draft import DraftState, DraftStatus
from assistant.domain.envelope import Choice

KIND_OF: dict[str, CaseKind] = {
    "appeal": CaseKind.APPEAL,
    "rider-appeal": CaseKind.APPEAL,
    "data-access": CaseKind.DATA_REQUEST,
    "data-correction": CaseKind.DATA_REQUEST,
}
"""Letters that a desk of the company takes."""
_NAMES = ("sender_name", "contact", "employee_no", "sender_job")
"""Fields of a letter that say who writes."""
_DECISIONS = {"scoring": "performance"}
"""Where a letter's word for a decision differs from a notice's."""


def offers(counter: Counter, state: DraftState | None) -> tuple[Choice, ...]:
    """Return the button that files a finished letter, where the company has a desk for it."""
    kind = kind_of(counter, state)
    return (Choice(label=counter.say("case.button.file"), token=f"file:{kind}"),) if kind else ()


def kind_of(counter: Counter, state: DraftState | None) -> CaseKind | None:
    """Return which kind of case a finished letter becomes; None where it is not finished, or no desk takes it."""
    if state is None or state.status is not DraftStatus.READY:
        return None
    kind = KIND_OF.get(state.template.rpartition("/")[2])
    return kind if kind in counter.cases.desks else None


def told(counter: Counter, state: DraftState | None) -> Served:
    """Say who will see what before anything is sent, and ask."""
    kind = kind_of(counter, state)
    if kind is None:
        return Served(text=counter.say("case.file.gone"), reason="case_not_filed")
    text = counter.say("case.file.consent", company=counter.company or "", desk=counter.say(f"case.desk.{kind}"), years=counter.deps.policy.keep_years)
    buttons = [("file_yes", "case.button.file_yes"), ("file_code", "case.button.file_code"), ("file_no", "case.button.file_no")]
    return Served(
        text=text, reason="case_consent", actions=tuple(Choice(label=counter.say(label), token=f"{verb}:{kind}") for verb, label in buttons), asks=True
    )


def filed(counter: Counter, state: DraftState | None, *, pseudonym: bool) -> Served:
    """Open, agree and file in one commit; the receipt code is shown now and never again."""
    kind = kind_of(counter, state)
    cases = counter.cases
    if kind is None or state is None or cases.organisation is None:
        return Served(text=counter.say("case.file.gone"), reason="case_not_filed")
    key = cases.key
    commands = (_opened(counter, state, kind, pseudonym=pseudonym), ConsentCase(case=key), FileCase(case=key, code=cases.code))
    text = counter.say("case.file.filed", code=grouped(cases.code))
    return Served(text=text, reason="case_filed", actions=(counter.button("mine", key),), commands=commands, secret=True, calendar=key)


def grouped(code: str) -> str:
    """Return a code in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _opened(counter: Counter, state: DraftState, kind: CaseKind, *, pseudonym: bool) -> OpenCase:
    identity = {name: value for name in _NAMES if (value := state.value(name))}
    letter = counter.letter(_unnamed(state, counter.cases.key) if pseudonym else state)
    decision = state.value("decision") or state.value("measure")
    day = parse_date(state.value("decision_date") or "", counter.scene.today)
    return OpenCase(
        case=counter.cases.key,
        kind=kind,
        organisation=counter.cases.organisation or "",
        place=counter.scene.place,
        language=counter.language,
        story=state.value("story") or letter.text,
        letter=letter.text,
        title=letter.title,
        decision=_DECISIONS.get(decision, decision) if decision else None,
        decision_day=day.day if day else None,
        pseudonym=pseudonym,
        identity=identity or {"name": "-"},
    )


def _unnamed(state: DraftState, key: str) -> DraftState:
    """Return the draft with a made-up name, so that the letter does not say who writes."""
    known = state.by_field.get("sender_name")
    bare = state.forget(*_NAMES)
    return bare.know(known.but(values=(f"#{key[-6:].upper()}",))) if known else bare
