"""The keys of this home, and what only they can do; files lie encrypted under the digest of their content. The door to cryptography.

`keys/receipts` hashes receipt codes (lost: no code holds any longer), `keys/vault` opens files and call-back secrets (lost: they are
gone), `keys/union-*` open what a union's batches hide (lost: its masks stay masks),
 `keys/trail` signs checkpoints (lost: old signatures are checked by the public keys kept in `keys/trail-public`).
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.errors import DocumentUnreadable, NotFound

_NONCE = 12  # NIST SP 800-38D: 96 bits
_KEY = 32


class HomeSafe:
    """Satisfies `ports.Safe`. Keys are made at first use, whole or not at all, and readable by the server's account only."""

    def __init__(self, home: Path) -> None:
        self._keys, self._vault = home / "keys", home / "vault"

    def lookup(self, code: str) -> str:
        """Return under which name a receipt code is looked up; tells nothing of the code without the key."""
        return hmac.new(self._key("receipts"), code.encode(), hashlib.sha256).hexdigest()

    def hashed(self, code: str) -> str:
        """Return what is stored of a receipt code."""
        return self._hasher.hash(code)

    def matches(self, hashed: str | None, code: str) -> bool:
        """Say whether a code is the one behind a hash; takes as long where there is none."""
        try:
            return self._hasher.verify(hashed or self._nobody, code) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the name of the signing key and the signature."""
        key = Ed25519PrivateKey.from_private_bytes(self._key("trail"))
        public = key.public_key().public_bytes_raw()
        self._publish(public)
        return public.hex(), key.sign(content).hex()

    def holds(self, content: bytes, key: str, signature: str) -> bool:
        """Say whether a signature by one of this home's keys holds."""
        known = len(key) == 2 * _KEY and key.isalnum() and (self._keys / "trail-public" / key).exists()
        return known and signed_by(content, key, signature)

    def seal(self, content: bytes, *, about: str, owner: str | None = None) -> bytes:
        """Return content that only this home can open, with the key of an organisation where `owner` names one."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._key(_name(owner))).encrypt(nonce, content, about.encode())

    def unseal(self, content: bytes, *, about: str, owner: str | None = None) -> bytes:
        """Return what was sealed. Raises: DocumentUnreadable where it was changed or belongs to another home."""
        try:
            return AESGCM(self._key(_name(owner))).decrypt(content[:_NONCE], content[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as problem:
            raise DocumentUnreadable("it was changed, or its key is another one") from problem

    def keep(self, content: bytes) -> str:
        """Keep a file encrypted and return its digest; the same content is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
            _write(draft, self.seal(content, about=digest))
            draft.replace(path)
        return digest

    def fetch(self, digest: str) -> bytes:
        """Return a kept file. Raises: NotFound, DocumentUnreadable"""
        try:
            return self.unseal(self._path(digest).read_bytes(), about=digest)
        except FileNotFoundError as problem:
            raise NotFound("this file is no longer kept") from problem

    def drop(self, digest: str) -> None:
        """Delete a kept file; nothing happens where there is none."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(sign in "0123456789abcdef" for sign in digest):
            raise NotFound("no such file")
        return self._vault / digest[:2] / digest

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's smallest argon2id setting: a code has 53 bits

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(8))

    def _key(self, name: str) -> bytes:
        path = self._keys / name
        if not path.exists():
            self._keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f"{name}.{secrets.token_hex(4)}")
            _write(draft, secrets.token_bytes(_KEY))
            with suppress(FileExistsError):
                os.link(draft, path)  # whole or not at all, and never over another process's
            draft.unlink()
        return path.read_bytes()

    def _publish(self, public: bytes) -> None:
        path = self._keys / "trail-public" / public.hex()
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)


def signed_by(content: bytes, key: str, signature: str) -> bool:
    """Say whether a signature by a public key holds, whoever has the key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _name(owner: str | None) -> str:
    """Return the name of a key; an organisation's own is lost alone, and what its batches hide with it."""
    return "vault" if owner is None else f"union-{hashlib.sha256(owner.encode()).hexdigest()[:16]}"


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
