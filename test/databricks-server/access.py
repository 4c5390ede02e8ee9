"""Who may call: one personal token, or tokens given to one service principal (OAuth client credentials)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time


class Access:
    def __init__(self, token: str, client_id: str, client_secret: str) -> None:
        self._token = token
        self._client = f"{client_id}:{client_secret}"
        self._key = secrets.token_bytes(32)
        self.lifetime = 3600

    def allows(self, authorization: str | None) -> bool:
        scheme, _, token = (authorization or "").partition(" ")
        return scheme == "Bearer" and (hmac.compare_digest(token, self._token) or self._is_valid(token))

    def grant(self, authorization: str | None) -> str | None:
        """An access token for the client's credentials (HTTP Basic); None for any others."""
        scheme, _, encoded = (authorization or "").partition(" ")
        if scheme != "Basic" or base64.b64decode(encoded).decode() != self._client:
            return None
        body = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode({'exp': int(time.time()) + self.lifetime})}"
        return f"{body}.{self._signature(body)}"

    def _is_valid(self, token: str) -> bool:
        body, _, signature = token.rpartition(".")
        if not body or not hmac.compare_digest(signature, self._signature(body)):
            return False
        return json.loads(_decode(body.partition(".")[2]))["exp"] > time.time()

    def _signature(self, body: str) -> str:
        return _text(hmac.new(self._key, body.encode(), hashlib.sha256).digest())


def _encode(value: dict) -> str:
    return _text(json.dumps(value).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
