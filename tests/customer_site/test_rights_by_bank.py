"""A bank in the place of the password: for the very right that is shown, once, and for five minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from demo.cast import PASSWORD
from kajo.access.models import Offer, User
from kajo.core import times
from tests.banks import Bank, code_of
from tests.customer_site.test_rights import RECEIVER, fill_in
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

OTHER = "other@example.com"
INSTEAD = "Identify yourself instead of the password"


@pytest.fixture
def code(world: World) -> str:
    cache.clear()
    return code_of(world.spot_household)


@pytest.fixture
def sanna(world: World, bank: Bank, code: str) -> Visitor:
    """Sanna, who has identified herself before."""
    visitor = Visitor(world.sanna)
    bank.identify(visitor, "customer", code, next="/account/security/").leads_on().says("You are identified.")
    return visitor


def asked_by(check: Page, bank: Bank) -> str:
    """Return the bank's address that the page leads to."""
    led = check.visitor.open(check.links[INSTEAD])
    return led.response.headers["Location"]


def given_to() -> set[str]:
    return set(Offer.everything.filter(email__in=(RECEIVER, OTHER)).values_list("email", flat=True))


def give(sanna: Visitor, world: World, shown: str) -> Page:
    return sanna.post("right-give-check", world.spot_household, shown=shown, identified="on")


def test_sanna_gives_a_right_by_her_bank(world: World, bank: Bank, sanna: Visitor, code: str) -> None:
    check = fill_in(sanna, world).has_link(INSTEAD)
    page = bank.answer(sanna, asked_by(check, bank), code).leads_on()
    page.says("Your bank has just told who you are.").has_button("Give the right").has_no("Your own password")
    page.has_link("Cancel")
    before = sanna.client.session.session_key
    give(sanna, world, page.form["shown"]).leads_on().says(RECEIVER)
    assert given_to() == {RECEIVER}
    assert sanna.client.session.session_key != before


def test_it_proves_nothing_else_and_nothing_twice(
    world: World, bank: Bank, sanna: Visitor, code: str
) -> None:
    check = fill_in(sanna, world)
    bank.answer(sanna, asked_by(check, bank), code)
    second = fill_in(sanna, world, OTHER).has_link(INSTEAD)
    give(sanna, world, second.form["shown"]).says("The identification was for something else")
    assert given_to() == set()
    check = fill_in(sanna, world)
    page = bank.answer(sanna, asked_by(check, bank), code).leads_on()
    give(sanna, world, page.form["shown"]).leads_on()
    again = fill_in(sanna, world, OTHER)
    give(sanna, world, again.form["shown"]).says("The identification was for something else")
    assert given_to() == {RECEIVER}


def test_it_is_too_old_after_five_minutes(world: World, bank: Bank, sanna: Visitor, code: str) -> None:
    check = fill_in(sanna, world)
    bank.answer(sanna, asked_by(check, bank), code)
    with time_machine.travel(times.now() + timedelta(seconds=301)):
        give(sanna, world, check.form["shown"]).says(
            "The identification was for something else, or is too old."
        )
    assert given_to() == set()


def test_an_identification_from_before_the_asking_proves_nothing(
    world: World, bank: Bank, sanna: Visitor, code: str
) -> None:
    check = fill_in(sanna, world)
    before = int(times.now().timestamp()) - 120
    bank.answer(sanna, asked_by(check, bank), code, auth_time=before).says("did not ask for you anew")
    fill_in(sanna, world).has_link(INSTEAD)


def test_somebody_elses_bank_proves_nothing(world: World, bank: Bank, sanna: Visitor) -> None:
    check = fill_in(sanna, world)
    page = bank.answer(sanna, asked_by(check, bank), code_of(world.electric_household))
    page.says("The bank identified somebody else than whose user ID this is.")
    give(sanna, world, check.form["shown"]).says("The identification was for something else")
    assert given_to() == set()


def test_what_signed_in_proves_nothing(world: World, bank: Bank, sanna: Visitor, code: str) -> None:
    sanna.post("account_logout")
    bank.identify(sanna, "sign-in", code)
    check = fill_in(sanna, world)
    give(sanna, world, check.form["shown"]).says("The identification was for something else")
    sanna.post("right-give-check", world.spot_household, shown=check.form["shown"], password=PASSWORD)
    assert given_to() == {RECEIVER}


def test_who_has_not_identified_before_is_not_offered_it(world: World, bank: Bank) -> None:
    fill_in(Visitor(world.sanna), world).has_no_link(INSTEAD)


def test_who_has_no_password_is_not_told_of_one(world: World, bank: Bank, sanna: Visitor, code: str) -> None:
    User.objects.filter(pk=world.sanna.pk).update(password=make_password(None))
    anew = Visitor()
    bank.identify(anew, "sign-in", code)
    fill_in(anew, world).has_no_link(INSTEAD).has_link("Identify yourself").has_no_button("Give the right")


def test_all_my_data_goes_by_the_bank_too(world: World, bank: Bank, sanna: Visitor, code: str) -> None:
    page = sanna.get("my-data", world.spot_household)
    page = bank.answer(sanna, asked_by(page, bank), code).leads_on().has_button("Make the file")
    sanna.post("my-data", world.spot_household, identified="on").leads_on().says("my-data")
