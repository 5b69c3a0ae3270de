"""How often a program may call."""

from assistant.errors import TooMany, TooManyCalls
from assistant.identity.throttle import Throttle

_DOOR = "calls"


class Pace:
    """Counts calls of one minute by whoever makes them, in this process."""

    def __init__(self, per_minute: int) -> None:
        self._most, self._throttle = per_minute, Throttle({_DOOR: per_minute})

    def __call__(self, caller: str) -> None:
        """Count one call. Raises: TooManyCalls."""
        try:
            self._throttle(_DOOR, caller)
        except TooMany as problem:
            raise TooManyCalls(str(self._most)) from problem
