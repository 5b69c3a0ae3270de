"""Files by link, for channels that cannot carry them: a signed address that ends, below which a reply's file is made anew."""

import base64
import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

from starlette.responses import Response

from assistant.domain.envelope import Attachment, Outbound
from assistant.errors import NotFound
from assistant.ports import Clock

HOLDS = timedelta(days=7)
PATH = "/shared/{token}/{name}"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True)
class Links:
    """Makes and reads addresses of files."""

    secret: bytes
    url: str
    """Our address as others reach it; empty: no file can be fetched by link."""
    clock: Clock

    def to(self, outbound: Outbound, file: Attachment) -> str | None:
        """Return the address of one file of a reply, whoever has it may fetch it until it ends; None where nobody reaches us."""
        if not self.url:
            return None
        ends = int((self.clock.now() + HOLDS).timestamp())
        said = f"{ends}.{outbound.id}"
        token = base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")
        return f"{self.url.rstrip('/')}/shared/{token}.{self._signed(said, file.name)}/{quote(file.name)}"

    def reply_of(self, token: str, name: str) -> str:
        """Return the id of the reply that an address leads to. Raises: NotFound, the same where it is wrong and where it has ended"""
        text, _, mark = token.partition(".")
        try:
            said = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            ends, _, key = said.partition(".")
            holds = self.clock.now().timestamp() < int(ends)
        except ValueError as problem:
            raise NotFound(name) from problem
        if not hmac.compare_digest(mark.encode(), self._signed(said, name).encode()) or not holds:
            raise NotFound(name)
        return key

    def _signed(self, said: str, name: str) -> str:
        return hmac.digest(self.secret, f"shared file\0{said}\0{name}".encode(), sha256).hex()[:40]


def handed(file: Attachment) -> Response:
    """Return a file as it is fetched: to be kept, not shown as a page of ours."""
    disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return Response(file.content, media_type=file.kind, headers={**_HEADERS, "Content-Disposition": disposition})
