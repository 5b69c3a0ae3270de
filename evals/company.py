"""Ask questions about a company's notices and handbook as one of its members, and as somebody of another company."""

import asyncio
import re
from datetime import date
from pathlib import Path
from typing import Any

from assistant.bootstrap import OPERATOR, Core
from assistant.commands.organisations import keep_file
from assistant.domain.command import AddOrganisation
from assistant.domain.dialogue import Outcome, Reader
from assistant.domain.envelope import Inbound
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.person import Role
from assistant.domain.value import Value
from assistant.knowledge.notices import Ownership
from assistant.knowledge.yaml_text import load_yaml

SETS = Path(__file__).parent / "sets"
OURS, OTHERS = "asked-company", "other-company"
ELEMENTS = {
    "decision_types": "decisions",
    "factors_and_weight": "factors",
    "scoring_standard": "scoring",
    "known_limits": "limits",
    "human_intervention": "human",
    "see_and_correct": "correction",
    "appeal_channel": "appeal",
    "appeal_time": "appeal",
}
"""Elements as the sets name them, where notices call them otherwise."""


class Told(Value):
    """One question, and what was told to a member and to a stranger."""

    id: str
    right: bool
    detail: str = ""
    closed: bool
    """Nothing of the company's texts came to somebody of another company."""


def ask_company(core: Core, folder: Path, questions: Path) -> tuple[Told, ...]:
    """Take the company's texts in and ask every question twice."""
    for name in (OURS, OTHERS):
        core.service.act(
            AddOrganisation(organisation=Organisation(id=name, name={"en": name}, kind=OrganisationKind.COMPANY, place=core.settings.place)), OPERATOR
        )
    for file in sorted(folder.iterdir()):
        keep_file(core, file, Ownership(owner=OURS, place=core.settings.place))
    rows = load_yaml(questions.read_text(encoding="utf-8"))
    with asyncio.Runner() as runner:
        return tuple(runner.run(_asked(core, row)) for row in rows)


async def _asked(core: Core, row: dict[str, Any]) -> Told:
    said, other = [await _answer(core, row, organisation) for organisation in (OURS, OTHERS)]
    closed = not any(_ours(citation.passage) for citation in other.reply.citations)
    cited = [citation for citation in said.reply.citations if _ours(citation.passage)]
    element = ELEMENTS.get(row["element"], "privacy" if row["element"].startswith("pdpa") else row["element"])
    told = [f"{each.passage}" for each in cited]
    placed = [name for name in told if row["system"] in name and f"/{row['version']}/" in name]
    rightly = placed and (element == "handbook" or any(name.endswith(f"/{element}") for name in placed[:3]))
    missing = [group for group in row["must_say"] if not any(re.search(pattern, said.reply.text, re.I) for pattern in group)]
    detail = "" if rightly and not missing else f"{said.kind.value} {said.reason} cited {told[:4]} missing {missing}"
    return Told(id=row["id"], right=bool(rightly) and not missing, detail=detail, closed=closed)


def _ours(passage: str) -> bool:
    return passage.startswith(("notice/", "document/"))


async def _answer(core: Core, row: dict[str, Any], organisation: str) -> Outcome:
    scene = core.service.scene(on=date.fromisoformat(row["on"]) if row.get("on") else None)
    reader = Reader(role=Role.WORKER, organisation=organisation, visibilities=("public", "applicants", "members"))
    at = core.service.deps.clock.now()
    inbound = Inbound(id=row["id"], channel="eval", message=row["id"], thread="eval", person="somebody", received_at=at, text=row["text"])
    return await core.service.ask(inbound, scene.but(reader=reader))
