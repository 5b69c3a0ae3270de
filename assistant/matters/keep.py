"""Carry out what a person decides about their own matter."""

from typing import assert_never

from assistant.domain.letters_command import ForgetMatter, ForgetWriting, KeepMatter, LettersCommand, RingMatter
from assistant.errors import Conflict, Forbidden
from assistant.matters import ask, planned
from assistant.ports import Act
from assistant.store import conversations, matters
from assistant.store.database import Transaction


def carry_out(tx: Transaction, command: LettersCommand, act: Act) -> dict[str, str]:
    """Change the rows a command asks for; return ids for the event, never texts.

    Raises: Forbidden where it is another person's, Conflict where the matter moved on since it was read
    """
    person = act.actor.person
    match command:
        case KeepMatter():
            matter = command.matter
            if matter.person != person:
                raise Forbidden("another person's matter")
            kept = matters.find_matter(tx, matter.id)
            if (kept.version if kept else 0) != matter.version - 1 or (kept and kept.person != person):
                raise Conflict(f"the matter {matter.id!r} moved on")
            matters.put_matter(tx, matter, at=act.at)
            planned.plan(tx, matter, act)
            return {"matter": matter.id, "standing": matter.standing.value}
        case ForgetMatter():
            kept = matters.find_matter(tx, command.matter)
            if kept and kept.person != person:
                raise Forbidden("another person's matter")
            matters.drop_matter(tx, command.matter)
            planned.forget(tx, command.matter, act)
            return {"matter": command.matter}
        case ForgetWriting():
            if conversations.thread_owner(tx, command.thread) not in (None, person):
                raise Forbidden("this thread is another person's")
            matters.blank_writing(tx, command.thread, command.instead)
            return {"thread": command.thread}
        case RingMatter():
            return ask.ring(tx, command.due, act)
    assert_never(command)
