"""Signing in, and choosing a new password, by a bank that has identified the user before."""

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
from tests.banks import Bank, code_of
from tests.conftest import Visit
from tests.registration.claiming import BOTH, customer_of, run_jobs
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def code(world: World, visit: Visit, bank: Bank) -> str:
    """The identity code with which Olli has identified himself."""
    code = code_of(customer_of(BOTH))
    bank.identify(visit(world.olli), "customer", code).leads_on()
    return code


def test_olli_signs_in_with_his_bank(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit()
    olli.get("account_login").has_link("Sign in with your bank")
    bank.identify(olli, "sign-in", code).leads_on().leads_on().says("olli.turunen", customer_of(BOTH).name)
    olli.get("security").says("You are signed in on")


def test_another_bank_of_his_finds_him_too(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit()
    bank.answer(olli, bank.ask(olli, "sign-in"), code, sub="of another bank").leads_on().leads_on().says(
        "olli.turunen"
    )


def test_he_comes_to_the_page_that_he_wanted_and_to_no_other_site(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    olli = visit()
    olli.get("account_login", next="/account/security/").has_link("Sign in with your bank")
    page = bank.identify(olli, "sign-in", code, next="/account/security/")
    assert page.response.headers["Location"] == "/account/security/"
    page = bank.identify(visit(), "sign-in", code, next="https://evil.example/")
    assert page.response.headers["Location"] == "/"


def test_a_device_that_is_new_is_told_of(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit()
    bank.identify(olli, "sign-in", code)
    olli.post("account_logout")
    before = len(mail.outbox)
    bank.identify(olli, "sign-in", code)
    assert len(mail.outbox) == before, "the device is known now"
    bank.identify(visit(), "sign-in", code)
    (told,) = mail.outbox[before:]
    assert told.to == [world.olli.email]


def test_whom_nobody_knows_is_led_to_registering(world: World, visit: Visit, bank: Bank) -> None:
    page = bank.identify(visit(), "sign-in", code_of(world.spot_household))
    page.says("No user ID goes with you yet").has_link("Register")
    assert "_auth_user_id" not in page.visitor.client.session


def test_who_has_signed_in_is_not_asked(world: World, visit: Visit, bank: Bank) -> None:
    page = visit(world.olli).get("identify", way="sign-in")
    assert page.response.headers["Location"] == "/"


def test_a_bank_does_for_the_second_step(
    world: World, visit: Visit, bank: Bank, code: str, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, mfa_required_for=("staff", "firms"))
    User.objects.filter(pk=world.olli.pk).update(is_staff=True)
    with_password = visit(world.olli)
    assert with_password.get("home").response.headers["Location"] == "/account/security/"
    olli = visit()
    bank.identify(olli, "sign-in", code)
    assert olli.get("staff:look-up").status == 200


def test_olli_chooses_a_new_password_with_his_bank(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit()
    olli.get("account_reset_password").has_link("Choose a new password with your bank")
    back = bank.leads_back(bank.ask(olli, "password"), code)
    page = olli.open(back).leads_on()
    while page.status == 302:
        page = page.leads_on()
    page.says("Choose a new password", "Your user ID is olli.turunen.")
    assert page.form["username"] == "olli.turunen", "so that programs that keep passwords know whose it is"
    new = "lumi narskuu kengän alla"
    before = len(mail.outbox)
    page.visitor.client.post(page.url, {"password1": new, "password2": new})
    assert User.objects.get(pk=world.olli.pk).check_password(new)
    (told,) = mail.outbox[before:]
    assert (told.to, told.subject) == ([world.olli.email], "[Kajo] Salasanasi vaihdettiin")
    assert "soita meille" in str(told.body), "in our words, not in allauth's"
    olli.open(back).says("You were not identified")


def test_olli_without_a_password_gets_one_with_his_bank_from_an_open_browser(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    User.objects.filter(pk=world.olli.pk).update(password=make_password(None))
    olli = visit()
    bank.identify(olli, "sign-in", code)
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        page = olli.get("own-address")
        while page.status == 302:
            page = page.leads_on()
        page.has_link("Choose a new password with your bank")
        page = olli.open(bank.leads_back(bank.ask(olli, "password"), code)).leads_on()
        while page.status == 302:
            page = page.leads_on()
        page.says("Choose a new password", "Your user ID is olli.turunen.")


def test_olli_who_forgot_his_user_id_signs_in_with_his_bank(
    world: World, visit: Visit, bank: Bank, code: str
) -> None:
    olli = visit()
    olli.get("forgotten-user-id").follow("Sign in with your bank")
    bank.identify(olli, "sign-in", code).leads_on().leads_on().says("olli.turunen")


def test_who_is_not_known_gets_no_page_for_a_password(world: World, visit: Visit, bank: Bank) -> None:
    bank.identify(visit(), "password", code_of(world.spot_household)).says("No user ID goes with you yet")


def test_olli_sees_with_which_bank_and_removes_it(world: World, visit: Visit, bank: Bank, code: str) -> None:
    olli = visit()
    bank.answer(olli, bank.ask(olli, "sign-in"), code, amr="Nordea")
    page = (
        olli.get("security")
        .says("Identified by Nordea", "24 Nov 2026")
        .has_button("Remove the identification")
    )
    run_jobs()
    olli.post("security-identification").leads_on().says(
        "The identification is removed.", "Identify yourself"
    )
    (told,) = run_jobs()
    assert (told.to, told.subject) == (
        [page.visitor and world.olli.email],
        "[Kajo] Et voi enää kirjautua pankkitunnuksilla",
    )
    bank.identify(visit(), "sign-in", code).says("No user ID goes with you yet")
