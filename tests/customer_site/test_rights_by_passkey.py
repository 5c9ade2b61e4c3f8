"""A passkey in the place of the password when a right is given: for this very right, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password

from demo.cast import PASSWORD
from kajo.access.models import Offer, User
from kajo.core import times
from tests.customer_site.test_rights import RECEIVER, fill_in
from tests.pages import Page
from tests.registration.passkeys import Passkey, add_passkey, asked_by
from tests.registration.test_passkeys import sign_in
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

OTHER = "other@example.com"


@pytest.fixture
def passkey() -> Passkey:
    return Passkey()


@pytest.fixture
def sanna(world: World, passkey: Passkey) -> Visitor:
    """Sanna, who has added a passkey."""
    visitor = Visitor(world.sanna)
    add_passkey(visitor, passkey)
    return visitor


def give(sanna: Visitor, world: World, shown: str, signed: str) -> Page:
    return sanna.post("right-give-check", world.spot_household, shown=shown, credential=signed)


def given_to() -> set[str]:
    return set(Offer.everything.filter(email__in=(RECEIVER, OTHER)).values_list("email", flat=True))


def test_sanna_gives_a_right_by_her_passkey(world: World, sanna: Visitor, passkey: Passkey) -> None:
    check = fill_in(sanna, world).has_button("Give the right with a passkey")
    before = sanna.client.session.session_key
    give(sanna, world, check.form["shown"], passkey.sign(asked_by(check))).leads_on().says(RECEIVER)
    assert given_to() == {RECEIVER}
    assert sanna.client.session.session_key != before


def test_who_has_no_password_is_asked_for_none(world: World, sanna: Visitor, passkey: Passkey) -> None:
    User.objects.filter(pk=world.sanna.pk).update(password=make_password(None))
    sanna = sign_in(passkey, world.sanna)
    check = fill_in(sanna, world).has_no("Your own password").has_no_button("Give the right")
    give(sanna, world, check.form["shown"], passkey.sign(asked_by(check))).leads_on().says(RECEIVER)


def test_what_was_signed_for_one_right_gives_no_other(world: World, sanna: Visitor, passkey: Passkey) -> None:
    first = fill_in(sanna, world)
    signed = passkey.sign(asked_by(first))
    second = fill_in(sanna, world, OTHER)
    give(sanna, world, second.form["shown"], signed).says("The passkey was not used.")
    give(sanna, world, first.form["shown"], signed).says("This has changed in another window.")
    assert given_to() == set()


def test_what_was_signed_counts_once(world: World, sanna: Visitor, passkey: Passkey) -> None:
    check = fill_in(sanna, world)
    signed = passkey.sign(asked_by(check))
    give(sanna, world, check.form["shown"], signed).leads_on()
    Offer.everything.filter(email=RECEIVER).delete()
    again = fill_in(sanna, world)
    give(sanna, world, again.form["shown"], signed).says("The passkey was not used.")
    assert given_to() == set()


def test_what_was_signed_holds_five_minutes(world: World, sanna: Visitor, passkey: Passkey) -> None:
    check = fill_in(sanna, world)
    with time_machine.travel(times.now() + timedelta(minutes=6)):
        signed = passkey.sign(asked_by(check))
        give(sanna, world, check.form["shown"], signed).says("The passkey was not used.")
    assert given_to() == set()


@pytest.mark.parametrize("stranger", [Passkey(), Passkey(knows_finger=False)])
def test_the_passkey_of_another_gives_nothing(world: World, sanna: Visitor, stranger: Passkey) -> None:
    check = fill_in(sanna, world)
    give(sanna, world, check.form["shown"], stranger.sign(asked_by(check))).says("The passkey was not used.")
    assert given_to() == set()


def test_her_own_passkey_without_her_finger_gives_nothing(
    world: World, sanna: Visitor, passkey: Passkey
) -> None:
    check = fill_in(sanna, world)
    passkey.flags = passkey.flags.__class__.UP
    give(sanna, world, check.form["shown"], passkey.sign(asked_by(check))).says("The passkey was not used.")
    assert given_to() == set()


def test_what_is_signed_for_signing_in_or_confirming_gives_no_right(
    world: World, sanna: Visitor, passkey: Passkey
) -> None:
    check = fill_in(sanna, world)
    signed = passkey.sign(asked_by(sanna.get("mfa_reauthenticate_webauthn")))
    give(sanna, world, check.form["shown"], signed).says("The passkey was not used.")
    assert given_to() == set()


@pytest.mark.parametrize("odd", ["{}", "[]", "5", "null", "x", "[" * 9000, '{"response": {"signature": 1}}'])
def test_an_odd_passkey_gives_nothing(world: World, sanna: Visitor, odd: str) -> None:
    check = fill_in(sanna, world)
    give(sanna, world, check.form["shown"], odd).says("The passkey was not used.")
    assert given_to() == set()


def test_tries_with_passkeys_and_passwords_are_counted_together(
    world: World, sanna: Visitor, passkey: Passkey
) -> None:
    for _ in range(4):  # her password, when she added the passkey, was the first
        check = fill_in(sanna, world)
        give(sanna, world, check.form["shown"], "{}").says("The passkey was not used.")
    check = fill_in(sanna, world)
    sent = {"shown": check.form["shown"], "password": PASSWORD}
    sanna.post("right-give-check", world.spot_household, **sent).says("Too many tries.")
    assert given_to() == set()


def test_who_has_no_passkey_is_asked_for_none(world: World) -> None:
    fill_in(Visitor(world.sanna), world).has_no_button("Give the right with a passkey")
