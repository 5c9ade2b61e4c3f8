"""An open browser of a firm's administrator is not enough to let somebody in or to change a member."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from demo.cast import PASSWORD
from kajo.access.inviting import Membership, Person, change_member, invite_member
from kajo.access.models import FirmMember, Invite
from kajo.access.proofs import Proof
from kajo.access.wall import behind_the_wall
from kajo.core import times
from tests.banks import Bank
from tests.conftest import Visit
from tests.customer_site.test_firms import person, prove
from tests.registration.passkeys import Passkey, add_passkey, asked_by
from tests.staff_site.test_inviting import NEW
from tests.world import World

UNUSED = "131052-308T"  # nobody's in the register


def test_a_wrong_password_invites_nobody_and_makes_nobody_administrator(world: World, visit: Visit) -> None:
    paivi, firm = visit(world.paivi), world.housing_managers.key
    check = paivi.post("firm", firm=firm, **person(NEW), is_administrator="on").leads_on()
    check.says("Check whom you invite", "Yes, adds and removes members")
    prove(check, password="not my password").says("This is not your password.")
    prove(check, password="").says("Write your password.")
    check = paivi.post("firm-member", firm=firm, member=world.emma.pk, is_administrator="on").leads_on()
    check.says("Check the change", "Emma Nyman")
    prove(check, password="not my password").says("This is not your password.")
    assert not Invite.objects.exists()
    assert not FirmMember.objects.get(user=world.emma).is_administrator


def test_paivi_invites_by_her_passkey_whom_she_was_shown_and_nobody_else(world: World, visit: Visit) -> None:
    paivi, firm, passkey = visit(world.paivi), world.housing_managers.key, Passkey()
    add_passkey(paivi, passkey)
    first = paivi.post("firm", firm=firm, **person(NEW)).leads_on()
    first.has_button("Send the invitation with a passkey")
    signed = passkey.sign(asked_by(first))
    other = paivi.post("firm", firm=firm, **person("other@example.com")).leads_on()
    prove(first, credential=signed).says("This has changed in another window. Check it once more.")
    prove(other, credential=signed).says("The passkey was not used.")
    assert not Invite.objects.exists()
    check = paivi.post("firm", firm=firm, **person(NEW)).leads_on()
    prove(check, credential=passkey.sign(asked_by(check))).leads_on()
    assert Invite.objects.get().email == NEW


def test_paivi_makes_emma_administrator_by_her_bank(world: World, visit: Visit, bank: Bank) -> None:
    cache.clear()
    paivi, firm = visit(world.paivi), world.housing_managers.key
    paivi.client.post("/account/reauthenticate/", {"password": PASSWORD})
    bank.identify(paivi, "customer", UNUSED)
    check = paivi.post("firm-member", firm=firm, member=world.emma.pk, is_administrator="on").leads_on()
    asked = paivi.open(check.links["Identify yourself instead of the password"])
    back = bank.answer(paivi, asked.response.headers["Location"], UNUSED).leads_on()
    back.says("Your bank has just told who you are.", "Emma Nyman").has_no("Your own password")
    prove(back, identified="on").leads_on().says(
        "What Emma Nyman may do for Isännöinti Kotikivi Oy is changed."
    )
    assert FirmMember.objects.get(user=world.emma).is_administrator


def test_the_page_of_the_check_is_no_others_and_leads_back_when_nothing_was_filled_in(
    world: World, visit: Visit
) -> None:
    firm = world.housing_managers.key
    visit(world.juhani).get("firm-check", firm=firm).is_not_there()
    visit(world.paivi).get("firm-check", firm=firm).leads_on().says("Add a member")


def test_a_proof_of_something_else_changes_nothing(world: World) -> None:
    membership = Membership(world.housing_managers.key, is_administrator=True)
    proof = Proof(world.paivi.pk, membership.digest(world.juhani.pk))
    somebody = Person(NEW, "Niina", "Nyberg", "fi")
    with behind_the_wall(world.paivi.pk, read_only=False):
        with pytest.raises(PermissionDenied):
            invite_member(somebody, membership, proof, now=times.now())
        with pytest.raises(PermissionDenied):
            change_member(membership, world.emma.pk, proof, now=times.now())
