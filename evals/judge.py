"""Judge one answer against what its question asks for; no model, no mercy."""

import re
from typing import Any

from assistant.domain.answer import Citation
from assistant.domain.value import Value

_NEGATED = re.compile(
    r"不|沒|无|無|未|非|並非|別|勿|not|n't|\bno\b|\bnone\b|never|without|neither|nothing|void|失效|尚未|draft|草案|unless|whether|cannot", re.I
)


class Judgement(Value):
    """What is right and wrong about one answer."""

    id: str
    right: bool
    sourced: bool
    said: bool
    forbidden: tuple[str, ...]
    """Sentences that state what must not be said."""
    outcome: str
    detail: str = ""
    every: bool = False
    """True where every wanted source is cited, not only one."""


def judge(question: dict[str, Any], text: str, citations: tuple[Citation, ...], outcome: str, *, every: bool = False) -> Judgement:
    """Return the judgement: right means answered, rightly sourced, saying what it must and nothing it must not.

    One of the wanted sources is enough, or `every` one is needed; `pdpa:*` is any article of an act, `kr:*` any passage of a place.
    """
    wanted = [re.sub(r"\(.*", "", key) for key in question.get("must_cite", [])]
    cited = {re.sub(r"\(.*", "", citation.source) for citation in citations}
    acts = {key.split(":")[0] for key in cited} | {citation.passage.split("/")[0] for citation in citations}
    met = [key in cited or (key.endswith(":*") and key[:-2] in acts) for key in wanted]
    sourced = not wanted or (all(met) if every else any(met))
    missing = [group for group in question.get("must_say", []) if not any(re.search(pattern, text, re.I) for pattern in group)]
    sentences = re.split(r"(?<=[。！？!?\n])|(?<=\.)\s", text)
    forbidden = tuple(
        sentence.strip()[:90]
        for sentence in sentences
        for pattern in question.get("must_not_say", [])
        if re.search(pattern, sentence, re.I) and not _NEGATED.search(sentence)
    )
    answered = outcome in ("answered", "answered_partly", "held_for_human")
    detail = f"cited {' '.join(sorted(cited))[:120]} wanted {' '.join(wanted)}" if not sourced else f"missing {missing}" if missing else ""
    return Judgement(
        id=str(question["id"]),
        right=answered and sourced and not missing and not forbidden,
        sourced=sourced,
        said=not missing,
        forbidden=forbidden,
        outcome=outcome,
        detail=detail,
        every=all(met),
    )
