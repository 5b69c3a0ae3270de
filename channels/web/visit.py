"""One request of one browser: its session, its language, and what pages are drawn with."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.domain.identity import Login
from assistant.domain.value import Language, Value
from assistant.entry import Entry
from assistant.errors import RecourseError
from assistant.identity.sign_on import SignOn
from assistant.service import Service
from channels.web.drawing import Drawing
from channels.web.port import ChatService
from channels.web.session import Said, Session, Sessions, new_session

ASKED_BY_SCRIPT = "chat"
"""Value of X-Requested-With in requests of our own script."""


class Bounds(Value):
    """How long the page waits and how much it takes."""

    max_chars: int = 8000
    wait_s: float = 10.0
    """How long a POST without scripts waits for the turn."""
    poll_s: float = 0.1
    polls: int = 600
    """How often a stream looks into the outbox before it gives up: a minute."""


@dataclass(frozen=True)
class Web:
    """What every page of this channel uses."""

    service: ChatService
    drawing: Drawing
    sessions: Sessions
    bounds: Bounds
    core: Service | None = None
    """The whole core, for desks; None where only the chat is served."""
    entry: Entry | None = None
    """Accounts and log-ins; None where only the chat is served."""
    operator: str = ""
    """Who runs this installation, as the data-protection notice names them."""
    sign_ons: dict[str, SignOn] = field(default_factory=dict)
    """Companies with a log-in of their own."""
    public_url: str | None = None


@dataclass
class Visit:
    """One request. `session` may be replaced while it is answered; the cookie follows."""

    web: Web
    request: Request
    session: Session
    language: Language
    login: Login | None = None
    """The log-in of this browser; None for a visitor."""

    @property
    def by_script(self) -> bool:
        """Say whether our own script asks, and wants a fragment."""
        headers = self.request.headers
        return headers.get("x-requested-with") == ASKED_BY_SCRIPT or "application/json" in headers.get("accept", "")

    def say(self, phrase: str, **values: object) -> str:
        """Return a phrase in the page's language."""
        return self.web.service.say(phrase, self.language, **values)

    def draw(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Return a whole page; shows once what was to be said."""
        said, self.session = self.session.said, self.session.but(said=None)
        text = self.web.drawing.page(template, self.language, said=self._words(said), **self.frame(), **values)
        return HTMLResponse(text, status)

    def frame(self) -> dict[str, object]:
        """Return what every page and fragment needs besides its own values."""
        service = self.web.service
        path = self.request.url.path if self.request.method in {"GET", "HEAD"} else "/"
        who = None
        if self.web.entry is not None:
            account = self.web.entry.account(self.session.person) if self.login else None
            who = account.name if account else ""
        return {"token": self.web.sessions.token(self.session), "path": path, "languages": service.languages, "who": who}

    def message(self, title: str, text: str, *, status: int) -> Response:
        """Return a page, or a JSON object for scripts, that says one thing."""
        if self.by_script:
            return JSONResponse({"error": text, "token": self.web.sessions.token(self.session)}, status)
        return self.draw("message.html", status=status, title=title, text=text)

    def back(self, where: str = "/", *, said: Said | None = None) -> Response:
        """Send the browser on after a form was carried out."""
        if said:
            self.session = self.session.but(said=said)
        return RedirectResponse(where, 303)

    def problem(self, problem: RecourseError) -> str:
        """Return what went wrong in words."""
        return self.say(problem.phrase, **{"detail": "", **getattr(problem, "values", {})})

    def _words(self, said: Said | None) -> str | None:
        if said is None:
            return None
        values = {name: value for name, value in (("count", said.count), ("name", said.name)) if value is not None}
        return self.say(said.phrase, **values)


def open_visit(web: Web, request: Request, *, home: Language) -> tuple[Visit, bool]:
    """Return the visit, and whether the browser is new to us. `home` is spoken when the browser names no language we know."""
    known = web.sessions.read(request.cookies.get(web.sessions.name))
    session, login = _entered(web, known or new_session())
    languages = tuple(web.service.languages)
    asked = request.query_params.get("lang")
    if asked in languages:
        session = session.but(language=asked)
    preferred = request.headers.get("accept-language", "")
    language = session.language if session.language in languages else _preferred(preferred, languages, home)
    return Visit(web=web, request=request, session=session, language=language or home, login=login), known is None


def _entered(web: Web, session: Session) -> tuple[Session, Login | None]:
    """Return the session and its log-in; one that has ended leaves a visitor nobody has met."""
    if web.core is None or web.entry is None:
        return session, None
    login = web.entry.seen(session.login) if session.login else None
    if session.login and login is None:
        return new_session(session.language).but(said=Said(phrase="identity.ended")), None
    if login is not None:
        return session, login
    person = web.core.person_of(session.person)
    return (session if person == session.person else session.but(person=person)), None


def _preferred(header: str, languages: tuple[Language, ...], home: Language) -> Language:
    wishes = [wish.partition(";")[0].strip().lower() for wish in header[:200].split(",")]
    for wish in wishes:
        for language in languages:
            if wish and wish.partition("-")[0] == language.lower().partition("-")[0]:
                return language
    return home
