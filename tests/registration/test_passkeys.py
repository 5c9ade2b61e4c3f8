"""Passkeys: signing in with one, and which are none."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from kajo.access.models import User
from tests.registration.passkeys import Passkey, add_passkey
from tests.visiting import Visitor
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def passkey() -> Passkey:
    return Passkey()


@pytest.fixture
def sanna(world: World, passkey: Passkey) -> Visitor:
    """Sanna, who has added a passkey."""
    visitor = Visitor(world.sanna)
    add_passkey(visitor, passkey)
    assert Authenticator.objects.filter(user=world.sanna, type="webauthn").count() == 1
    return visitor


def sign_in(passkey: Passkey, user: User) -> Visitor:
    """Try to sign in as the user by a passkey alone."""
    visitor = Visitor()
    asked = visitor.client.get("/account/second-step/webauthn/login/", headers={"accept": "application/json"})
    options = asked.json()["request_options"]["publicKey"]
    handle = user_pk_to_url_str(user).encode()
    visitor.post("mfa_login_webauthn", credential=passkey.sign(options, user=handle))
    return visitor


def is_in(visitor: Visitor) -> bool:
    return visitor.get("security").status == 200


def test_sanna_signs_in_by_her_passkey_alone(world: World, sanna: Visitor, passkey: Passkey) -> None:
    assert is_in(sign_in(passkey, world.sanna))


def test_nobody_signs_in_by_the_passkey_of_another(world: World, sanna: Visitor, passkey: Passkey) -> None:
    assert not is_in(sign_in(passkey, world.kalle))
    assert not is_in(sign_in(Passkey(), world.sanna))


@pytest.mark.parametrize(
    "strange",
    [
        {"origin": "https://kajo.evil.example"},
        {"host": "evil.example"},
        {"knows_finger": False},
    ],
)
def test_a_passkey_of_another_site_or_without_its_owners_finger_is_not_added(
    world: World, strange: dict[str, Any]
) -> None:
    add_passkey(Visitor(world.sanna), Passkey(**strange)).has_button("Add the passkey")
    assert not Authenticator.objects.filter(user=world.sanna).exists()


def test_who_closes_a_user_closes_its_passkeys(world: World, sanna: Visitor, passkey: Passkey) -> None:
    world.sanna.is_active = False
    world.sanna.save()
    assert not is_in(sign_in(passkey, world.sanna))
