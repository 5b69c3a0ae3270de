"""A small OpenID Connect provider for tests: it signs what it is told, also what it should not."""

import json
import secrets
from base64 import b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from assistant.identity.sign_on import SignOnAt

AT = SignOnAt(organisation="firm", issuer="https://login.firm.example", client="recourse", secret="of the tests")  # noqa: S106


class FakeProvider:
    """Answers requests by method, address, headers and body with a status and JSON."""

    def __init__(self, now: datetime) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.now = int(now.timestamp())
        self.claims: dict[str, object] = {}
        """Put over the true ones."""
        self.known: dict[str, object] = {}
        self.sign_with: RSAKey = self.key
        self._asked: dict[str, dict[str, str]] = {}

    def consent(self, address: str, subject: str) -> dict[str, str]:
        """Have somebody agree at the address to which they were sent; return what they bring back."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_hex(8)
        self._asked[code] = {**asked, "sub": subject}
        return {"code": code, "state": asked["state"]}

    def answer(self, address: str, headers: dict[str, str], body: str) -> tuple[int, dict[str, object]]:
        """Answer one request."""
        match urlsplit(address).path:
            case "/.well-known/openid-configuration":
                ends = {name: f"{AT.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
                return 200, {"issuer": AT.issuer, **ends, **self.known}
            case "/jwks_uri":
                return 200, {"keys": [json.loads(json.dumps(self.key.as_dict(private=False)))]}
            case "/token_endpoint":
                return self._token({name: found[0] for name, found in parse_qs(body).items()}, headers)
        return 404, {}

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, object]]:
        asked = self._asked.pop(form.get("code", ""), None)
        basic = b64decode(headers.get("authorization", "").removeprefix("Basic ") or b"").decode()
        if asked is None or basic.partition(":")[0] != AT.client or _challenge(form.get("code_verifier", "")) != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        true = {"iss": AT.issuer, "aud": AT.client, "sub": asked["sub"], "nonce": asked["nonce"], "exp": self.now + 300, "iat": self.now}
        told = {**true, "name": "林書瑜", **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, {name: claim for name, claim in told.items() if claim is not None}, self.sign_with)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed}


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
