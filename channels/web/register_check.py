"""HR's pages to check any text as a notice, and to see what it covers elsewhere."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from assistant.documents.read import READABLE
from assistant.domain.check import Checked
from assistant.errors import BadRequest, DocumentUnreadable, FormOld, TooLarge
from assistant.register.portability import Table, table
from assistant.register.reading import Register
from channels.web.desk import draw_desk
from channels.web.register_desk import at_firm
from channels.web.uploads import Upload, read_upload
from channels.web.visit import Visit

_MOST_FILE = 20 * 1024 * 1024


async def get_check(visit: Visit) -> Response:
    """Return the empty page; the table shows what each regime asks."""
    return _show(visit)


async def post_check(visit: Visit) -> Response:
    """Check what was pasted or sent."""
    core, _ = at_firm(visit)
    text = ""
    try:
        form = await read_upload(visit.request, most_file=_MOST_FILE)
        if not visit.web.sessions.holds(visit.session, form.fields.get("token", "")):
            raise FormOld("web.form_old")
        text = form.fields.get("text", "")
        if form.files:
            checked, text = await asyncio.to_thread(_check_upload, core.register, form.files[0])
        else:
            checked = (await asyncio.to_thread(core.register.check, text))[0]
    except (DocumentUnreadable, TooLarge) as problem:
        return _show(visit, text=text, fault=visit.say(problem.phrase, detail=problem.detail))
    except BadRequest as problem:
        return _show(visit, text=text, fault=visit.problem(problem) if text.strip() else visit.say("register.nothing_to_check"))
    return _show(visit, text=text, checked=checked)


def _check_upload(register: Register, upload: Upload) -> tuple[Checked, str]:
    with TemporaryDirectory(prefix="check-") as folder:
        ending = Path(upload.name).suffix.lower()
        path = Path(folder) / f"notice{ending if ending in READABLE else '.unknown'}"
        path.write_bytes(upload.content)
        checked, _, text = register.check_file(path)
        return checked, text


def _show(visit: Visit, *, text: str = "", checked: Checked | None = None, fault: str | None = None) -> Response:
    core, _ = at_firm(visit)
    checks = core.deps.governance.checks
    held: Table = table(checked, checks, core.scene().today)
    by_id = {check.id: check for check in checks.elements}
    return draw_desk(
        visit, "register_check.html", status=400 if fault else 200, text=text, checked=checked, checks=by_id, asking=checks.asking, table=held, fault=fault
    )


PAGES = (
    ("GET", "/desk/check", get_check),
    ("POST", "/desk/check", post_check),
)
