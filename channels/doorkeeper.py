"""Who calls: the holder of an API key, or nobody in particular."""

import hmac
import secrets
from hashlib import sha256

from starlette.requests import Request

from assistant.bootstrap import OPERATOR
from assistant.contract import Speaker, TurnLine, enrol, speaker_of
from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Proof
from assistant.domain.person import Role
from assistant.errors import BadLine, KeyUnknown
from assistant.service import Service

CHANNEL = "api"
NEW = "new"
"""What a caller without a key sends as `thread` to be given one."""


class Doorkeeper:
    """Knows who calls: the holder of an API key, or nobody in particular."""

    def __init__(self, service: Service, secret: bytes) -> None:
        self._service = service
        self._mark = hmac.digest(secret, b"recourse api thread", sha256)

    def caller(self, request: Request) -> tuple[str | None, Role, str | None]:
        """Return (key, role, organisation). Raises: KeyUnknown."""
        header = request.headers.get("authorization")
        if header is None:
            return None, Role.WORKER, None
        scheme, _, key = header.partition(" ")
        found = self._service.key_holder(key.strip(), "api") if scheme.lower() == "bearer" else None
        if found is None:
            raise KeyUnknown
        return key.strip(), found[1], found[0]

    def holder(self, request: Request) -> str:
        """Return the key of a caller who must have one. Raises: KeyUnknown."""
        key, _, _ = self.caller(request)
        if key is None:
            raise KeyUnknown
        return key

    def reader(self, request: Request) -> Reader:
        """Return what the caller may read. Raises: KeyUnknown."""
        _, role, organisation = self.caller(request)
        return self._service.reader(role, organisation, Proof.CODE if organisation else None)

    def speaker(self, request: Request, line: TurnLine) -> tuple[Speaker, TurnLine]:
        """Return who speaks in the line's thread, and the line with the thread's own name. Raises: KeyUnknown, BadLine."""
        key, role, organisation = self.caller(request)
        name = line.thread or NEW
        if key is not None:
            speaker = speaker_of(CHANNEL, key, name)
            enrol(self._service, speaker, OPERATOR, role=role if organisation else None, organisation=organisation)
            return speaker, line
        if name == NEW:
            token = secrets.token_urlsafe(18)
            name = f"{token}.{self._signed(token)}"
        elif not hmac.compare_digest(self._signed(name.partition(".")[0]).encode(), name.partition(".")[2].encode()):
            raise BadLine("line.thread_unknown")
        return speaker_of(CHANNEL, name, name), line.but(thread=name)

    def _signed(self, token: str) -> str:
        return hmac.digest(self._mark, token.encode(), sha256).hex()[:32]
