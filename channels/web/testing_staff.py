"""Staff for tests of pages: an account with a role, logged in, as the cookie that a browser would carry."""

from assistant.domain.person import Role
from assistant.entry import Entry
from assistant.service import Service
from assistant.testing_identity import PASSWORD, make_staff
from channels.web.session import Session, Sessions, new_session


def logged_in(core: Service, person: str, *, secret: bytes, language: str = "en") -> dict[str, str]:
    """Return the cookie of a browser in which this person is logged in; `secret` is the one that the pages were built with."""
    entered = Entry(core, secret).log_in(person, PASSWORD, agent="test")
    session = Session(person=person, thread=f"web-{person}"[:64], key=new_session().key, language=language, login=entered.token)
    sessions = Sessions(secret, secure=False)
    return {sessions.name: sessions.cookie(session)}


def as_staff(core: Service, role: Role, organisation: str, *, secret: bytes, language: str = "en") -> dict[str, str]:
    """Return the cookie of a new person who is logged in with a role."""
    return logged_in(core, make_staff(core, role, organisation), secret=secret, language=language)
