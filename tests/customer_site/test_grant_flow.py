"""Ways to come by a right that was given to somebody else, as other systems had them: none leads in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail

from demo.cast import PASSWORD
from kajo.access.checks import walk
from kajo.access.doors import CustomerDoor
from kajo.access.models import Offer, User
from kajo.core import times
from tests.access.giving import answer, give, send_mails, token_in
from tests.conftest import Visit
from tests.customer_site.test_rights import RECEIVER, give_by
from tests.pages import Page
from tests.staff_site.test_inviting import invite
from tests.world import World

pytestmark = pytest.mark.django_db

JOINED = {"username": "niina", "password": "correct horse battery", "first_name": "N", "last_name": "Nyberg"}


def invitations(world: World, *emails: str) -> list[str]:
    """Give a right to each address; return the mailed tokens."""
    for email in emails:
        give(world.sanna, world.spot_household, email)
    return [token_in(sent) for sent in send_mails() if "/invitation/" in str(sent.body)]


def test_a_link_lives_for_seven_days(world: World, visit: Visit) -> None:
    (token,) = invitations(world, RECEIVER)
    with time_machine.travel(times.now() + timedelta(days=7) - timedelta(minutes=1)):
        visit().get("invitation", token=token).is_shown()
    with time_machine.travel(times.now() + timedelta(days=7)):
        for page in (
            visit().get("invitation", token=token),
            visit().post("invitation", token=token, **JOINED),
        ):
            page.is_not_there().says("The link does not work any more")
    assert not User.objects.filter(username="niina").exists()


def test_a_link_opens_its_own_right_and_nothing_else(world: World, visit: Visit) -> None:
    one, other = invitations(world, RECEIVER, "other@example.com")
    visit().post("invitation", token=one, deed="decline").says("You declined")
    visit().get("invitation", token=other).is_shown()
    to_a_user_id = invite(visit(world.markus))
    visit().get("welcome", token=other).is_not_there()
    visit().get("invitation", token=to_a_user_id).is_not_there()


def test_who_puts_the_address_among_his_own_without_proving_it_gets_nothing(
    world: World, visit: Visit
) -> None:
    (token,) = invitations(world, RECEIVER)
    thief = world.pentti
    EmailAddress.objects.create(user=thief, email=RECEIVER, verified=False, primary=False)
    User.objects.filter(pk=thief.pk).update(email=RECEIVER)
    offer = Offer.everything.get(email=RECEIVER)
    page = visit(thief)
    page.get("received-rights").says("No right waits for your answer.")
    page.get("invitation", token=token).says("This is for another address")
    for deed in ("open", "decline"):
        page.post("received-right", key=offer.key, deed=deed).is_not_there()
    page.get("front", world.spot_household).is_not_there()
    visit().get("invitation", token=token).is_shown()


@pytest.mark.parametrize("written", ["PENTTI.HEIKKINEN@EXAMPLE.ORG", " Pentti.Heikkinen@example.org "])
def test_an_address_is_one_in_capital_and_small_letters(world: World, visit: Visit, written: str) -> None:
    assert world.pentti.email == written.strip().lower()
    give_by(visit(world.sanna), world, written).leads_on()
    visit(world.pentti).get("received-rights").says("1 right waits for your answer.")


@pytest.mark.parametrize("near", ["pentti.heikkinen+x@example.org", "penttiheikkinen@example.org"])
def test_an_address_that_some_post_offices_take_for_the_same_is_another(
    world: World, visit: Visit, near: str
) -> None:
    give_by(visit(world.sanna), world, near).leads_on()
    visit(world.pentti).get("received-rights").says("No right waits for your answer.")


@pytest.mark.parametrize("alike", ["pеntti@example.org", "pentti@exämple.org", "ｐentti@example.org"])
def test_an_address_in_letters_that_look_alike_is_refused(world: World, visit: Visit, alike: str) -> None:
    visit(world.sanna).post("right-give", world.spot_household, email=alike).says("name@example.com")


def test_who_changes_the_password_is_led_to_the_rights_that_he_has_given(world: World, visit: Visit) -> None:
    new = "kesäyön valoisa tuuli"
    kalle = visit(world.kalle)
    kalle.post("account_change_password", oldpassword=PASSWORD, password1=new, password2=new)
    (told,) = [sent for sent in mail.outbox if sent.to == [world.kalle.email]]
    assert "/access-rights/" in str(told.body)
    given = kalle.open("/access-rights/").follow(
        f"Access rights of Kalle Lindqvist, {world.kalles_household.number}"
    )
    given.says("Bertta Lindqvist", "Reporting service: Read-only")


def test_every_page_that_is_seen_by_a_right_says_whose_data_it_is(world: World, visit: Visit) -> None:
    venla, shown = visit(world.venla), 0
    for route, pattern in walk():
        door = pattern.callback
        if isinstance(door, CustomerDoor) and route.startswith("c/") and route.count("<") == 1:
            page: Page = venla.open("/" + route.replace("<slug:customer>", world.solar_household.key))
            if page.status == 200 and page.tree is not None:
                page.says("Maija Niemelä. You see this by permission")
                shown += 1
    assert shown > 10


def test_what_was_opened_stays_with_the_user_whatever_the_address_becomes(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, world.pentti.email)
    answer(world.pentti, offer)
    EmailAddress.objects.filter(user=world.pentti).update(email="new@example.com")
    visit(world.pentti).get("front", world.spot_household).is_shown()
