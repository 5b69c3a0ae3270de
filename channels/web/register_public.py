"""What anybody, or a member, may read of a firm's register: the machine-readable copy."""

import json

from starlette.responses import JSONResponse, Response

from assistant.domain.system import Entry
from assistant.errors import Forbidden, NotFound
from assistant.register.exchange import in_standard, to_json
from assistant.service import Service
from channels.web.visit import Visit


def readable_entries(core: Service, organisation: str, person: str) -> tuple[Entry, ...]:
    """Return the entries that this person may read: public ones, and those for members where they are one."""
    reader = core.reader_of(person, organisation)
    member = reader.organisation == organisation and "members" in reader.visibilities
    return tuple(entry for entry in core.register.entries(organisation) if member or entry.system.audience == "public")


async def get_copy(visit: Visit) -> Response:
    """Return the register as JSON: our own fields, and those of the UK standard beside them."""
    core = visit.web.core
    if core is None:
        raise Forbidden("this page is not served here")
    organisation = str(visit.request.path_params["id"])
    if not any(each.id == organisation for each in core.organisations()):
        raise NotFound("no such organisation")
    entries = readable_entries(core, organisation, visit.session.person)
    content = json.loads(to_json(organisation, entries))
    reader = core.reader_of(visit.session.person, organisation)
    for entry, system in zip(entries, content["systems"], strict=True):
        shown = [
            each
            for each in core.register.notices(organisation, entry.system.id)
            if each.audience in reader.visibilities and each.history and each.state == "published"
        ]
        system["uk_atrs"] = in_standard(entry, shown[-1] if shown else None, None, core.deps.governance.atrs, visit.language)
    return JSONResponse(content)


PAGES = (("GET", "/o/{id}/register.json", get_copy),)
