"""Passwords as argon2id hashes; the only rule is their length."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.domain.identity import LoginRules
from assistant.errors import Unfit


def hash_password(password: str, rules: LoginRules) -> str:
    """Return what is kept of a password. Raises: Unfit where it is too short or too long."""
    if not rules.shortest <= len(password) <= rules.longest:
        raise Unfit("identity.password_length", shortest=rules.shortest, longest=rules.longest)
    return PasswordHasher().hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Say whether a password is the kept one; takes as long where nothing is kept, so that time tells nobody who has an account."""
    try:
        PasswordHasher().verify(kept or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return PasswordHasher().hash("nobody has this password")
