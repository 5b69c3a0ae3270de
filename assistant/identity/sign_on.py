"""A company's own log-in, by OpenID Connect: where to send somebody, and who came back. The door to Authlib and joserfc."""

import hmac
import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter, ValidationError

from assistant.domain.value import Instant, Value
from assistant.errors import SettingsInvalid, SignOnFailed

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signed by a key that only the company has; never `none`, and never by a secret that we hold, too."""
_LEEWAY_S = 60
_PATIENCE_S = 10.0
_HERE = ("localhost", "127.0.0.1")


class SignOnAt(Value):
    """What one company's provider and we know of one another."""

    organisation: str
    issuer: str
    client: str
    secret: str = Field(default="", repr=False)


class Pending(Value):
    """Somebody on their way to their company and back; sealed in their cookie."""

    organisation: str
    state: str
    nonce: str
    verifier: str
    next: str
    until: Instant


class Proven(Value):
    """Who a company says somebody is."""

    organisation: str
    issuer: str
    subject: str
    name: str


def sign_ons_in(path: Path | None) -> tuple[SignOnAt, ...]:
    """Read which companies have a log-in of their own: a JSON object, organisation to `issuer`, `client` and `secret`.

    Raises: SettingsInvalid
    """
    if path is None:
        return ()
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = TypeAdapter(tuple[SignOnAt, ...]).validate_python(tuple({**given, "organisation": key} for key, given in told.items()))
    except (OSError, ValueError, TypeError, AttributeError, ValidationError) as problem:
        raise SettingsInvalid(f"RECOURSE_SIGN_ON: {path} is no JSON object of organisations with `issuer`, `client` and `secret`") from problem
    if any(not _is_safe(each.issuer) for each in found):
        raise SettingsInvalid(f"RECOURSE_SIGN_ON: {path}: an issuer's address begins with https://")
    return found


class SignOn:
    """Speaks with one company's provider."""

    def __init__(self, at: SignOnAt, *, transport: Any = None) -> None:
        self.at, self._transport = at, transport

    async def begin(self, back: str, where: str, until: Instant) -> tuple[str, Pending]:
        """Return the address to send somebody to, and what must be remembered until they come back. Raises: SignOnFailed."""
        pending = Pending(
            organisation=self.at.organisation,
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            next=where,
            until=until,
        )
        async with self._client(back) as client:
            known = await self._discover(client)
            address, _ = client.create_authorization_url(
                _safe(known["authorization_endpoint"]), state=pending.state, nonce=pending.nonce, code_verifier=pending.verifier
            )
        return str(address), pending

    async def finish(self, pending: Pending, back: str, *, code: str, state: str, now: Instant) -> Proven:
        """Return who came back. Raises: SignOnFailed where state, code, signature, issuer, audience, nonce or time is not as agreed."""
        if now > pending.until or not hmac.compare_digest(state.encode(), pending.state.encode()):
            raise SignOnFailed("another state")
        async with self._client(back) as client:
            known = await self._discover(client)
            try:
                token = await client.fetch_token(_safe(known["token_endpoint"]), code=code, code_verifier=pending.verifier)
                keys = (await client.request("GET", _safe(known["jwks_uri"]), withhold_token=True)).json()
                claims = self._claims(str(token["id_token"]), keys, pending, now)
            except SignOnFailed:
                raise
            except Exception as problem:  # whatever a provider sends that is no answer
                raise SignOnFailed(type(problem).__name__) from problem
        name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
        return Proven(organisation=self.at.organisation, issuer=self.at.issuer, subject=str(claims["sub"])[:200], name=str(name)[:80])

    def _claims(self, token: str, keys: Any, pending: Pending, now: Instant) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self.at.issuer},
            aud={"essential": True, "value": self.at.client},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": pending.nonce},
        )
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS)).claims
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as problem:
            raise SignOnFailed(type(problem).__name__) from problem
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.at.client) != self.at.client:  # OpenID Connect Core 3.1.3.7, 4 and 5
            raise SignOnFailed("issued to another party")
        return dict(claims)

    async def _discover(self, client: Any) -> dict[str, Any]:
        """Return what the provider says of itself. Raises: SignOnFailed where it says that it is another."""
        try:
            answer = await client.request("GET", f"{self.at.issuer.rstrip('/')}/.well-known/openid-configuration", withhold_token=True)
            known = answer.raise_for_status().json()
            if known["issuer"] != self.at.issuer:
                raise SignOnFailed("another issuer")
            return dict(known)
        except SignOnFailed:
            raise
        except Exception as problem:  # not reached, not JSON, not what was agreed: the same to who waits
            raise SignOnFailed(type(problem).__name__) from problem

    def _client(self, back: str) -> Any:
        from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]  # Authlib ships no types

        return AsyncOAuth2Client(
            client_id=self.at.client,
            client_secret=self.at.secret or None,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.at.secret else "none",
            transport=self._transport,
            timeout=_PATIENCE_S,
        )


def _safe(address: object) -> str:
    """Let an address pass that cannot be listened to. Raises: SignOnFailed"""
    if not _is_safe(str(address)):
        raise SignOnFailed("an address without encryption")
    return str(address)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
