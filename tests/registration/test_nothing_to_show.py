"""Who has neither password nor passkey, and comes back to a browser that was left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache

from kajo.access.models import User
from kajo.core import times
from tests.conftest import Visit
from tests.pages import Page
from tests.registration.passkeys import Passkey, add_passkey, asked_by
from tests.registration.test_passkeys import sign_in
from tests.registration.test_registering import FILLED, NEW, token_for
from tests.visiting import Visitor
from tests.world import World

NEW_PASSWORD = "lumi narskuu kengän alla"
LATER = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def niina(world: World, visit: Visit) -> Visitor:
    """Niina, who registered with a passkey, and broke off before it was made."""
    niina = visit(language="en")
    niina.post("register-user", token=token_for(visit), **{**FILLED, "password": "", "instead": "passkey"})
    return niina


def without_password(user: User) -> User:
    """Take the password away; the cast's own object stays as it is for other tests."""
    User.objects.filter(pk=user.pk).update(password=make_password(None))
    return User.objects.get(pk=user.pk)


def lands(page: Page) -> Page:
    while page.status == 302:
        page = page.leads_on()
    return page


def is_led_to_a_password(page: Page) -> None:
    lands(page).says(f"Choose a password by a link that we send to {NEW}.")


def test_just_after_registering_she_may_still_add_it_or_choose_a_password(niina: Visitor) -> None:
    niina.get("mfa_add_webauthn").has_button("Add the passkey")
    niina.get("account_set_password").has_button("Save the password")
    niina.get("own-address").says("New e-mail address")


@pytest.mark.parametrize(
    "page",
    [
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "account_set_password",
        "account_change_password",
        "own-address",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ],
)
def test_later_every_page_leads_to_a_password_by_mail(niina: Visitor, page: str) -> None:
    with time_machine.travel(times.now() + LATER):
        is_led_to_a_password(niina.get(page))


def test_later_nothing_is_changed_by_sending_a_form_either(niina: Visitor) -> None:
    options = asked_by(niina.get("mfa_add_webauthn"))
    with time_machine.travel(times.now() + LATER):
        is_led_to_a_password(niina.post("mfa_add_webauthn", credential=Passkey().register(options)))
        is_led_to_a_password(
            niina.post("account_set_password", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
        )
        is_led_to_a_password(niina.post("own-address", deed="address", email="x@example.com"))
    made = User.objects.get(username="niina.nyberg")
    assert not made.has_usable_password() and not made.authenticator_set.exists() and made.email == NEW


@pytest.mark.parametrize("page", ["my-data", "erasure"])
def test_pages_that_ask_for_a_proof_lead_there_too(world: World, page: str) -> None:
    sanna = Visitor(without_password(world.sanna))
    sanna.get("home")
    with time_machine.travel(times.now() + LATER):
        asked = sanna.get(page, world.spot_household).follow("Choose a password")
        lands(asked).says(f"Choose a password by a link that we send to {world.sanna.email}.")


def test_who_must_have_a_second_step_is_led_there_too(niina: Visitor, settings: Any) -> None:
    settings.ENV = replace(settings.ENV, mfa_required_for=("staff", "firms"))
    User.objects.filter(username="niina.nyberg").update(is_staff=True)
    with time_machine.travel(times.now() + LATER):
        is_led_to_a_password(niina.get("mfa_add_webauthn"))


def test_by_the_mailed_link_she_gets_on(niina: Visitor) -> None:
    with time_machine.travel(times.now() + LATER):
        mail.outbox.clear()
        lands(niina.get("own-address")).follow("Choose a password by e-mail").has_button("Send the link")
        niina.post("account_reset_password", email=NEW)
        (sent,) = mail.outbox
        (link,) = (word for word in str(sent.body).split() if "/account/password/reset/key/" in word)
        page = lands(niina.open("/" + link.split("/", 3)[3])).says("Your user ID is niina.nyberg.")
        niina.client.post(page.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        niina.get("own-address").asks_to_sign_in()
        niina.client.post("/account/login/", {"login": NEW, "password": NEW_PASSWORD})
        niina.get("own-address").says("New e-mail address")
        niina.get("security-nothing-to-show").leads_on().says("Sign-in and security")


def test_the_only_passkey_stays_until_there_is_a_password(world: World) -> None:
    sanna, passkey = Visitor(world.sanna), Passkey()
    add_passkey(sanna, passkey)
    sanna = sign_in(passkey, without_password(world.sanna))
    (kept,) = world.sanna.authenticator_set.filter(type="webauthn")
    for ask in (sanna.get, sanna.post):
        refused = ask("mfa_remove_webauthn", pk=kept.pk).leads_on()
        refused.says("You sign in with this passkey alone. Choose a password, then remove it.")
    assert world.sanna.authenticator_set.filter(pk=kept.pk).exists()
    sanna.post("account_set_password", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    sanna.client.post("/account/reauthenticate/", {"password": NEW_PASSWORD})
    lands(sanna.post("mfa_remove_webauthn", pk=kept.pk)).has_no("You sign in with this passkey alone.")
    assert not world.sanna.authenticator_set.filter(pk=kept.pk).exists()
