"""Put an interview into words: what was noted, the next question, what is known so far."""

from datetime import date

from assistant.domain.draft import DraftState, Known, holds, wanted
from assistant.domain.envelope import Choice
from assistant.domain.talk import Drafting
from assistant.domain.template import FieldKind, Ground, Option, Template, TemplateField, Words
from assistant.domain.value import Language, Text
from assistant.interview.prefill import fitting, suggest
from assistant.ports import Say

TOKEN = "draft"  # noqa: S105  # the first word of this room's buttons
_SHORT = 120
_OWN_WORDS = (FieldKind.TEXT, FieldKind.LIST, FieldKind.NAME, FieldKind.ORGANISATION, FieldKind.SYSTEM)
"""Told back as a quotation, so that nobody takes a person's words, or what somebody put into them, for ours."""
_INNER = str.maketrans('「」“”"', "『』‘’'")


def worded(text: Text, language: Language) -> str:
    """Return a text in a language, in English where there is none, else in any."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


class Speaker:
    """Says an interview's things in one language."""

    def __init__(self, template: Template, state: DraftState, drafting: Drafting, say: Say) -> None:
        self.template, self.state, self.drafting, self._say = template, state, drafting, say
        self.language = state.language

    def say(self, phrase: str, **values: object) -> str:
        """Say a phrase in the interview's language."""
        return self._say(phrase, self.language, **values)

    def noted(self, fields: tuple[str, ...]) -> str:
        """Return one line that tells back what was understood; empty where there is nothing."""
        told = [f"{worded(self.template.field(name).label, self.language)}{self.say('draft.colon')}{self.value(name)}" for name in fields]
        return self.say("draft.noted", what=self.say("draft.joint").join(told)) if told else ""

    def value(self, name: str) -> str:
        """Return what is known about a field, as it is told back."""
        field = self.template.field(name)
        known = self.state.by_field.get(name)
        if known is None or not known.given:
            state = known.state if known else "open"
            return self.say(f"draft.state.{state}" if state in ("unknown", "skipped") else "draft.state.open")
        words = self.drafting.words_for(self.template.place, self.language)
        told = value_in_words(field, known, self.template, words, self.language)
        if field.kind in _OWN_WORDS:
            return self.say("draft.own_words", words=told[:_SHORT].translate(_INNER)) + ("…" if len(told) > _SHORT else "")
        return told if len(told) <= _SHORT else f"{told[:_SHORT]}…"

    def question(self, field: TemplateField, left: int) -> tuple[str, tuple[Choice, ...]]:
        """Return the question for a field, with how many are left, and its buttons."""
        lines = [self.say("draft.left", count=left) + worded(field.question, self.language)]
        options = self.options(field)
        lines.extend(f"{number}. {label}" for number, (_, label) in enumerate(options, 1))
        if not options and field.kind not in (FieldKind.YES_NO,):
            lines.append(self.say("draft.example", example=worded(field.example, self.language)))
        if field.kind in (FieldKind.MANY, FieldKind.GROUNDS):
            lines.append(self.say("draft.several"))
        return "\n".join(lines), self.buttons(field, options)

    def options(self, field: TemplateField) -> list[tuple[str, str]]:
        """Return the ids and labels to choose from; grounds that fit the story are marked."""
        if field.kind is FieldKind.GROUNDS:
            fits = fitting(self.template, self.story)
            return [(name, self._ground_label(name, fits)) for name in suggest(self.template, self.story, self.state)]
        if field.kind is FieldKind.YES_NO:
            return []
        return [(option.id, worded(option.label, self.language)) for option in field.options]

    def _ground_label(self, name: str, fits: tuple[str, ...]) -> str:
        ground = self.template.ground(name)
        label = worded(ground.label, self.language) if ground else name
        return self.say("draft.fits", label=label) if name in fits else label

    @property
    def story(self) -> str:
        """Everything the person told, for suggestions."""
        return " ".join(
            value for known in self.state.knowns if (field := self.template.by_id.get(known.field)) and field.kind is FieldKind.TEXT for value in known.values
        )

    def order(self, field: TemplateField) -> tuple[Option, ...] | tuple[Ground, ...]:
        """Return the options in the order they are shown, so that numbers mean what was read."""
        if field.kind is not FieldKind.GROUNDS:
            return field.options
        return tuple(ground for name in suggest(self.template, self.story, self.state) if (ground := self.template.ground(name)))

    def buttons(self, field: TemplateField, options: list[tuple[str, str]]) -> tuple[Choice, ...]:
        """Return a field's buttons, and those that steer."""
        found = [_button(f"✓ {label}" if name in self.state.picked else label, f"{TOKEN}:pick:{name}") for name, label in options]
        if self.state.picked:
            found.append(_button(self.say("draft.button.done"), f"{TOKEN}:done"))
        if field.kind is FieldKind.YES_NO:
            found = [_button(self.say(f"draft.button.{name}"), f"{TOKEN}:pick:{name}") for name in ("yes", "no")]
        steer = ["unknown" if field.required else "skip", "show", "pause"]
        found += [_button(self.say(f"draft.button.{name}"), f"{TOKEN}:{name}") for name in steer]
        return tuple(choice for choice in found if len(choice.token.encode()) <= 64)  # Telegram: callback_data is 1-64 bytes

    def summary(self) -> str:
        """Return everything known so far, and what is still open."""
        known = self.state.by_field
        lines = [self.say("draft.so_far", title=worded(self.template.title, self.language))]
        for field in self.template.fields:
            if holds(field.only_if, known) and (field.asked or (field.id in known and known[field.id].given)):
                label = worded(field.label, self.language)
                lines.append(f"- {label}{self.say('draft.colon')}{self.value(field.id)}")
        if left := len(wanted(self.template, self.state)):
            lines.append(self.say("draft.left_count", count=left))
        return "\n".join(lines)

    def problem(self, field: TemplateField, problem: str, said: str) -> str:
        """Return why an answer cannot be taken, with an example."""
        own = worded(field.why_not, self.language) if field.why_not and problem not in ("draft.problem.long", "draft.problem.empty") else ""
        reason = self.say(problem, said=said) if problem.endswith(("no_such_day", "future", "too_early", "long")) or not own else own
        if field.not_before and problem == "draft.problem.too_early":
            reason = self.say(problem, said=said, other=self.value(field.not_before), label=worded(self.template.field(field.not_before).label, self.language))
        return f"{reason} {self.say('draft.example', example=worded(field.example, self.language))}".strip()


def value_in_words(field: TemplateField, known: Known, template: Template, words: Words, language: Language) -> str:
    """Return a field's answer as people read it."""
    match field.kind:
        case FieldKind.DATE:
            return day_in_letter(known.values[0], words)
        case FieldKind.YES_NO:
            return words.yes if known.values[0] == "yes" else words.no
        case FieldKind.CHOICE | FieldKind.MANY:
            return words.comma.join(worded(option.label, language) for value in known.values if (option := field.option(value)))
        case FieldKind.GROUNDS:
            return words.comma.join(worded(ground.label, language) for value in known.values if (ground := template.ground(value)))
        case FieldKind.AMOUNT:
            return words.amount.format(amount=f"{int(known.values[0]):,}" if known.values[0].isdigit() else known.values[0])
        case _:
            return words.comma.join(known.values)


def day_in_letter(value: str, words: Words) -> str:
    """Return `2026-03-05`, or `2026-03`, as letters of the place write it."""
    try:
        day = date.fromisoformat(value if len(value) == 10 else f"{value}-01")
    except ValueError:
        return value
    name = words.months[day.month - 1] if words.months else ""
    pattern = words.date if len(value) == 10 else words.month
    return pattern.format(year=day.year, roc=day.year - 1911, month=day.month, day=day.day, month_name=name)


def _button(label: str, token: str) -> Choice:
    return Choice(label=label, token=token)
