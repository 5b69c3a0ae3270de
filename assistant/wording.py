"""Have a model reread a follow-up and word an answer, and keep of it only what holds; nothing it does can end a turn."""

from collections.abc import Sequence

from assistant.cards.evidence import offer, only_cited
from assistant.domain.answer import Card, Citation
from assistant.domain.dialogue import Dialogue
from assistant.domain.organisation import Organisation
from assistant.domain.passage import Passage
from assistant.domain.question import Question
from assistant.domain.value import Language, Value
from assistant.errors import ModelUnavailable
from assistant.ports import Deps
from assistant.privacy import Masked, mask, unmask
from assistant.skills import reread as rereading
from assistant.skills import word as wording
from assistant.skills.compose import Material
from assistant.skills.verify import check


class Worded(Value):
    """An answer before or after a model had its say."""

    card: Card
    citations: tuple[Citation, ...]
    note: str = ""
    """For the trace: what was kept and why the rest was dropped."""


class Veil:
    """Masks every text of one turn with the same tokens, and lifts them again; lets all through for a model on this machine."""

    def __init__(self, deps: Deps, organisations: Sequence[Organisation]) -> None:
        self._open = deps.model_is_local
        self._known = [name for organisation in organisations for name in organisation.name.values()]
        self._masked = Masked(text="")

    def hide(self, text: str) -> str:
        """Return the text as the model may see it."""
        if self._open:
            return text
        self._masked = mask(text, self._known, earlier=self._masked)
        return self._masked.text

    def show(self, text: str) -> str:
        """Return a model's text with the tokens turned back."""
        return unmask(text, self._masked.tokens)


def must_tell(deps: Deps, dialogue: Dialogue) -> bool:
    """Say whether the person has yet to be told that a model elsewhere takes part; until then it sees nothing."""
    return deps.model is not None and not deps.model_is_local and not dialogue.told_model


async def stand_alone(question: Question, dialogue: Dialogue, language: Language, deps: Deps, veil: Veil) -> Question:
    """Return a follow-up as the model rereads it; as it was without a model, or where the model adds anything."""
    if deps.model is None or must_tell(deps, dialogue):
        return question
    return await rereading.reread(question, dialogue.history, language, model=deps.model, hide=veil.hide, show=veil.show)


async def reworded(asked: str, material: Material, plain: Worded, language: Language, *, deps: Deps, veil: Veil) -> Worded:
    """Return the card with its direct answer picked, ordered and joined by the model; the same card where nothing of that holds."""
    if deps.model is None:
        return plain
    offered = offer(_passages(material), plain.citations, language, material.day, deps)
    print_of = wording.prompt().fingerprint
    try:
        written = await wording.word(asked, offered.evidence, language, model=deps.model, budget=deps.model_tokens, hide=veil.hide)
    except ModelUnavailable as problem:
        return plain.but(note=f"{print_of} unavailable: {problem.detail}")
    items = [item.but(say=veil.show(item.say)) if item.say else item for item in written]
    checked = check(items, offered.evidence, asked, deps.signs.never)
    note = f"{print_of} wrote={len(items)} kept={len(checked.lines)} dropped={','.join(checked.faults) or 'none'}"
    if not checked.lines:
        return plain.but(note=f"{note} extractive")
    changed = plain.card.but(answer=checked.lines)
    return Worded(card=changed, citations=only_cited(changed, offered.citations), note=note)


def _passages(material: Material) -> Sequence[Passage]:
    return (material.main, *material.notices, *material.others, *material.asides, *material.protection)
