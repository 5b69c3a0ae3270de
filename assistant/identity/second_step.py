"""The second step of a log-in: time-based one-time codes, and recovery codes for the day the telephone is lost."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from assistant.domain.value import Instant

_ISSUER = "Recourse"
_RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No sign that is taken for another when it is copied by hand."""


class Seal:
    """Keeps secrets of the second step unreadable to whoever reads the database alone."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(urlsafe_b64encode(hmac.digest(secret, b"recourse second step", sha256)))

    def close(self, secret: str) -> str:
        """Return a secret sealed."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """Return a secret; None where it was sealed under another key."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None


def new_secret() -> str:
    """Return a new secret for one-time codes."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """Return the address that an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def step_of(secret: str, code: str, now: Instant) -> int | None:
    """Return the time step that a code belongs to, the one before and the one after included; None where it is wrong."""
    totp, typed = pyotp.TOTP(secret), code.strip().replace(" ", "")
    here = int(now.timestamp()) // totp.interval
    return next((step for step in (here, here - 1, here + 1) if hmac.compare_digest(totp.at(step * totp.interval).encode(), typed.encode())), None)


def code_at(secret: str, now: Instant) -> str:
    """Return the code that an authenticator shows."""
    return pyotp.TOTP(secret).at(int(now.timestamp()))


def new_code(groups: int = 2, size: int = 5) -> str:
    """Return a random code that can be read aloud and typed."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(size)) for _ in range(groups))


def new_recovery_codes() -> tuple[str, ...]:
    """Return new recovery codes."""
    return tuple(new_code() for _ in range(_RECOVERY_CODES))
