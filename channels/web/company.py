"""Which company a question is about: found by its name, and taken over from a question that names one."""

import asyncio
from collections.abc import Sequence

from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.value import Language, Value
from channels.web.visit import Visit


class Named(Value):
    """An organisation as it is shown."""

    id: str
    name: str


def named(organisation: Organisation, language: Language) -> Named:
    """Return an organisation with its name in a language."""
    return Named(id=organisation.id, name=organisation.name.get(language) or next(iter(organisation.name.values())))


def companies(visit: Visit) -> list[Organisation]:
    """Return the companies that can be asked about."""
    return [organisation for organisation in visit.web.service.organisations() if organisation.kind is OrganisationKind.COMPANY]


def find(organisations: Sequence[Organisation], words: str) -> Organisation | None:
    """Return the organisation with this id or exactly this name in any language, else the only one whose name holds the words."""
    wanted = words.strip().casefold()
    if not wanted:
        return None
    for organisation in organisations:
        if wanted in {organisation.id.casefold(), *(name.casefold() for name in organisation.name.values())}:
            return organisation
    near = [organisation for organisation in organisations if any(wanted in name.casefold() for name in organisation.name.values())]
    return near[0] if len(near) == 1 and len(wanted) > 1 else None


async def adopt(visit: Visit, organisation_id: str) -> None:
    """Make a company that came with a question the one this visitor means; an unknown one changes nothing."""
    chosen = next((each for each in companies(visit) if each.id == organisation_id), None) if organisation_id else None
    if chosen and chosen.id != visit.session.organisation:
        await asyncio.to_thread(visit.web.service.declare, visit.session.person, chosen.id)
        visit.session = visit.session.but(organisation=chosen.id)


def old_form(visit: Visit, fault: str | None, token: str) -> str | None:
    """Return in words why a form cannot be taken; None when it can."""
    if fault:
        return visit.say(fault)
    return None if visit.web.sessions.holds(visit.session, token) else visit.say("web.form_old")
