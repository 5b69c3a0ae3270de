"""How people talk in an interview, as data: words that steer it, corrections, questions in the middle, signs in a letter."""

import re
from collections.abc import Mapping
from functools import cache, cached_property

from pydantic import ConfigDict, Field

from assistant.domain.library import COMMON
from assistant.domain.template import Template, Words
from assistant.domain.value import Language, Value

Patterns = dict[Language, tuple[str, ...]]


def matches(patterns: Mapping[Language, tuple[str, ...]], text: str) -> re.Match[str] | None:
    """Return the first match of any language's patterns."""
    for found in patterns.values():
        for pattern in found:
            if match := _compiled(pattern).search(text):
                return match
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_LONGEST = 48
"""Characters of a command; a third of it in scripts that write a word in one or two signs."""


class Talk(Value):
    """Patterns per language; every language is tried on every text, since people mix them."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    commands: dict[str, Patterns]
    """skip, unknown, back, show, restart, pause, resume, forget, finish, all, none"""
    switch: Patterns
    """Under each language: the words that ask for that language."""
    yes: Patterns
    no: Patterns
    correction: Patterns
    """With groups `old` and `new`."""
    change: Patterns
    """With groups `field` and `new`."""
    order: Patterns
    """Words that make a change an order, whatever else is being told."""
    amend: Patterns
    """Lead-ins of a correction that names no field; group `new`."""
    question: Patterns
    request: Patterns
    """Sentences addressed to the assistant: no part of an account."""
    lead: Patterns
    """Lead-ins before a name or title, to be cut."""
    not_name: Patterns = Field(default_factory=dict)
    """Words that no person's name holds."""
    person: Patterns = Field(default_factory=dict)
    """What is a person's name and no organisation's."""
    surname: Patterns = Field(default_factory=dict)
    """Family names in Latin letters at either end of a name."""
    firm: Patterns = Field(default_factory=dict)
    """What is surely the name of an organisation."""
    bidding: Patterns = Field(default_factory=dict)
    """Orders to the assistant that tell nothing, such as "write it"."""
    when: Patterns = Field(default_factory=dict)
    """Asking until when one may appeal."""
    drafts: Patterns = Field(default_factory=dict)
    """Words for a letter in the making."""
    drop: Patterns = Field(default_factory=dict)
    """Orders to leave a fact out; group `field`."""
    matter: dict[str, Patterns] = Field(default_factory=dict)
    """News about a letter that went out, and wishes about its matter: sent, received, answer, show, close, forget, beside."""
    wish: Patterns = Field(default_factory=dict)
    """The wish to have something written, whichever letter."""

    def command(self, text: str) -> str | None:
        """Return the command that a short text gives; a longer one tells something."""
        if len(text) > (_LONGEST if text.isascii() else _LONGEST // 3):
            return None
        return next((name for name, patterns in self.commands.items() if matches(patterns, text.strip())), None)

    def language(self, text: str) -> Language | None:
        """Return the language a short text asks for."""
        if len(text) > 40:
            return None
        return next((language for language, patterns in self.switch.items() if matches({language: patterns}, text.strip())), None)

    def asks(self, text: str) -> bool:
        """Say whether the text is a question."""
        return matches(self.question, text.strip()) is not None


class Sign(Value):
    """One kind of finding, and the words that show it."""

    code: str
    patterns: Patterns = Field(default_factory=dict)
    unless: Patterns = Field(default_factory=dict)
    """Words that take the finding back."""
    offered: bool = False
    """True: an offer that may be left aside, such as calmer words."""


class Drafting(Value):
    """Everything drafting reads from the corpus."""

    templates: dict[str, Template]
    words: dict[str, dict[Language, Words]]
    talk: Talk
    signs: tuple[Sign, ...] = ()

    def words_for(self, place: str, language: Language) -> Words:
        """Return the words of letters of a place in a language, else those without a jurisdiction."""
        own = self.words.get(place, {})
        return own.get(language) or self.words[COMMON].get(language) or self.words[COMMON]["en"]

    def asked_for(self, text: str, place: str, told: str = "") -> Template | None:
        """Return the template that a text asks for, given what was told before; the place's own before the one without a jurisdiction."""
        own = [template for template in self.templates.values() if template.place == place]
        rest = [template for template in self.templates.values() if template.place == COMMON]
        best: tuple[int, Template] | None = None
        for template in (*own, *rest):
            match = matches(template.cues, text)
            if match and (best is None or match.end() - match.start() > best[0]):
                best = (match.end() - match.start(), template)
        return self._yielding(best[1], f"{told}\n{text}") if best else None

    def _yielding(self, template: Template, told: str) -> Template:
        """Return the more particular letter that what was told shows, else the template."""
        return next((self.templates[name] for name, patterns in template.yields_to.items() if name in self.templates and matches(patterns, told)), template)
