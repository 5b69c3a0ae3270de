"""What can be asked to be done about doors on other people's pages."""

from typing import Literal

from assistant.domain.value import Value


class Widget(Value):
    """On which pages an organisation's chat may stand, and in which colour."""

    organisation: str
    origins: tuple[str, ...]
    """`https://www.example.com`: scheme and host, with the port where it is not the usual one."""
    colour: str = "#1f5f8b"


class SetWidget(Value):
    """Say on which pages an organisation's chat may stand; none takes it away."""

    verb: Literal["set_widget"] = "set_widget"
    widget: Widget


DoorsCommand = SetWidget
"""On the chat on other people's pages."""
