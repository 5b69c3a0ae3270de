"""A letter as data: what must be known, how to ask for it, the grounds it may rest on, its wording, its clocks."""

from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from assistant.domain.passage import Ref
from assistant.domain.person import Role
from assistant.domain.value import Language, Text, Value


class FieldKind(StrEnum):
    """What makes an answer valid."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    MANY = "many"
    """Several of the options."""
    GROUNDS = "grounds"
    """Several of the template's grounds."""
    YES_NO = "yes_no"
    NAME = "name"
    ORGANISATION = "organisation"
    SYSTEM = "system"
    AMOUNT = "amount"
    """Money."""
    COUNT = "count"
    """How many."""
    LIST = "list"
    """Several texts."""


class Option(Value):
    """One answer to choose."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: Text
    words: Text = Field(default_factory=dict)
    """How the letter puts it; the label where there is nothing else."""
    cues: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns in people's words that mean this option."""
    yields_to: tuple[str, ...] = ()
    """Options that are meant instead where both are spoken of."""


class Condition(Value):
    """Holds when the field's answer is one of the values; `*` is any answer, `-` is none."""

    field: str
    values: tuple[str, ...]


class Meant(Value):
    """What people say for short, and what it stands for in a letter."""

    cues: dict[Language, tuple[str, ...]]
    value: str


class TemplateField(Value):
    """One thing that the letter needs to know."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: Literal["sender", "recipient", "decision", "third", "request", "firm"]
    kind: FieldKind
    label: Text
    question: Text
    example: Text
    why_not: Text = Field(default_factory=dict)
    """Said when an answer is not valid, before the example; the kind's own sentence where there is none."""
    required: bool = True
    asked: bool = True
    """False: only taken from what people say by themselves."""
    prefilled: bool = True
    """False: never taken from an account, only from an answer to its question."""
    personal: bool = False
    """True: never shown to a model and never logged."""
    default: str | None = None
    only_if: tuple[Condition, ...] = ()
    options: tuple[Option, ...] = ()
    cues: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns: for texts with one group that holds the answer; for dates, words that stand near it."""
    names: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Other words people use for this field when they correct it."""
    shows: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns of which a valid answer shows one, such as a digit in a period."""
    meant: tuple[Meant, ...] = ()
    """What short answers stand for, such as a city for its government."""
    first_date: bool = False
    """True: takes a date that stands near no other field's words."""
    future: bool = False
    """True: a date that has not come yet is valid."""
    not_before: str | None = None
    """Field whose date must not be later."""
    cites: bool = False
    """True: holds rules or promises in other people's words, so that naming an article is no claim of the sender."""
    same_as: tuple[str, ...] = ()
    """Fields of other letters that hold the same, so that a next letter starts with it."""
    carried: bool = True
    """False: never taken over into a next letter."""
    takes_story: bool = False
    """True: holds the person's own account."""
    max_chars: int = 200

    @model_validator(mode="after")
    def _coherent(self) -> "TemplateField":
        if self.kind in (FieldKind.CHOICE, FieldKind.MANY) and len(self.options) < 2:
            raise ValueError(f"{self.id}: a choice needs two options or more")
        if self.default and self.options and self.default not in {option.id for option in self.options}:
            raise ValueError(f"{self.id}: default {self.default!r} is no option")
        return self

    def option(self, option_id: str) -> Option | None:
        """Return an option by its id."""
        return next((option for option in self.options if option.id == option_id), None)


class ClockUse(Value):
    """A clock that the letter starts, or that runs against its sender."""

    rule: str
    starts: str | None = None
    """Field whose date starts it; None: the day the other side receives the letter."""
    only_if: tuple[Condition, ...] = ()


class Piece(Value):
    """A stretch of a letter's line: words, a field, or words that depend on who writes."""

    kind: Literal["words", "field", "by"]
    text: str
    other: str = ""
    """For `by`: the words when a representative writes; `text` when the worker does."""
    strong: bool = False


class LetterLine(Value):
    """One sentence of the letter with the conditions under which it stands and the sources it rests on."""

    kind: Literal["title", "heading", "meta", "plain", "item", "bullet", "each", "each_bullet", "grounds", "attachments", "signature"]
    pieces: tuple[Piece, ...] = ()
    conditions: tuple[Condition, ...] = ()
    refs: tuple[Ref, ...] = ()
    starts: bool = True
    """False: goes on in the paragraph of the line before."""
    where: str = ""
    """File and line, for messages."""


class Ground(Value):
    """A reason why a decision should be looked at again, with what it rests on and what shows it."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    passage: str
    """The passage that explains it to the person."""
    label: Text
    """How it is offered to the person."""
    sentence: Text
    """How the letter says it, with its sources at the end of each sentence."""
    lines: dict[Language, tuple[LetterLine, ...]] = Field(default_factory=dict)
    """The sentence, read."""
    evidence: dict[Language, tuple[str, ...]]
    """What to look for and attach."""
    ask: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What to ask the company for."""
    cues: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    only_if: tuple[Condition, ...] = ()


class After(Value):
    """What an answer, or none, opens."""

    passages: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    """Letters that may be written next, the one that fits most often first."""


_PEOPLE = ("worker", "applicant", "rider")
_UNION = ("union", *_PEOPLE)
_WRITTEN_BY: dict[Role, tuple[str, ...]] = {
    Role.APPLICANT: ("applicant",),
    Role.RIDER: ("rider", "worker"),
    Role.HR: ("hr",),
    Role.REVIEWER: ("reviewer",),
    Role.OFFICER: _UNION,
    Role.DELEGATE: _UNION,
}


class Template(Value):
    """One letter."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    id: str
    """`tw/appeal`"""
    place: str
    kind: Literal["letter", "record"] = "letter"
    """`record`: an interview whose wording is an entry in a matter's diary; never offered as a letter."""
    title: Text
    summary: Text
    audience: tuple[str, ...]
    cues: dict[Language, tuple[str, ...]]
    """Patterns by which people ask for this letter."""
    yields_to: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Letters that are meant instead where what was told shows one of these patterns."""
    fields: tuple[TemplateField, ...]
    grounds: tuple[Ground, ...] = ()
    clocks: tuple[ClockUse, ...] = ()
    basis: tuple[str, ...] = ()
    """Passages the letter rests on."""
    offered: tuple[str, ...] = ()
    """Themes (`tw/why`) whose answers offer this letter, besides those that rest on its basis."""
    protection: tuple[str, ...] = ()
    """Passages on what protects the sender, and where that ends."""
    evidence: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What to attach whatever the grounds."""
    outside: tuple[str, ...] = ()
    """Passages on the routes outside, for the cover note."""
    recipient: str | None = None
    """The field that names to whom it goes."""
    after: dict[Literal["answered", "partly", "refused", "silent"], After] = Field(default_factory=dict)
    """What comes next, by how the other side answered."""
    letters: dict[Language, tuple[LetterLine, ...]]

    @cached_property
    def by_id(self) -> dict[str, TemplateField]:
        """The fields by their id."""
        return {field.id: field for field in self.fields}

    def is_for(self, role: Role) -> bool:
        """Say whether somebody in a role writes this letter; whoever has no role of their own writes what workers, applicants and riders do."""
        return any(each in _WRITTEN_BY.get(role, _PEOPLE) for each in self.audience)

    def field(self, field_id: str) -> TemplateField:
        """Return a field. Raises: KeyError"""
        return self.by_id[field_id]

    def ground(self, ground_id: str) -> Ground | None:
        """Return a ground by its id."""
        return next((ground for ground in self.grounds if ground.id == ground_id), None)


class Words(Value):
    """Words of letters that belong to a place and not to one letter, per language."""

    date: str
    """Pattern with {year}, {roc}, {month}, {day}, {month_name}."""
    month: str
    months: tuple[str, ...] = ()
    moment: str = "{date} {time}"
    joint: str
    """Between sentences of a paragraph."""
    comma: str
    list_comma: str
    """Between short things of one kind, such as articles."""
    last_comma: str
    """Between longer parts of a list inside a sentence."""
    stop: str
    yes: str
    no: str
    amount: str
    labels: dict[str, str]
    """attachments, sign, stamp, date, page, note_as_of, cover, unknown …"""
    numbering: str
    """How headings are numbered in words; empty for plain numbers."""
