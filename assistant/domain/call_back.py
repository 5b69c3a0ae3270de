"""A call-back: how it is signed, and what an answer must carry to be believed."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.domain.value import Instant, Value

TIMESTAMP, SIGNATURE, KEY = "recourse-timestamp", "recourse-signature", "idempotency-key"
"""Headers of a call and of its answer; the key only of a call."""
SCHEME = "v1="
MOST_SKEW = timedelta(minutes=5)
"""How far the other side's clock may stand from ours."""

Verdict = Literal["confirmed", "refused", "unanswered"]


class Called(Value):
    """One signed call, ready to be made."""

    url: str
    key: str
    timestamp: str
    signature: str
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that it carries."""
        return {"content-type": "application/json", TIMESTAMP: self.timestamp, SIGNATURE: self.signature, KEY: self.key}


class FarAnswer(Value):
    """What came back, as it came."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes = b""


class Judged(Value):
    """What an answer amounts to, and why."""

    state: Verdict
    why: str
    """A short name for the file: signed, not_signed, other_call, old, http_503."""
    told: str = ""
    """What the system itself said, cut short."""


def signed(secret: bytes, *parts: str, body: bytes) -> str:
    """Return the signature over some parts and a body, joined by full stops."""
    return SCHEME + hmac.new(secret, ".".join(parts).encode() + b"." + body, hashlib.sha256).hexdigest()


def call(secret: bytes, *, url: str, key: str, content: dict[str, str], at: Instant) -> Called:
    """Return a signed call; nothing in it names a person."""
    body = json.dumps({"key": key, **content}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    timestamp = str(int(at.timestamp()))
    return Called(url=url, key=key, timestamp=timestamp, signature=signed(secret, timestamp, key, body=body), body=body)


def answer_signature(secret: bytes, *, timestamp: str, made: Called, body: bytes) -> str:
    """Return the signature that an answer must carry: over its own instant, the call's key and the call's signature, so that it fits no other call."""
    return signed(secret, timestamp, made.key, made.signature, body=body)


def judge(answer: FarAnswer, made: Called, secret: bytes, at: Instant) -> Judged:
    """Return what an answer amounts to: only a fresh one, signed for this very call, confirms or refuses in the system's own name.

    A client error (4xx) refuses without a signature: the effect was not taken back, and people are told.
    """
    fault = _fault(answer, made, secret, at)
    if fault is None:
        return _said(answer)
    if 400 <= answer.status < 500 and answer.status not in (408, 425, 429):
        return Judged(state="refused", why=f"http_{answer.status}")
    return Judged(state="unanswered", why=fault if answer.status < 400 else f"http_{answer.status}")


def _fault(answer: FarAnswer, made: Called, secret: bytes, at: Instant) -> str | None:
    timestamp, found = answer.headers.get(TIMESTAMP, ""), answer.headers.get(SIGNATURE, "")
    if not found or not timestamp.isdecimal() or len(timestamp) > 12:
        return "not_signed"
    if not hmac.compare_digest(found.encode(), answer_signature(secret, timestamp=timestamp, made=made, body=answer.body).encode()):
        return "not_signed"
    return "old" if abs(datetime.fromtimestamp(int(timestamp), UTC) - at) > MOST_SKEW else None


def _said(answer: FarAnswer) -> Judged:
    try:
        body = json.loads(answer.body)
        state, told = str(body["state"]), str(body.get("reason", ""))[:300]
    except (ValueError, TypeError, KeyError, AttributeError):
        return Judged(state="unanswered", why="unreadable")
    if state == "confirmed" and answer.status < 400:
        return Judged(state="confirmed", why="signed", told=told)
    if state == "refused":
        return Judged(state="refused", why="signed", told=told)
    return Judged(state="unanswered", why="under_way" if state == "accepted" else "unreadable", told=told)
