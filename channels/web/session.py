"""Who sits at this browser: a random person and thread in a signed cookie, and the token that proves a form is ours."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256

from pydantic import ValidationError
from starlette.responses import Response

from assistant.domain.value import Language, Value

_MOST = 4000  # browsers keep about 4096 bytes a cookie


class Said(Value):
    """A sentence to show once, on the next page."""

    phrase: str
    count: int | None = None
    name: str | None = None


class Session(Value):
    """What one browser carries; ends when the browser is closed."""

    person: str
    thread: str
    key: str
    """Random; tokens of forms are derived from it."""
    language: Language | None = None
    """Language chosen for the page."""
    organisation: str | None = None
    """Company the person said they mean."""
    said: Said | None = None
    login: str | None = None
    """Token of a log-in; the log-in itself is kept on the server."""
    half: str | None = None
    """Token of a log-in whose second step is still to come."""
    sign_on: str | None = None
    """Sealed: on the way to a company's log-in and back."""


def new_session(language: Language | None = None) -> Session:
    """Return a session of somebody we have not met."""
    return Session(person=f"web-{secrets.token_urlsafe(16)}", thread=f"web-{secrets.token_urlsafe(16)}", key=secrets.token_urlsafe(16), language=language)


class Sessions:
    """Reads and writes the cookie; holds the secret."""

    def __init__(self, secret: bytes, *, secure: bool) -> None:
        self._cookie_key = hmac.digest(secret, b"recourse web cookie", sha256)
        self._form_key = hmac.digest(secret, b"recourse web form", sha256)
        self._secure = secure
        self.name = "__Host-recourse" if secure else "recourse"

    def read(self, cookie: str | None) -> Session | None:
        """Return the session, or None when there is none or it is not ours."""
        if not cookie or len(cookie) > _MOST or not cookie.isascii():
            return None
        body, _, mark = cookie.partition(".")
        if not hmac.compare_digest(mark, self._sign(body)):
            return None
        try:
            return Session.model_validate_json(urlsafe_b64decode(body))
        except (ValidationError, Base64Error, ValueError):
            return None

    def write(self, response: Response, session: Session) -> None:
        """Put the session on a response."""
        response.set_cookie(self.name, self.cookie(session), path="/", httponly=True, samesite="lax", secure=self._secure)

    def cookie(self, session: Session) -> str:
        """Return the session, signed."""
        body = urlsafe_b64encode(session.model_dump_json(exclude_none=True).encode()).decode()
        return f"{body}.{self._sign(body)}"

    def token(self, session: Session) -> str:
        """Return the token that this session's forms carry."""
        return _text(hmac.digest(self._form_key, session.key.encode(), sha256))

    def holds(self, session: Session, token: str) -> bool:
        """Say whether a form's token belongs to this session."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def _sign(self, body: str) -> str:
        return _text(hmac.digest(self._cookie_key, body.encode(), sha256))


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")
