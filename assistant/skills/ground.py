"""Suggest grounds from what a person told: those that fit first, each with its passage; the person picks."""

from assistant.domain.draft import DraftState, SuggestedGround
from assistant.domain.talk import Drafting
from assistant.domain.value import Language
from assistant.interview.prefill import fitting, suggest
from assistant.interview.speak import worded


def ground(story: str, state: DraftState, language: Language, *, drafting: Drafting) -> tuple[SuggestedGround, ...]:
    """Return every ground that may stand in the draft's letter, those with a sign in the story first; empty where it has none."""
    template = drafting.templates[state.template]
    fits = fitting(template, story)
    found = []
    for name in suggest(template, story, state):
        if known := template.ground(name):
            found.append(SuggestedGround(ground=name, label=worded(known.label, language), passage=known.passage, fits=name in fits))
    return tuple(found)
