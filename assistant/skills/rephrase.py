"""Make a follow-up stand alone: say what it leaves out, from what was said before."""

import re
from collections.abc import Sequence

from assistant.domain.dialogue import Exchange
from assistant.domain.question import Question
from assistant.domain.signs import Cues
from assistant.domain.value import Language

_SHORT_CHARS = 14
_SHORT_WORDS = 7
_GIST_CHARS = 120
_WHOLE, _TOLD, _ALONE = 0.55, 0.28, 0.17  # set on evals/sets/follow_ups.yaml, see DECISIONS.md


def rephrase(text: str, language: Language, history: Sequence[Exchange], cues: Cues) -> Question:
    """Return the question with what it leaves out; one that names its own matter stays as it is."""
    asked = [exchange for exchange in history if exchange.user.strip()]
    if not asked:
        return Question(text=text, standing=text)
    before = asked[-1]
    topic = before.user
    if _leans(topic, language, cues) and len(asked) > 1:
        topic = f"{asked[-2].user} {topic}"
    told = before.assistant[:_GIST_CHARS]
    forms = ((f"{topic} {told} {text}", _WHOLE), (f"{told or topic} {text}", _TOLD), (text, _ALONE))
    leans = _leans(text, language, cues)
    return Question(text=text, standing=f"{topic} {text}" if leans else text, leans=leans, forms=forms, passages=before.passages)


def _leans(text: str, language: Language, cues: Cues) -> bool:
    opening = any(re.search(pattern, text.strip(), re.I) for pattern in cues.follow_up.get(language, ()))
    if re.search("[㐀-鿿]", text):
        return len(text) <= _SHORT_CHARS or (opening and len(text) <= 3 * _SHORT_CHARS)
    words = len(text.split())
    return words <= _SHORT_WORDS or (opening and words <= 3 * _SHORT_WORDS)
