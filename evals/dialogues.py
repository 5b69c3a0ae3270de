"""Hold whole conversations about letters through the product's own turn, and judge how each ends."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.contract import TurnLine, converse_line, speaker_of
from assistant.domain.value import Value
from assistant.service import Service
from assistant.testing import FixedClock

STORIES = Path(__file__).parents[1] / "tests" / "stories" / "letters"
MORNING = 4
"""Hour in UTC at which a conversation is held: noon in Taipei."""


class Story(Value):
    """One conversation as written down: lines with their marks."""

    title: str
    template: str
    language: str
    today: date
    lines: tuple[tuple[str, str], ...]
    """`>` the person, `<` what must come back, `=` what must be known at the end, `+` and `-` words of the letter, `@` a pause of days."""

    @property
    def told(self) -> tuple[str, ...]:
        """What the person says before the first answer."""
        first = next(number for number, (mark, _) in enumerate(self.lines) if mark == "<")
        return tuple(words for mark, words in self.lines[:first] if mark == ">")

    @property
    def turns(self) -> tuple[str, ...]:
        """What the person says afterwards, turn by turn."""
        first = next(number for number, (mark, _) in enumerate(self.lines) if mark == "<")
        return tuple(words for mark, words in self.lines[first:] if mark == ">")

    @property
    def noon(self) -> datetime:
        """The instant at which it is held."""
        return datetime(self.today.year, self.today.month, self.today.day, MORNING, tzinfo=UTC)


class Held(Value):
    """How a conversation ended."""

    title: str
    complete: bool
    wrong: tuple[str, ...] = ()
    """Facts that are not what they should be, in words."""
    twice: tuple[str, ...] = ()
    """Fields that were asked twice."""
    asked: int = 0
    outcomes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether everything that is promised holds."""
        return self.complete and not self.wrong and not self.twice


def stories(folder: Path = STORIES) -> tuple[Story, ...]:
    """Return every story of a folder, in its order."""
    return tuple(story for path in sorted(folder.glob("*.md")) for story in _stories(path))


def _stories(path: Path) -> Iterator[Story]:
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        head = {match[1]: match[2] for match in re.finditer(r"^(template|language|today): (.+)$", body, re.M)}
        lines = [(line[0], line[1:].strip()) for line in body.splitlines() if line[:1] in "><=+-@" and line[1:2] in (" ", "j")]
        yield Story.model_validate({"title": f"{path.stem}: {title}", "today": "2026-11-22", **head, "lines": lines})


def hold_all(service: Service, clock: FixedClock) -> tuple[Held, ...]:
    """Hold every story, each at noon of its own day; the clock is the service's."""
    found = []
    with asyncio.Runner() as runner:
        for story in stories():
            clock.move(story.noon - clock.now())
            found.append(runner.run(hold(story, service)))
    return tuple(found)


async def hold(story: Story, service: Service) -> Held:
    """Hold one conversation; the letter is begun by its button, as below an answer, so that the same letter is judged everywhere."""
    speaker = speaker_of("cli", "eval", story.title)
    outcomes = []
    for number, line in enumerate(_lines(story)):
        fields = {"thread": speaker.thread, "id": number, **line}
        answer = await converse_line(TurnLine.model_validate(fields), service, speaker)
        outcomes.append(str(answer["outcome"]))
    state, letter = service.draft_of(speaker.thread, speaker.person), service.drafted(speaker.thread, speaker.person)
    if state is None or letter is None:
        return Held(title=story.title, complete=False, outcomes=tuple(outcomes))
    twice = tuple(field for field, times in Counter(state.asked).items() if times > 1)
    facts = [words.partition(": ") for mark, words in story.lines if mark == "="]
    wrong = tuple(f"{field}: {', '.join(state.values(field))} instead of {value}" for field, _, value in facts if ", ".join(state.values(field)) != value)
    return Held(title=story.title, complete=letter.complete, wrong=wrong, twice=twice, asked=len(state.asked), outcomes=tuple(outcomes))


def _lines(story: Story) -> Iterator[dict[str, str]]:
    for text in story.told:
        yield {"text": text}
    yield {"text": "", "choice": f"letter:{story.template}"}
    for text in story.turns:
        yield {"text": text}
