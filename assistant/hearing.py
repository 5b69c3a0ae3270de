"""Where the rules cannot read an answer of an interview, let a model say it in words that they can; without one, or without luck, their refusal stands."""

from assistant.domain.draft import StepKind, personal_words
from assistant.errors import ModelUnavailable
from assistant.interview.speak import Speaker, worded
from assistant.letters import Written
from assistant.matter_talk import Table
from assistant.ports import Deps
from assistant.skills.hear import HEARD, Question, hear
from assistant.wording import Veil, must_tell

_HIDDEN = "＊"


async def hear_again(table: Table, text: str, refused: Written, deps: Deps, veil: Veil) -> tuple[Written, str]:
    """Return the step as it goes on with a model's reading, else the refusal; with a note for the trace.

    A personal field's answer is never shown, nor what is known of personal fields; a far model sees masked text, and only after the person was told.
    """
    state = refused.stepped.state
    if deps.model is None or refused.stepped.kind is not StepKind.REFUSED or state is None or must_tell(deps, table.dialogue):
        return refused, ""
    template = deps.drafting.templates[state.template]
    field = template.by_id.get(state.current or "")
    if field is None or field.personal or field.kind not in HEARD or refused.stepped.field != field.id:
        return refused, ""
    speaker = Speaker(template, state, deps.drafting, deps.say)
    question = Question(kind=field.kind, text=worded(field.question, state.language), options=tuple(speaker.options(field)))

    def hide(said: str) -> str:
        for word in sorted(personal_words(template, state), key=len, reverse=True):
            said = said.replace(word, _HIDDEN)
        return veil.hide(said)

    try:
        meant = await hear(question, text, table.sitting.desk.today, model=deps.model, hide=hide)
    except ModelUnavailable:
        return refused, "unavailable"
    again = table.on(refused.dialogue).take(meant) if meant else None
    if again is None or again.stepped.kind in (StepKind.REFUSED, StepKind.SIDE_QUESTION):
        return refused, "nothing"
    return again, "heard"
