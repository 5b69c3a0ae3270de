"""Measure the gap check: of what was left out of labelled notices, what is found, and what is called a gap that is none."""

from pathlib import Path

from pydantic import Field

from assistant.domain.check import Found
from assistant.domain.value import Value
from assistant.knowledge.yaml_text import load_yaml
from assistant.service import Service

SETS = Path(__file__).parent / "sets"


class Checkup(Value):
    """One notice, and what the check got wrong about it."""

    id: str
    language: str
    planted: int
    missed: tuple[str, ...] = ()
    false_alarms: tuple[str, ...] = ()
    alike: int = 0
    """Gaps found that are also told apart rightly: vague or missing."""


class Checkups(Value):
    """All notices of a set."""

    notices: tuple[Checkup, ...] = Field(default_factory=tuple)

    @property
    def planted(self) -> int:
        """Gaps that are there."""
        return sum(each.planted for each in self.notices)

    @property
    def found(self) -> int:
        """Gaps that were found."""
        return self.planted - sum(len(each.missed) for each in self.notices)

    @property
    def alarms(self) -> int:
        """Elements that are there and were called vague or missing."""
        return sum(len(each.false_alarms) for each in self.notices)

    @property
    def kept(self) -> bool:
        """Whether the promise is kept: every gap, and at most one false alarm a notice."""
        return self.found == self.planted and all(len(each.false_alarms) <= 1 for each in self.notices)


def check_notices(service: Service, folder: Path, labels: Path) -> Checkups:
    """Check every labelled notice of a folder."""
    found = []
    for entry in load_yaml(labels.read_text(encoding="utf-8")):
        path = next(folder.glob(f"{entry['id']}.*"))
        stands = {element: state for state in Found for element in entry.get(state.value, ())}
        checked = {gap.element: gap.found for gap in service.register.check_file(path, entry["lang"])[0].gaps}
        gaps = [element for element, state in stands.items() if state is not Found.PRESENT]
        found.append(
            Checkup(
                id=str(entry["id"]),
                language=entry["lang"],
                planted=len(gaps),
                missed=tuple(element for element in gaps if checked[element] is Found.PRESENT),
                false_alarms=tuple(element for element, state in stands.items() if state is Found.PRESENT and checked[element] is not Found.PRESENT),
                alike=sum(checked[element] is stands[element] for element in gaps),
            )
        )
    return Checkups(notices=tuple(found))
