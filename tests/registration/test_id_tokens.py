"""ID tokens that no provider signed for us: other keys, no key, and the public key taken for a secret."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from kajo.core import times
from kajo.registration.protocol import Asked, CannotIdentify, read_token
from tests.banks import CLIENT, CODE, LEVEL

ISSUER = "https://broker.example.fi"
HIS, OURS = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
ASKED = {"way": "sign-in", "next": "", "about": "", "user_id": 0, "nonce": "a-nonce"}


@pytest.fixture(autouse=True)
def broker(settings: Any) -> None:
    settings.ENV = replace(
        settings.ENV, identification_issuer=ISSUER, identification_client_id=CLIENT, identity_keys=()
    )


def keys(**more: Any) -> dict[str, Any]:
    public = json.loads(RSAAlgorithm.to_jwk(OURS.public_key()))
    return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256", **more}]}


def claims() -> dict[str, Any]:
    now = int(times.now().timestamp())
    told = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "a-sub",
        "nonce": "a-nonce",
        "acr": LEVEL,
        CODE: "131052-308T",
    }
    return {**told, "iat": now, "exp": now + 60, "auth_time": now}


def read(token: str, known: dict[str, Any] | None = None) -> Any:
    now = times.now()
    return read_token(token, known or keys(), Asked(**ASKED, at=int(now.timestamp())), now=now)


def test_a_token_that_the_issuer_signed_is_read() -> None:
    token = jwt.encode(claims(), OURS, "RS256", headers={"kid": "1"})
    who = read(token)
    assert (who.subject, who.acr, who.at) == ("a-sub", LEVEL, times.now().replace(microsecond=0))
    assert "131052" not in repr(who)


def _unsigned() -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "kid": "1"}, claims())]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _signed_with_the_public_key() -> str:
    public = OURS.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return jwt.encode(claims(), public, "HS256", headers={"kid": "1"})


@pytest.mark.parametrize(
    "token",
    [
        lambda: jwt.encode(claims(), HIS, "RS256", headers={"kid": "1"}),
        lambda: jwt.encode(claims(), OURS, "RS256", headers={"kid": "2"}),
        _unsigned,
        _signed_with_the_public_key,
        lambda: "no.token.at.all.",
        lambda: "",
    ],
)
def test_a_token_that_the_issuer_did_not_sign_is_refused(token: Any) -> None:
    with pytest.raises((jwt.PyJWTError, CannotIdentify)):
        read(token())


def test_a_key_for_encrypting_signs_nothing() -> None:
    token = jwt.encode(claims(), OURS, "RS256", headers={"kid": "1"})
    with pytest.raises(jwt.PyJWTError):
        read(token, keys(use="enc"))


def test_a_token_that_names_no_key_is_checked_with_the_only_one() -> None:
    assert read(jwt.encode(claims(), OURS, "RS256")).subject == "a-sub"
    two = {"keys": [*keys()["keys"], *keys(kid="2")["keys"]]}
    with pytest.raises(jwt.PyJWTError):
        read(jwt.encode(claims(), OURS, "RS256"), two)


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("claim", ["sub", "amr", "nonce", "acr", CODE])
def test_a_claim_with_a_character_of_no_text_is_refused(claim: str, text: str) -> None:
    told = {**claims(), claim: [text] if claim == "amr" else text}
    with pytest.raises((CannotIdentify, ValueError)):
        read(jwt.encode(told, OURS, "RS256"))
