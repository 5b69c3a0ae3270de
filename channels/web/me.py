"""Who am I: memberships, password, second step, chat accounts, open log-ins; and opening an account."""

import asyncio
from io import BytesIO

from starlette.responses import Response

from assistant.domain.value import Value
from assistant.entry import NewAccount, Second
from assistant.errors import BadRequest, Conflict, NotLoggedIn, RecourseError, Unfit, WrongLogin
from channels.web.company import named
from channels.web.desk import draw_desk
from channels.web.login import agent_of, door, enter
from channels.web.sent import address_of, sent
from channels.web.session import Said
from channels.web.visit import Visit


class Belongs(Value):
    """One membership as it is shown."""

    name: str
    role: str
    until: str
    proven: bool


async def get_me(visit: Visit) -> Response:
    """Return the page about oneself."""
    return _page(visit)


async def post_account(visit: Visit) -> Response:
    """Open an account for a visitor, who stays the same person with the same conversation."""
    form = await sent(visit)
    entry = door(visit)
    entry.throttle("account", address_of(visit))
    if visit.login is not None:
        return visit.back("/me")
    new = NewAccount(login=form.text("login")[:200], name=form.text("name")[:200], password=form.text("password")[:1000])
    try:
        await asyncio.to_thread(entry.open_account, visit.session.person, new, thread=visit.session.thread)
        entered = await asyncio.to_thread(entry.log_in, new.login, new.password, agent=agent_of(visit))
    except Conflict:
        return _page(visit, fault=visit.say("identity.login_taken"), new=new)
    except (Unfit, WrongLogin) as problem:
        return _page(visit, fault=visit.problem(problem), new=new)
    return enter(visit, entered, "/me", said=Said(phrase="identity.account_opened"))


async def post_password(visit: Visit) -> Response:
    """Change the password."""
    form, token = await sent(visit), _token(visit)
    door(visit).throttle("login", address_of(visit))
    try:
        await asyncio.to_thread(door(visit).change_password, visit.session.person, form.text("old"), form.text("password"), keep=token)
    except (Unfit, WrongLogin) as problem:
        return _page(visit, fault=visit.problem(problem))
    return visit.back("/me", said=Said(phrase="identity.password_changed"))


async def get_second(visit: Visit) -> Response:
    """Return the page that sets the second step up."""
    _token(visit)
    return _second(visit, await asyncio.to_thread(door(visit).new_second, visit.session.person))


async def post_second(visit: Visit) -> Response:
    """Turn the second step on and show the recovery codes once."""
    form, token = await sent(visit), _token(visit)
    entry, person, sealed = door(visit), visit.session.person, form.text("sealed")
    entry.throttle("code", address_of(visit))
    try:
        codes = await asyncio.to_thread(entry.set_second, person, sealed, form.text("code"), keep=token)
    except WrongLogin as problem:
        return _second(visit, entry.old_second(person, sealed), fault=visit.problem(problem))
    return draw_desk(visit, "second_codes.html", codes=codes)


async def post_second_off(visit: Visit) -> Response:
    """Turn the second step off."""
    form, token = await sent(visit), _token(visit)
    try:
        await asyncio.to_thread(door(visit).drop_second, visit.session.person, form.text("old"), keep=token)
    except WrongLogin as problem:
        return _page(visit, fault=visit.problem(problem))
    return visit.back("/me", said=Said(phrase="identity.second_off"))


async def post_link_code(visit: Visit) -> Response:
    """Show a one-time code to be brought to a chat account."""
    await sent(visit)
    door(visit).throttle("link", address_of(visit))
    return _page(visit, code=await asyncio.to_thread(door(visit).link_code, visit.session.person))


async def post_link(visit: Visit) -> Response:
    """Take a one-time code that a chat account showed."""
    form = await sent(visit)
    door(visit).throttle("link", address_of(visit))
    try:
        await asyncio.to_thread(door(visit).link, visit.session.person, form.text("code"))
    except (BadRequest, Conflict):
        return _page(visit, fault=visit.say("identity.link_refused"))
    return visit.back("/me", said=Said(phrase="identity.linked"))


async def post_unlink(visit: Visit) -> Response:
    """Make a chat account a person of its own again."""
    form = await sent(visit)
    try:
        await asyncio.to_thread(door(visit).unlink, visit.session.person, form.text("channel")[:24])
    except RecourseError as problem:
        return _page(visit, fault=visit.problem(problem))
    return visit.back("/me", said=Said(phrase="identity.unlinked"))


def _page(visit: Visit, *, fault: str | None = None, code: str | None = None, new: NewAccount | None = None) -> Response:
    entry, person = door(visit), visit.session.person
    known = {each.id: named(each, visit.language).name for each in visit.web.service.organisations()}
    belongs = [
        Belongs(name=known.get(each.organisation, each.organisation), role=each.role, until=str(each.span.until or ""), proven=each.proof != "declared")
        for each in entry.service.memberships_of(person)
    ]
    return draw_desk(
        visit,
        "me.html",
        status=422 if fault else 200,
        account=entry.account(person) if visit.login else None,
        belongs=belongs,
        logins=entry.logins(person) if visit.login else (),
        here_digest=visit.login.digest if visit.login else "",
        links=entry.links(person),
        fault=fault,
        code=code,
        new=new,
        shortest=entry.rules.shortest,
        minutes=int(entry.rules.link.total_seconds() // 60),
    )


def _second(visit: Visit, second: Second, *, fault: str | None = None) -> Response:
    return draw_desk(visit, "second.html", status=422 if fault else 200, second=second, picture=_picture(second.address), fault=fault)


def _picture(address: str) -> str:
    import segno  # a quarter of a second, for one page

    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, scale=5, border=2, dark="#000", light="#fff")
    return drawn.getvalue().decode()


def _token(visit: Visit) -> str:
    """Return the token of this log-in. Raises: NotLoggedIn."""
    if visit.login is None or visit.session.login is None:
        raise NotLoggedIn
    return visit.session.login


PAGES = (
    ("GET", "/me", get_me),
    ("POST", "/me/account", post_account),
    ("POST", "/me/password", post_password),
    ("GET", "/me/second", get_second),
    ("POST", "/me/second", post_second),
    ("POST", "/me/second/off", post_second_off),
    ("POST", "/me/link-code", post_link_code),
    ("POST", "/me/link", post_link),
    ("POST", "/me/unlink", post_unlink),
)
