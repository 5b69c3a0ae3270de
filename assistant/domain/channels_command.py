"""What can be asked about channels: speak a language everywhere, leave, switch a channel."""

from typing import Literal

from assistant.domain.value import Language, Value


class Speak(Value):
    """Answer a person in one language everywhere; None follows what they write."""

    verb: Literal["speak"] = "speak"
    person: str
    language: Language | None


class Leave(Value):
    """Note that somebody blocked us in a channel."""

    verb: Literal["leave"] = "leave"
    sender: str


class SwitchChannel(Value):
    """Switch a channel off or on, at once."""

    verb: Literal["switch_channel"] = "switch_channel"
    channel: str
    on: bool


ChannelsCommand = Speak | Leave | SwitchChannel
