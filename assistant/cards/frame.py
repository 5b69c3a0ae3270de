"""The words around an answer, said in the asker's language where the answer itself exists in another."""

from dataclasses import replace

from assistant.domain.value import Language
from assistant.ports import Deps, Say


class Framed:
    """Says every phrase in one language, whichever is asked for; satisfies `ports.Say`."""

    def __init__(self, say: Say, frame: Language) -> None:
        self._say, self._frame = say, frame

    def __call__(self, phrase: str, language: Language, /, **values: object) -> str:  # noqa: ARG002 - as the port has it
        """Return a phrase of the frame with its values filled in."""
        return self._say(phrase, self._frame, **values)

    @property
    def partial(self) -> tuple[Language, ...]:
        """Languages in which only the frame of a card can be said."""
        return self._say.partial

    @property
    def full(self) -> tuple[Language, ...]:
        """Languages in which everything can be said."""
        return self._say.full


def framed(deps: Deps, frame: Language) -> Deps:
    """Return what a turn uses, with its words in one language."""
    return replace(deps, say=Framed(deps.say, frame))
