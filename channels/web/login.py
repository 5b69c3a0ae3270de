"""Log in, in one step or two, and log out."""

import asyncio

from starlette.responses import Response

from assistant.domain.value import Value
from assistant.entry import Entered, Entry
from assistant.errors import Conflict, NotFound, NotLoggedIn, WrongLogin
from channels.web.company import named
from channels.web.sent import address_of, inside, sent, with_next
from channels.web.session import Said, Session, new_session
from channels.web.visit import Visit


class Tried(Value):
    """What stands in the form of a log-in, and what is wrong with it."""

    login: str = ""
    next: str = "/me"
    fault: str | None = None


def door(visit: Visit) -> Entry:
    """Return the door for accounts. Raises: NotFound where only the chat is served."""
    if visit.web.entry is None:
        raise NotFound("no accounts here")
    return visit.web.entry


def turned_away(visit: Visit, problem: NotLoggedIn) -> Response:
    """Send somebody who reads a page to log in; say so where a form was sent or a script asks."""
    if visit.request.method == "GET" and not visit.by_script:
        return visit.back(with_next("/login", visit.request.url.path))
    return visit.message(visit.say("web.sorry"), visit.problem(problem), status=401)


async def get_login(visit: Visit) -> Response:
    """Return the form, or the one for the second step where the password was right already."""
    door(visit)
    tried = Tried(next=inside(visit.request.query_params.get("next", "/me")))
    if visit.login is not None:
        return visit.back(tried.next)
    return _code(visit, tried) if visit.session.half else _form(visit, tried)


async def post_login(visit: Visit) -> Response:
    """Take a name and a password."""
    form = await sent(visit)
    entry = door(visit)
    entry.throttle("login", address_of(visit))
    tried = Tried(login=form.text("login")[:80], next=inside(form.text("next") or "/me"))
    try:
        entered = await asyncio.to_thread(entry.log_in, form.text("login"), form.text("password"), agent=agent_of(visit))
    except WrongLogin as problem:
        return _form(visit, tried.but(fault=visit.problem(problem)), status=422)
    if entered.whole:
        return enter(visit, entered, tried.next)
    visit.session = visit.session.but(half=entered.token)
    return visit.back(with_next("/login", tried.next))


async def post_code(visit: Visit) -> Response:
    """Take the code of the second step."""
    form = await sent(visit)
    entry = door(visit)
    entry.throttle("code", address_of(visit))
    tried = Tried(next=inside(form.text("next") or "/me"))
    try:
        entered = await asyncio.to_thread(entry.confirm, visit.session.half or "", form.text("code"))
    except (WrongLogin, Conflict) as problem:
        return _code(visit, tried.but(fault=visit.problem(problem)), status=422)
    return enter(visit, entered, tried.next)


async def post_restart(visit: Visit) -> Response:
    """Go back from the second step to the name and password."""
    form = await sent(visit)
    visit.session = visit.session.but(half=None)
    return visit.back(with_next("/login", inside(form.text("next") or "/me")))


async def post_logout(visit: Visit) -> Response:
    """End this log-in, or all of them."""
    form = await sent(visit)
    if visit.login is not None:
        everywhere = form.text("everywhere") == "yes"
        await asyncio.to_thread(door(visit).log_out, visit.session.person, None if everywhere else visit.login.digest)
    visit.session = new_session(visit.session.language)
    return visit.back(said=Said(phrase="identity.logged_out"))


def enter(visit: Visit, entered: Entered, where: str, *, said: Said | None = None) -> Response:
    """Begin a session of an account: a new cookie, so that nothing known before the log-in is worth anything after it."""
    fresh = new_session(visit.session.language)
    reader = visit.web.service.reader_of(entered.person)
    thread = entered.thread or f"web-{entered.person}"[:64]
    visit.session = Session(person=entered.person, thread=thread, key=fresh.key, language=fresh.language, organisation=reader.organisation, login=entered.token)
    return visit.back(where, said=said)


def agent_of(visit: Visit) -> str:
    """Return what kind of browser asks, in a few words."""
    words = visit.request.headers.get("user-agent", "")
    kinds = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    return " · ".join(next((each for each in known if each in words), "?") for known in (kinds, systems)).replace("Edg", "Edge").replace("OPR", "Opera")


def _form(visit: Visit, tried: Tried, *, status: int = 200) -> Response:
    known = {each.id: each for each in visit.web.service.organisations()}
    ways = [named(known[each], visit.language) for each in visit.web.sign_ons if each in known]
    return visit.draw("login.html", status=status, tried=tried, ways=ways)


def _code(visit: Visit, tried: Tried, *, status: int = 200) -> Response:
    return visit.draw("login_code.html", status=status, tried=tried)


PAGES = (
    ("GET", "/login", get_login),
    ("POST", "/login", post_login),
    ("POST", "/login/code", post_code),
    ("POST", "/login/restart", post_restart),
    ("POST", "/logout", post_logout),
)
