"""Carry out the commands of channels: choose a language, leave, switch."""

from typing import assert_never

from assistant.domain.channels_command import ChannelsCommand, Leave, Speak, SwitchChannel
from assistant.ports import Act
from assistant.store import outgoing, people
from assistant.store.database import Transaction


def carry_out(tx: Transaction, command: ChannelsCommand, act: Act) -> dict[str, str]:
    """Change what a command asks for; return ids for its event."""
    match command:
        case Speak():
            people.choose_language(tx, command.person, command.language)
            return {}
        case Leave():
            people.left(tx, command.sender, act.at)
            return {}
        case SwitchChannel():
            outgoing.switch(tx, command.channel, command.on, act.at)
            return {"channel": command.channel}
    assert_never(command)
