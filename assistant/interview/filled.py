"""Make a draft from answers in a file; every fault names the field."""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.dates import parse_date
from assistant.domain.draft import DraftState, Known
from assistant.domain.talk import Talk
from assistant.domain.template import FieldKind, Template, TemplateField
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.interview.answers import Hearing, check_date, pick


def fill(template: Template, answers: Mapping[str, object], language: Language, *, talk: Talk, today: date) -> DraftState:
    """Return a draft that holds these answers, defaults included. Raises: BadRequest naming the field."""
    if unknown := sorted(set(answers) - set(template.by_id)):
        raise BadRequest(f"{template.id} has no field {', '.join(unknown)}; it has {', '.join(template.by_id)}")
    state = DraftState(template=template.id, language=language)
    for field in template.fields:
        given = answers.get(field.id, field.default)
        if given is None or given in ("", []):
            continue
        values = _values(field, given, Hearing(template, state, talk, today))
        state = state.know(Known(field=field.id, values=values, state="said" if field.id in answers else "default"))
    return state


def _values(field: TemplateField, given: object, hearing: Hearing) -> tuple[str, ...]:
    texts = [str(value) for value in given] if isinstance(given, Sequence) and not isinstance(given, str) else [_text(given)]
    if field.kind is FieldKind.DATE:
        return (_day(field, texts[0], hearing),)
    if field.kind is FieldKind.YES_NO:
        if texts[0] not in ("yes", "no"):
            raise BadRequest(f"{field.id}: {texts[0][:40]!r} is neither yes nor no")
        return (texts[0],)
    options = hearing.template.grounds if field.kind is FieldKind.GROUNDS else field.options
    if not options:
        return tuple(texts)
    ids = {option.id for option in options}
    values = tuple(value for text in texts for value in ((text,) if text in ids else pick(options, text, hearing.talk)))
    if not values:
        raise BadRequest(f"{field.id}: {texts[0][:40]!r} is none of {', '.join(sorted(ids))}")
    return values


def _text(given: object) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    return given.isoformat() if isinstance(given, date) else str(given)


def _day(field: TemplateField, text: str, hearing: Hearing) -> str:
    said = parse_date(text, hearing.today, future=field.future)
    if said is None or check_date(field, said, hearing) == "draft.problem.no_such_day":
        raise BadRequest(f"{field.id}: {text[:40]!r} is not a day that exists")
    return said.value
