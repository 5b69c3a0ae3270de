"""What goes out of the union: the joint letter with an annex a consenting member, and the question that asks for consent."""

import secrets
from collections.abc import Sequence

from assistant.documents.write import write
from assistant.domain.batch import Consent, Kept
from assistant.domain.complaint import Topic
from assistant.domain.letter import Block, Letter, Run
from assistant.domain.value import Language
from assistant.errors import BadRequest
from assistant.interview.filled import fill
from assistant.skills.draft import draft
from assistant.union import Union

_TEMPLATE = "joint-letter"
_ASKS = ("check", "recheck", "suspend")
FLOOR = 5
"""A letter that names a number of people needs so many; below it, it speaks of "several"."""


def ask_words(union: Union, kept: Kept, recipient: str, language: Language) -> str:
    """Return exactly what a member is asked, in their language where we speak it."""
    say = union.service.say
    return say("union.ask_words", language, union=union.name_in(language), recipient=recipient, shared=kept.complaint.masked_text)


def consents_for(union: Union, batch: str, topic: str, rows: Sequence[Kept], recipient: str) -> tuple[Consent, ...]:
    """Return the questions to ask, one a complaint; repeats of a complaint are not asked again."""
    if not recipient.strip():
        raise BadRequest("a recipient is needed")
    spoken = union.service.say.full
    now = union.service.deps.clock.now()
    found = []
    for kept in rows:
        if kept.complaint.duplicate_of is None:
            language = kept.complaint.labels.language if kept.complaint.labels.language in spoken else "zh-TW"
            found.append(
                Consent(
                    id=secrets.token_urlsafe(18),
                    batch=batch,
                    complaint=kept.complaint.id,
                    topic=topic,
                    recipient=recipient.strip()[:120],
                    language=language or "zh-TW",
                    asked=ask_words(union, kept, recipient.strip()[:120], language or "zh-TW"),
                    shared=kept.complaint.masked_text,
                    asked_at=now,
                )
            )
    return tuple(found)


def joint_letter(union: Union, topic: Topic, annexes: Sequence[Consent], *, employer: str, signatory: str, language: Language) -> Letter:
    """Return the joint letter with one annex for each consent that stands. Raises: BadRequest where nobody consented"""
    if not annexes:
        raise BadRequest("nobody has consented")
    service = union.service
    place = next(each.place for each in service.organisations() if each.id == union.union)
    drafting = service.deps.drafting
    template = drafting.templates[f"{place.lower()}/{_TEMPLATE}"]
    today = service.scene(place=place).today
    answers: dict[str, object] = {
        "union_name": union.name_in(language),
        "employer": employer,
        "people": str(len(annexes)),
        "story": service.say("union.letter_story", language, cause=topic.label[language]),
        "requests": list(_ASKS),
        "sender_name": signatory,
        "attachments": [service.say("union.letter_annexes", language, count=len(annexes))],
    }
    if topic.matter and (matter := union.signs.matter(topic.matter)) and matter.system:
        answers["system"] = union.signs.label("systems", matter.system, language)
    state = fill(template, answers, language, talk=drafting.talk, today=today)
    letter = draft(state, language, drafting=drafting, library=service.deps.library, on=today)
    blocks = list(letter.blocks)
    for number, consent in enumerate(annexes, 1):
        blocks.append(Block(kind="heading", runs=(Run(text=service.say("union.annex", language, number=number)),)))
        blocks.append(Block(kind="plain", runs=(Run(text=consent.shared, said=True),)))
    return letter.but(blocks=tuple(blocks))


def written(letter: Letter, form: str) -> bytes:
    """Return the letter as a file. Raises: BadRequest, DocumentFailed"""
    return write(letter, form)
