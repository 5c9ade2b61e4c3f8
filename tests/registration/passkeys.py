"""A passkey in software: what a phone would answer to the pages' questions."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from demo.cast import PASSWORD
from tests.pages import Page
from tests.visiting import Visitor

FLAG = AuthenticatorData.FLAG
ORIGIN = "http://localhost"


class Passkey:
    """A key for one site. `knows_finger` tells whether it asks for the finger of its owner."""

    def __init__(self, *, origin: str = ORIGIN, host: str = "localhost", knows_finger: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.origin, self.host_hash = origin, sha256(host.encode()).digest()
        self.flags = FLAG.UP | (FLAG.UV if knows_finger else FLAG(0))

    def register(self, options: dict[str, Any]) -> str:
        """Answer to the page on which it is added."""
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(bytes(16), self.id, public)
        data = AuthenticatorData.create(self.host_hash, self.flags | FLAG.AT, 0, attested)
        client = CollectedClientData.create("webauthn.create", options["challenge"], self.origin)
        attestation = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def sign(self, options: dict[str, Any], *, user: bytes = b"") -> str:
        """Answer to a page that asks for a signature."""
        data = AuthenticatorData.create(self.host_hash, self.flags, 0)
        client = CollectedClientData.create("webauthn.get", options["challenge"], self.origin)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({**parts, "userHandle": user} if user else parts)

    def _answer(self, parts: dict[str, bytes]) -> str:
        name = websafe_encode(self.id)
        response = {part: websafe_encode(bytes(value)) for part, value in parts.items()}
        whole = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**whole, "response": response})


def asked_by(page: Page) -> dict[str, Any]:
    """Return what the page asks a passkey."""
    assert page.tree is not None
    (script,) = page.tree.xpath("//script[@type='application/json']")
    asked: dict[str, Any] = json.loads(script.text)["publicKey"]
    return asked


def add_passkey(visitor: Visitor, passkey: Passkey) -> Page:
    """Add a passkey as its user would; return the answer."""
    visitor.client.post("/account/reauthenticate/", {"password": PASSWORD})
    options = asked_by(visitor.get("mfa_add_webauthn"))
    return visitor.post("mfa_add_webauthn", credential=passkey.register(options))
