"""Signing in with a second step: an authenticator app, recovery codes, and who must have one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from demo.cast import PASSWORD
from kajo.access.checks import walk
from kajo.access.models import User
from kajo.core import times
from kajo.registration.factors import FactorAdapter
from kajo.registration.gate import CHANGING
from tests.conftest import Visit
from tests.visiting import Visitor
from tests.world import World

PROFESSIONALS = override_settings(ENV=replace(settings.ENV, mfa_required_for=("staff", "firms")))


@pytest.fixture(autouse=True)
def no_tries_yet(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    # A test's own transaction never commits; what waits for that is done at once.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, **_: done())


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(times.now().timestamp()) // 30))


def sign_in(username: str) -> Visitor:
    visitor = Visitor()
    visitor.client.post("/account/login/", {"login": username, "password": PASSWORD})
    return visitor


def turn_on_app(visitor: Visitor) -> tuple[str, list[str]]:
    """Add an authenticator app; return its secret and the recovery codes that are shown."""
    visitor.client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = visitor.get("mfa_activate_totp")
    secret = page.says("Authenticator app").tree.findtext(".//code")
    answer = visitor.post("mfa_activate_totp", code=code_of(secret)).leads_on()
    return secret, re.findall(r"\b\d{8}\b", answer.text)


def is_in(visitor: Visitor) -> bool:
    return visitor.get("security").status == 200


def test_sanna_turns_an_app_on_and_is_asked_for_its_code_after_her_password(world: World) -> None:
    secret, _ = turn_on_app(sign_in("sanna.saarinen"))
    with time_machine.travel(times.now() + timedelta(minutes=1)):
        visitor = sign_in("sanna.saarinen")
        assert not is_in(visitor)
        wrong = visitor.post("mfa_authenticate", code="000000").says("This is not right.")
        wrong.has_no("Use a passkey")
        assert not is_in(visitor)
        visitor.post("mfa_authenticate", code=code_of(secret))
        assert is_in(visitor)


def test_a_code_is_taken_once(world: World) -> None:
    secret, _ = turn_on_app(sign_in("sanna.saarinen"))
    with time_machine.travel(times.now() + timedelta(minutes=1)):
        sign_in("sanna.saarinen").post("mfa_authenticate", code=code_of(secret))
        again = sign_in("sanna.saarinen")
        again.post("mfa_authenticate", code=code_of(secret))
        assert not is_in(again)


def test_a_recovery_code_lets_in_once(world: World) -> None:
    _, codes = turn_on_app(sign_in("sanna.saarinen"))
    assert len(codes) == 10
    first, second = sign_in("sanna.saarinen"), sign_in("sanna.saarinen")
    first.post("mfa_authenticate", code=codes[0])
    second.post("mfa_authenticate", code=codes[0])
    assert (is_in(first), is_in(second)) == (True, False)
    first.get("security").says("9 of 10 left")


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(world: World) -> None:
    visitor = sign_in("sanna.saarinen")
    _, old = turn_on_app(visitor)
    visitor.get("mfa_view_recovery_codes").has_no(*old).says("10 codes are left.")
    new = re.findall(r"\b\d{8}\b", visitor.post("mfa_generate_recovery_codes").leads_on().text)
    assert len(new) == 10
    other = sign_in("sanna.saarinen")
    other.post("mfa_authenticate", code=old[0])
    assert not is_in(other)
    other.post("mfa_authenticate", code=new[0])
    assert is_in(other)


def test_wrong_codes_are_counted(world: World) -> None:
    secret, _ = turn_on_app(sign_in("sanna.saarinen"))
    with time_machine.travel(times.now() + timedelta(minutes=1)):
        visitor = sign_in("sanna.saarinen")
        for number in range(6):
            visitor.post("mfa_authenticate", code=f"00000{number}")
        visitor.post("mfa_authenticate", code=code_of(secret)).says("Too many tries.")
        assert not is_in(visitor)


def test_nothing_of_second_steps_changes_without_the_password_once_more(world: World) -> None:
    visitor = sign_in("sanna.saarinen")
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        for answer in (visitor.get(name), visitor.post(name, code="123456", credential="{}")):
            assert answer.response["Location"].startswith("/account/reauthenticate/")
    turn_on_app(visitor)
    with time_machine.travel(times.now() + timedelta(minutes=6)):
        visitor.post("mfa_deactivate_totp").leads_on().says("Write your password once more.")
    assert Authenticator.objects.filter(user=world.sanna, type="totp").exists()


@pytest.mark.parametrize("who", ["sanna", "helena"])
def test_a_session_from_before_changes_no_second_step_by_the_password_alone(world: World, who: str) -> None:
    """Whoever has stolen one, and the password, neither takes the second step away nor adds another."""
    user: User = getattr(world, who)
    stolen = sign_in(user.username)
    with PROFESSIONALS:
        turn_on_app(sign_in(user.username))
        stolen.client.post("/account/reauthenticate/", {"password": PASSWORD})
        for name in sorted({"own-address", *CHANGING} - {"mfa_remove_webauthn", "mfa_edit_webauthn"}):
            way = {"way": "customer"} if name == "identify" else {}
            for answer in (stolen.get(name, **way), stolen.post(name, code="123456", credential="{}", **way)):
                assert answer.response["Location"].startswith("/account/second-step/reauthenticate/?next="), (
                    name
                )
        assert Authenticator.objects.filter(user=user, type="totp").count() == 1
        assert (stolen.get("received-rights").status == 200) is (who == "sanna")


def test_every_page_where_second_steps_change_asks_for_the_present_one() -> None:
    there = {pattern.name for _, pattern in walk() if str(pattern.name).startswith("mfa_")}
    entrances = {
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
    assert there - CHANGING == entrances | {"mfa_index", "mfa_list_webauthn"}


def test_each_change_is_told_by_one_mail(world: World) -> None:
    visitor = sign_in("sanna.saarinen")
    mail.outbox.clear()
    turn_on_app(visitor)
    visitor.post("mfa_generate_recovery_codes")
    visitor.post("mfa_deactivate_totp")
    visitor.get("security").says("The authenticator app is off.")
    assert [told.recipients() for told in mail.outbox] == [["sanna.saarinen@example.org"]] * 3


def test_secrets_are_kept_encrypted_and_a_former_key_still_reads_them(world: World) -> None:
    secret, _ = turn_on_app(sign_in("sanna.saarinen"))
    kept: Any = Authenticator.objects.get(user=world.sanna, type="totp").data["secret"]
    assert secret not in kept
    old, new = "o" * 50, "n" * 50
    with override_settings(ENV=replace(settings.ENV, factor_keys=(old,))):
        by_old = FactorAdapter().encrypt("secret")
    with override_settings(ENV=replace(settings.ENV, factor_keys=(new, old))):
        assert FactorAdapter().decrypt(by_old) == "secret"


@pytest.mark.parametrize("who", ["helena", "paivi"])
def test_who_sees_others_data_at_work_goes_no_further_without_a_second_step(world: World, who: str) -> None:
    user: User = getattr(world, who)
    with PROFESSIONALS:
        visitor = sign_in(user.username)
        for name in ("home", "customers", "received-rights"):
            assert visitor.get(name).response["Location"] == "/account/security/"
        visitor.get("security").says("You see the data of others in your work.")
        turn_on_app(visitor)
        assert visitor.get("received-rights").status == 200


def test_a_customer_needs_no_second_step(world: World) -> None:
    with PROFESSIONALS:
        assert sign_in("sanna.saarinen").get("received-rights").status == 200


def test_who_must_have_a_second_step_keeps_the_last_one(world: World) -> None:
    with PROFESSIONALS:
        visitor = sign_in("helena.karppinen")
        turn_on_app(visitor)
        visitor.get("mfa_deactivate_totp").says("You need a second step for your work.")
        visitor.post("mfa_deactivate_totp")
    assert Authenticator.objects.filter(user=world.helena, type="totp").exists()


def test_a_new_password_keeps_the_second_step(world: World) -> None:
    visitor = sign_in("sanna.saarinen")
    turn_on_app(visitor)
    new = "lumi narskuu kengän alla"
    visitor.post("account_change_password", oldpassword=PASSWORD, password1=new, password2=new)
    client = Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": "sanna.saarinen", "password": new})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "{}",
        "[]",
        "null",
        "5",
        '{"id": 5, "rawId": null, "response": []}',
        '{"response": {"userHandle": "x"}}',
    ],
)
def test_an_odd_passkey_is_one_that_was_not_used(world: World, visit: Visit, odd: str) -> None:
    visitor = sign_in("sanna.saarinen")
    assert Visitor().post("mfa_login_webauthn", credential=odd).status == 302
    visitor.client.post("/account/reauthenticate/", {"password": PASSWORD})
    visitor.get("mfa_add_webauthn")
    visitor.post("mfa_add_webauthn", credential=odd).has_button("Add the passkey")
    turn_on_app(visitor)
    step = sign_in("sanna.saarinen")
    step.get("mfa_authenticate")
    step.post("mfa_authenticate", credential=odd).says("The second step")
    assert not is_in(step)
