"""An invented company, its union and a stranger with a register to try things on, shipped for tests."""

from dataclasses import dataclass
from datetime import date

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.assessment import Assessment
from assistant.domain.command import AddOrganisation, Command
from assistant.domain.document import DocumentKind, Key
from assistant.domain.notice import Notice
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.person import Actor, Role
from assistant.domain.register_command import Approve, Assess, DraftNotice, Publish
from assistant.domain.system import AiSystem

HR = Actor(person="lin", role=Role.HR, organisation="ours")
OFFICER = Actor(person="hsu", role=Role.OFFICER, organisation="union")
STRANGER = Actor(person="wang", role=Role.HR, organisation="theirs")
SYSTEM = AiSystem(id="planner", organisation="ours", name={"zh-TW": "排班系統", "en": "Planner"}, decisions=("scheduling",))
TEXTS = {
    "zh-TW": {"data": "看出勤紀錄。", "contact": "陳柏安"},
    "en": {"data": "Attendance records.", "contact": "Chen Po-an"},
}
NOTICE = Notice(key=Key(organisation="ours", kind=DocumentKind.NOTICE, system="planner", version="1.0"), name=SYSTEM.name, texts=TEXTS)
ASSESSMENT = Assessment(key=Key(organisation="ours", kind=DocumentKind.ASSESSMENT, system="planner", version="1"), review_on=date(2027, 11, 1))


@dataclass
class World:
    """The core with two companies; a union only where a test adds one."""

    core: Core

    def do(self, command: Command, actor: Actor = HR, *, key: str | None = None) -> dict[str, str]:
        """Carry a command out for somebody, on what is their organisation's."""
        return self.core.service.act(command, actor, key=key, owner=actor.organisation)

    def found_union(self) -> None:
        """Let a union speak for our staff."""
        union = Organisation(id="union", name={"en": "Union"}, kind=OrganisationKind.UNION, place="TW", represents=("ours",))
        self.do(AddOrganisation(organisation=union), OPERATOR)

    def assessed(self) -> None:
        """Have an assessment of our system signed."""
        self.do(Assess(assessment=ASSESSMENT))
        self.do(Approve(key=ASSESSMENT.key, name="何維倫"))

    def published(self, notice: Notice = NOTICE, starts_on: date | None = None) -> None:
        """Have a notice published."""
        self.do(DraftNotice(notice=notice))
        self.do(Approve(key=notice.key, name="何維倫"))
        self.do(Publish(key=notice.key, starts_on=starts_on))
