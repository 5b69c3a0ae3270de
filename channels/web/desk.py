"""What every desk of staff starts from: who asks, in which role, and the way from desk to desk."""

from dataclasses import dataclass

from starlette.responses import Response

from assistant.domain.person import Actor, Role
from assistant.errors import Forbidden, NotLoggedIn, SecondStepMissing
from assistant.service import Service
from channels.web.visit import Visit


@dataclass(frozen=True)
class Desk:
    """One entry of the way from desk to desk."""

    path: str
    phrase: str
    roles: tuple[Role, ...]


DESKS: tuple[Desk, ...] = (
    Desk("/desk/review", "desk.review", (Role.REVIEWER,)),
    Desk("/desk/privacy", "desk.privacy", (Role.PRIVACY_DESK,)),
    Desk("/desk/questions", "desk.questions", (Role.ADVISER,)),
    Desk("/union", "union.desk", (Role.OFFICER,)),
    Desk("/desk/complaints", "desk.complaints", (Role.OFFICER,)),
    Desk("/desk/systems", "register.systems", (Role.HR, Role.ADMINISTRATOR)),
    Desk("/desk/consultations", "register.consultations", (Role.OFFICER,)),
    Desk("/tasks", "desk.tasks", (Role.HR, Role.ADMINISTRATOR)),
    Desk("/call-backs", "callback.title", (Role.HR, Role.ADMINISTRATOR)),
    Desk("/audit", "desk.audit", (Role.AUDITOR,)),
    Desk("/admin", "admin.title", (Role.ADMINISTRATOR,)),
)
"""Every desk, in the order shown. One line a desk."""


def staff(visit: Visit, *roles: Role, organisation: str | None = None) -> tuple[Service, Actor]:
    """Return the core and who asks, in the first of these roles that they hold.

    Raises: NotLoggedIn, SecondStepMissing where their organisation asks for one, Forbidden
    """
    core, entry = visit.web.core, visit.web.entry
    if core is None or entry is None:
        raise Forbidden("this page is not served here")
    if visit.login is None:
        raise NotLoggedIn
    actor = core.actor(visit.session.person, *roles, organisation=organisation)
    if entry.must_set_second(actor.person):
        raise SecondStepMissing
    return core, actor


def draw_desk(visit: Visit, template: str, *, status: int = 200, **values: object) -> Response:
    """Return a page of a desk, with the way to the other desks of this person; templates extend `desk.html`."""
    core = visit.web.core
    held = {membership.role for membership in core.memberships_of(visit.session.person)} if core and visit.login else set()
    ways = [desk for desk in DESKS if any(role in held for role in desk.roles)]
    return visit.draw(template, status=status, ways=ways, here=visit.request.url.path, **values)
