"""Governance in a conversation: a notice that is pasted or was sent is checked for gaps, the checklist is asked question by question, the kit is named."""

import asyncio
import re

from assistant.domain.check import Found, Patterns
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene
from assistant.domain.envelope import Choice, Inbound, Reply
from assistant.domain.governance import AuditItem
from assistant.domain.person import Role
from assistant.domain.value import Language
from assistant.governing import told
from assistant.interview.speak import worded
from assistant.ports import Deps
from assistant.skills.gaps import gaps

TOKEN = "govern"  # noqa: S105  # the first word of this room's buttons
_ANSWERS = {"yes": "y", "no": "n", "unsure": "?"}
_WISH_CHARS, _LEAST_NOTICE, _LEAST_ELEMENTS = 80, 120, 6
"""Where a wish must stand; the shortest text that is checked after one; how much of a notice a text without a wish must hold, when HR sends it."""
_STEPS = 3


async def answered(inbound: Inbound, scene: Scene, deps: Deps) -> Outcome | None:  # noqa: PLR0911 - one a wish
    """Return the outcome of a wish to have a notice checked, of a step of the checklist, or of the wish for the kit; None for anything else."""
    verb, _, said = (inbound.choice or "").partition(":")
    if inbound.choice and verb != TOKEN:
        return None
    language, talk, text = _language(inbound, scene, deps), deps.governance.talk, inbound.text.strip()
    audit = scene.dialogue.audit
    if said:
        return _audit(said, scene, language, deps)
    if audit is not None and len(text) <= _WISH_CHARS and (answer := next((name for name in _ANSWERS if _says(talk.get(name), text, whole=True)), None)):
        return _audit(answer, scene, language, deps)
    opening = text[:_WISH_CHARS]
    if _says(talk.get("audit"), opening) and len(text) <= _WISH_CHARS:
        return _audit("go", scene, language, deps)
    if _says(talk.get("kit"), opening) and len(text) <= _WISH_CHARS:
        return _kit(scene, language, deps)
    if not inbound.files and (notice := _notice_in(text, scene, language, deps)) is not None:
        return await check(notice, scene, language, deps) if notice else _ends(deps.say("govern.paste", language), "notice_wanted", scene.dialogue, language)
    return None


async def check(text: str, scene: Scene, language: Language, deps: Deps) -> Outcome:
    """Return how a text stands as a notice; what stands in it is shown and obeyed by nobody."""
    checks = deps.governance.checks
    spoken = deps.tongue.recognise(text[:4000]) or language
    checked = await asyncio.to_thread(gaps, text, spoken, checks, deps.sense)
    return _ends(told(checked, checks, language, deps.say), "notice_checked", scene.dialogue, language, kind=OutcomeKind.ANSWERED)


def _notice_in(text: str, scene: Scene, language: Language, deps: Deps) -> str | None:
    """Return the notice that is to be checked; empty where one is to be checked and none is there, None where nothing is to be checked."""
    first, _, rest = text.partition("\n")
    if _says(deps.governance.talk.get("check"), first[:_WISH_CHARS]):
        body = rest.strip() if len(rest.strip()) >= _LEAST_NOTICE else text[_WISH_CHARS:].strip()
        if len(body) >= _LEAST_NOTICE:
            return body
        return scene.dialogue.paper.sent.text if scene.dialogue.paper else ""
    if scene.reader.role is not Role.HR or len(text) < 2 * _LEAST_NOTICE or scene.dialogue.draft is not None:
        return None
    found = gaps(text, language, deps.governance.checks).of(Found.PRESENT)
    return text if len(found) >= _LEAST_ELEMENTS else None


def _kit(scene: Scene, language: Language, deps: Deps) -> Outcome:
    papers = "\n".join(f"· {worded(paper.use, language)}" for paper in deps.governance.kit)
    return _ends(deps.say("govern.kit", language, papers=papers), "kit", scene.dialogue, language, kind=OutcomeKind.ANSWERED)


def _audit(said: str, scene: Scene, language: Language, deps: Deps) -> Outcome:
    """Take one answer of the checklist and ask the next question, or tell the result; `go` begins or goes on, `later` stops and keeps what was said."""
    items, given = deps.governance.audit, scene.dialogue.audit or ""
    if said == "later":
        return _ends(deps.say("govern.audit_later", language, done=len(given), total=len(items)), "audit_paused", scene.dialogue, language)
    if said == "again":
        given = ""
    given = (given + _ANSWERS.get(said, ""))[: len(items)]
    dialogue = scene.dialogue.but(audit=given)
    if len(given) == len(items):
        again = (Choice(label=deps.say("action.govern_again", language), token=f"{TOKEN}:again"),)
        return _ends(_result(items, given, language, deps), "audit_done", dialogue, language, again, kind=OutcomeKind.DONE)
    item = items[len(given)]
    values = {"layer": deps.say(f"govern.layer_{item.layer}", language), "phase": deps.say(f"govern.phase_{item.phase}", language)}
    text = deps.say("govern.audit_question", language, number=len(given) + 1, total=len(items), question=worded(item.question, language), **values)
    buttons = tuple(Choice(label=deps.say(f"action.govern_{name}", language), token=f"{TOKEN}:{name}") for name in (*_ANSWERS, "later"))
    return _ends(text, "audit_asked", dialogue, language, buttons)


def _result(items: tuple[AuditItem, ...], given: str, language: Language, deps: Deps) -> str:
    counts = {"yes": given.count("y"), "no": given.count("n"), "unsure": given.count("?"), "total": len(items)}
    lines = [deps.say("govern.audit_done", language, **counts)]
    by_layer: dict[str, list[str]] = {}
    for item, answer in zip(items, given, strict=True):
        by_layer.setdefault(item.layer, []).append(answer)
    lines += [
        deps.say("govern.audit_layer", language, layer=deps.say(f"govern.layer_{name}", language), yes=answers.count("y"), total=len(answers))
        for name, answers in by_layer.items()
    ]
    open_items = sorted((item for item, answer in zip(items, given, strict=True) if answer != "y"), key=lambda item: -item.weight)
    if not open_items:
        return "\n".join([*lines, "", deps.say("govern.audit_all", language)])
    steps = [f"{number}. {worded(item.step, language)}" for number, item in enumerate(open_items[:_STEPS], 1)]
    later = [f"· {worded(item.step, language)}" for item in open_items[_STEPS:]]
    more = ["", deps.say("govern.audit_then", language), *later] if later else []
    return "\n".join([*lines, "", deps.say("govern.audit_first", language), *steps, *more])


def _says(patterns: Patterns | None, text: str, *, whole: bool = False) -> bool:
    found = [pattern for listed in (patterns or {}).values() for pattern in listed]
    test = re.fullmatch if whole else re.search
    return any(test(pattern, text.strip().rstrip("。.!！"), re.I) for pattern in found)


def _language(inbound: Inbound, scene: Scene, deps: Deps) -> Language:
    spoken = deps.tongue.recognise(inbound.text[:400]) if inbound.text.strip() else None
    home = deps.library.places[scene.place].languages[0]
    wanted = (scene.language, inbound.language, scene.dialogue.language, spoken if len(inbound.text) > 3 else None, scene.dialogue.spoken, home)
    return next((each for each in wanted if each in deps.say.full), "en")


def _ends(text: str, reason: str, dialogue: Dialogue, language: Language, actions: tuple[Choice, ...] = (), kind: OutcomeKind = OutcomeKind.ASKED) -> Outcome:
    return Outcome(kind=kind, reason=reason, reply=Reply(text=text, actions=actions, language=language), dialogue=dialogue)
