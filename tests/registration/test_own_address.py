"""The e-mail address of one's own user ID: changed by a code that comes to the new one, and both are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache

from demo.cast import PASSWORD
from kajo.access.models import AuditEntry, Invite, User
from kajo.access.receiving import hash_of
from kajo.core import times
from tests.access.giving import give
from tests.conftest import Visit
from tests.information.codes import CODE, code_in
from tests.pages import Page
from tests.registration.claiming import run_jobs
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

NEW = "sanna.uusi@example.com"


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    cache.clear()
    run_jobs()
    mail.outbox.clear()


def sign_in(username: str) -> Visitor:
    visitor = Visitor()
    visitor.client.post("/account/login/", {"login": username, "password": PASSWORD})
    mail.outbox.clear()
    return visitor


def ask(sanna: Visitor, email: str = NEW) -> Page:
    return sanna.post("own-address", deed="address", email=email)


def test_sanna_changes_it_by_a_code_and_both_addresses_are_told(world: World) -> None:
    sanna = sign_in("sanna.saarinen")
    page = sanna.get("security").says("sanna.saarinen@example.org").follow("Change the e-mail address")
    page.says("Mails about your user ID come to sanna.saarinen@example.org")
    ask(sanna, "Sanna.Uusi@example.com").leads_on().says(f"We sent a code by e-mail to {NEW}.")
    (sent,) = mail.outbox
    assert sent.to == [NEW]
    assert User.objects.get(pk=world.sanna.pk).email == "sanna.saarinen@example.org"
    done = sanna.post("own-address", deed="code", code=code_in(str(sent.body))).leads_on()
    done.says(f"The e-mail address of your user ID is now {NEW}.")
    told = {message.to[0]: str(message.body) for message in run_jobs()}
    assert set(told) == {NEW, "sanna.saarinen@example.org"}
    assert "eivät enää tule tähän osoitteeseen" in told["sanna.saarinen@example.org"]
    assert all("/access-rights/" in body for body in told.values())
    assert AuditEntry.everything.filter(actor=world.sanna, kind="address_changed").count() == 1
    mail.outbox.clear()
    Visitor().post("account_reset_password", email=NEW)
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert sign_in(NEW).get("security").status == 200
    assert sign_in("sanna.saarinen@example.org").get("security").status == 302


def test_an_address_that_somebody_has_gets_the_same_answer_and_no_code(world: World) -> None:
    sanna = sign_in("sanna.saarinen")
    ask(sanna, world.kalle.email).leads_on().says(f"We sent a code by e-mail to {world.kalle.email}.")
    (sent,) = mail.outbox
    assert sent.to == [world.kalle.email]
    assert "/account/user-id/" in str(sent.body) and not CODE.search(str(sent.body))
    for code in ("", "000000", "123456"):
        sanna.post("own-address", deed="code", code=code)
    assert User.objects.get(pk=world.sanna.pk).email == "sanna.saarinen@example.org"


def test_of_two_who_want_the_same_address_the_first_gets_it(world: World) -> None:
    sanna, kalle = sign_in("sanna.saarinen"), sign_in("kalle.lindqvist")
    ask(sanna)
    ask(kalle)
    first, second = (code_in(str(sent.body)) for sent in mail.outbox)
    sanna.post("own-address", deed="code", code=first).leads_on()
    kalle.post("own-address", deed="code", code=second).says(
        "The address was just joined to another user ID."
    )
    assert EmailAddress.objects.get(email=NEW).user == world.sanna


def test_wrong_codes_and_old_ones_change_nothing(world: World) -> None:
    sanna = sign_in("sanna.saarinen")
    ask(sanna, "sanna.saarinen@example.org").says("This is your address already.")
    for no_address in ("x", "ſanna@example.com"):
        ask(sanna, no_address).says("Write an e-mail address in the form name@example.com.")
    ask(sanna)
    code = code_in(str(mail.outbox[-1].body))
    with time_machine.travel(times.now() + timedelta(minutes=10)):
        sanna.post("own-address", deed="code", code=code).says("The code does not hold any more.")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(4):
        sanna.post("own-address", deed="code", code=wrong).says("The code is not right.")
    sanna.post("own-address", deed="code", code=code).says("The code was wrong too many times.")
    sanna.post("own-address", deed="again").leads_on().says("We sent a new code.")
    sanna.post("own-address", deed="code", code=code_in(str(mail.outbox[-1].body))).leads_on().says(NEW)


def test_who_finds_an_open_browser_is_asked_who_he_is(world: World) -> None:
    sanna = sign_in("sanna.saarinen")
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        ask(sanna).leads_on().says("Confirm that it is you")
        assert mail.outbox == []
        sanna.client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/address/"})
        ask(sanna).leads_on().says("Write the code")


def test_a_user_id_that_was_the_former_address_becomes_the_new_one(world: World) -> None:
    User.objects.filter(pk=world.sanna.pk).update(username=world.sanna.email)
    sanna = sign_in("sanna.saarinen@example.org")
    ask(sanna)
    sanna.post("own-address", deed="code", code=code_in(str(mail.outbox[-1].body))).leads_on()
    assert User.objects.get(pk=world.sanna.pk).username == NEW


def test_an_address_that_is_too_long_for_a_user_id_becomes_none(world: World) -> None:
    long = f"sanna@{'s' * 60}.{'s' * 60}.{'s' * 60}.example.com"
    ask(sign_in("sanna.saarinen"), long).leads_on().says("Write the code")
    User.objects.filter(pk=world.kalle.pk).update(username=world.kalle.email)
    ask(sign_in(world.kalle.email), long).says("this one cannot be a user ID")


def test_an_invitation_to_the_former_address_ends(world: World, visit: Visit) -> None:
    firm = world.housing_managers
    invited = Invite.objects.create(
        key="abcdefghjk",
        email=world.sanna.email,
        language="fi",
        firm=firm,
        is_administrator=True,
        made_by=world.markus,
        token_sha256=hash_of("mailed"),
        made_at=times.now(),
        lapses_at=times.now() + timedelta(days=7),
    )
    visit().get("welcome", token="mailed").says(firm.name)
    sanna = sign_in("sanna.saarinen")
    ask(sanna)
    sanna.post("own-address", deed="code", code=code_in(str(mail.outbox[-1].body))).leads_on()
    visit().get("welcome", token="mailed").is_not_there()
    invited.refresh_from_db()
    assert invited.ended_at and invited.token_sha256 == ""


def test_a_right_that_waits_at_the_former_address_lapses(world: World, visit: Visit) -> None:
    give(world.kalle, world.kalles_household, world.sanna.email)
    visit(world.sanna).get("received-rights").says("1 right waits for your answer.")
    sanna = sign_in("sanna.saarinen")
    ask(sanna)
    sanna.post("own-address", deed="code", code=code_in(str(mail.outbox[-1].body))).leads_on()
    sanna.get("received-rights").says("No right waits for your answer.")
