"""Access rights on the pages: the six steps, the receiver's answer, taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import translation

from demo.cast import PASSWORD
from kajo.access.models import Offer, User
from kajo.core import times
from tests.access.giving import answer, give, send_mails, token_in, waiting_mails
from tests.conftest import Visit
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

RECEIVER = "niina.nyberg@example.com"


def fill_in(page: Visitor, world: World, email: str = RECEIVER, **more: str) -> Page:
    """Go through the steps until the check page."""
    home = world.spot_household
    page.post("right-give", home, email=email).leads_on()
    what = dict.fromkeys(("contracts", "invoices", "reporting", "messages", "information"), "0")
    days = {"starts_on": times.today().isoformat(), "last_day": ""}
    page.post("right-give-what", home, **{**what, **days, "invoices": "1", **more}).leads_on()
    return page.get("right-give-check", home)


def give_by(page: Visitor, world: World, email: str = RECEIVER, *, password: str = PASSWORD) -> Page:
    check = fill_in(page, world, email)
    return page.post("right-give-check", world.spot_household, shown=check.form["shown"], password=password)


def test_an_owner_gives_a_right_in_six_steps(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    page.get("front", world.spot_household).says("Access rights")
    page.get("rights", world.spot_household).says("Nobody else has rights to this data.")
    check = fill_in(page, world, last_day="2026-12-31", invoices="2")
    check.says(RECEIVER, "Invoices", "Read and write", "May postpone a due date", "31 Dec 2026")
    sent = {"shown": check.form["shown"], "password": PASSWORD}
    listed = page.post("right-give-check", world.spot_household, **sent).leads_on()
    listed.says("The access right is given.", RECEIVER, "Given, not opened yet", "Invoices: Read and write")
    assert [mail.to for mail in send_mails()] == [[RECEIVER], [world.sanna.email]]


def test_steps_cannot_be_left_out_or_done_again(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    for step in ("right-give-what", "right-give-check"):
        assert page.get(step, home).response["Location"].endswith("/access-rights/give/")
        assert page.post(step, home, shown="x", password=PASSWORD).response["Location"].endswith("/give/")
    check = fill_in(page, world)
    sent = {"shown": check.form["shown"], "password": PASSWORD}
    page.post("right-give-check", home, **sent)
    again = page.post("right-give-check", home, **sent)
    assert again.response["Location"].endswith("/access-rights/give/")
    assert Offer.everything.filter(owner=home).count() == 1


def test_a_wrong_password_gives_nothing_and_each_try_is_counted(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    for _ in range(5):
        give_by(page, world, password="not my own password").says("This is not your password.")
    give_by(page, world).says("Too many tries. Wait a few minutes.")
    assert not Offer.everything.filter(owner=world.spot_household).exists()
    with time_machine.travel(times.now() + timedelta(minutes=2)):
        give_by(page, world).leads_on()


def test_what_is_shown_is_what_is_given(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    first = fill_in(page, world)
    fill_in(page, world, "other@example.com", contracts="2")
    stale = page.post("right-give-check", home, shown=first.form["shown"], password=PASSWORD)
    stale.says("This has changed in another window.", "other@example.com")
    assert not Offer.everything.filter(owner=home).exists()
    page.post("right-give-check", home, shown=stale.form["shown"], password=PASSWORD).leads_on()


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_there_is_no_way_past_the_password(world: World, visit: Visit, headers: dict[str, str]) -> None:
    page, home = visit(world.sanna), world.spot_household
    shown = fill_in(page, world).form["shown"]
    page.client.get(
        f"/c/{home.key}/access-rights/give/check/", {"shown": shown, "password": PASSWORD}, headers=headers
    )
    page.client.post(f"/c/{home.key}/access-rights/give/check/", {"shown": shown}, headers=headers)
    page.client.post(
        f"/c/{home.key}/access-rights/give/check/", {"shown": shown, "password": ""}, headers=headers
    )
    give_by(visit(world.sanna), world, "a@example.com").leads_on()  # an earlier proof is no proof
    page.client.post(f"/c/{home.key}/access-rights/give/check/", {"shown": shown}, headers=headers)
    assert not Offer.everything.filter(owner=home, email=RECEIVER).exists()


def test_the_session_gets_a_new_id_when_the_password_was_asked(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    before = page.client.session.session_key
    give_by(page, world).leads_on()
    assert page.client.session.session_key != before
    page.get("rights", world.spot_household).is_shown()


def test_what_was_typed_is_kept_and_errors_come_first(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    page.post("right-give", home, email="väinö@").says("Check one thing", "name@example.com")
    page.post("right-give", home, email=world.sanna.email.upper()).says("This is your own address.")
    page.post("right-give", home, email=RECEIVER).leads_on()
    refused = page.post(
        "right-give-what", home, contracts="0", invoices="0", reporting="0", messages="0", information="0",
        starts_on="2026-11-25", last_day="2026-11-24",
    )  # fmt: skip
    refused.says("Check 2 things", "Choose at least one area", "The last day cannot be before the first day.")
    assert refused.form["starts_on"] == "2026-11-25"
    refused = page.post("right-give-what", home, invoices="2", starts_on="2020-01-01", last_day="31.12.2026")
    refused.says("today or later", "year-month-day", "Choose one for each area.")


def test_the_answer_is_the_same_for_an_address_with_a_user_and_one_without(
    world: World, visit: Visit
) -> None:
    def answer_to(email: str) -> tuple[Any, ...]:
        page = visit(world.sanna)
        before = len(waiting_mails())
        done = give_by(page, world, email)
        listed = page.get("rights", world.spot_household)
        said = listed.text.replace(email, "ADDRESS")
        offer = Offer.everything.get(owner=world.spot_household, email=email)
        detail = page.get("right", offer).text.replace(email, "ADDRESS")
        ordered = [job["receiver"].replace(offer.key, "KEY") for job in waiting_mails()[before:]]
        offer.delete()
        return done.status, done.response["Location"], said, detail, ordered

    with time_machine.travel(times.now(), tick=False):
        assert (
            answer_to("pentti@example.com")
            == answer_to("nobody@example.com")
            != answer_to("a@example.org")[:2]
        )
    assert User.objects.filter(email="pentti@example.com").exists() or world.pentti.email


def test_the_receiver_is_asked_and_opens(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, world.pentti.email)
    (invitation, _receipt) = send_mails()
    assert invitation.to == [world.pentti.email]
    token = token_in(invitation)
    stranger = visit()
    stranger.get("invitation", token=token).says("has given you an access right", "Sign in")
    receiver = visit(world.pentti)
    assert receiver.open("/").response["Location"] == "/access-rights/"
    led = receiver.get("invitation", token=token)
    assert led.response["Location"] == f"/access-rights/{offer.key}/"
    asked = receiver.get("received-right", key=offer.key)
    asked.says("has given you this", "Open it or decline it.", "Invoices: Read-only", "is written down")
    receiver.get("front", world.spot_household).is_not_there()
    assert (
        receiver.post("received-right", key=offer.key, deed="open")
        .response["Location"]
        .endswith(f"/c/{world.spot_household.key}/")
    )
    receiver.get("front", world.spot_household).says("You see this")
    stranger.get("invitation", token=token).is_not_there().says("The link does not work any more")


def test_a_receiver_who_only_looks_at_the_question_has_opened_nothing(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, world.pentti.email)
    receiver = visit(world.pentti)
    receiver.get("received-right", key=offer.key, deed="open")
    receiver.post("received-right", key=offer.key, deed="")
    receiver.get("front", world.spot_household).is_not_there()


def test_a_receiver_without_a_user_makes_one(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, RECEIVER)
    token = token_in(send_mails()[0])
    page = visit()
    asked = page.get("invitation", token=token)
    asked.says("Make a user ID", RECEIVER)
    names = {"first_name": "Niina", "last_name": "Nyberg"}
    for username, password, why in (
        (world.sanna.username, "correct horse battery", "Somebody has this user ID."),
        ("x@example.com", "correct horse battery", "or your own e-mail address"),
        ("niina", "password1234", "guessed first"),
        ("niina", "short", "too short"),
    ):
        page.post("invitation", token=token, username=username, password=password, **names).says(why)
    page.post(
        "invitation", token=token, username=RECEIVER, password="correct horse battery", **names, is_staff="on"
    ).leads_on()
    niina = User.objects.get(username=RECEIVER)
    assert (niina.email, niina.is_staff, niina.get_full_name()) == (RECEIVER, False, "Niina Nyberg")
    page.post("received-right", key=offer.key, deed="open").leads_on()
    page.get("front", world.spot_household).says("You see this")
    visit().get("invitation", token=token).is_not_there()
    visit(world.sanna).get("right", offer).says("Niina Nyberg", "In force")


def test_a_receiver_declines_with_and_without_a_user(world: World, visit: Visit) -> None:
    for email in (world.pentti.email, RECEIVER):
        offer = give(world.sanna, world.spot_household, email)
        token = token_in(send_mails()[0])
        visit().post("invitation", token=token, deed="decline").says("You declined")
        visit(world.sanna).get("right", offer).says("Declined")
        (told,) = send_mails()
        assert told.to == [world.sanna.email]


def test_a_link_that_was_passed_on_opens_nothing_for_another_user(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, RECEIVER)
    token = token_in(send_mails()[0])
    page = visit(world.pentti)
    page.get("invitation", token=token).says("This is for another address").has_no(RECEIVER)
    page.get("received-right", key=offer.key).is_not_there()
    page.post("received-right", key=offer.key, deed="open").is_not_there()


def test_a_changed_or_withdrawn_right_kills_the_link(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    offer = give(world.sanna, home, RECEIVER)
    first = token_in(send_mails()[0])
    page.get("right-change", offer).says(RECEIVER)
    what = {"contracts": "0", "invoices": "1", "reporting": "1", "messages": "0", "information": "0"}
    check = page.post("right-change", offer, **what, starts_on="2026-11-24", last_day="").leads_on()
    check.says("Reporting service")
    page.post("right-give-check", home, shown=check.form["shown"], password=PASSWORD).leads_on()
    visit().get("invitation", token=first).is_not_there()
    second = token_in(send_mails()[0])
    page.post("right-resend", offer).leads_on()
    visit().get("invitation", token=second).is_not_there()
    third = token_in(send_mails()[0])
    visit().get("invitation", token=third).is_shown()
    page.post("right-remove", offer).leads_on()
    visit().get("invitation", token=third).is_not_there()


def test_the_token_stands_in_no_table(world: World) -> None:
    offer = give(world.sanna, world.spot_household, RECEIVER)
    jobs = str(waiting_mails())
    token = token_in(send_mails()[0])
    kept = str(list(Offer.everything.filter(pk=offer.pk).values()))
    assert token not in kept + jobs


def test_a_right_is_removed_without_a_password_and_at_once(world: World, visit: Visit) -> None:
    home = world.spot_household
    offer = give(world.sanna, home, world.pentti.email)
    answer(world.pentti, offer)
    receiver, page = visit(world.pentti), visit(world.sanna)
    receiver.get("front", home).is_shown()
    page.get("right", offer).says("Last used", "24 Nov 2026")
    page.get("right-remove", offer).says("It ends at once")
    page.post("right-remove", offer).leads_on()
    receiver.get("front", home).is_not_there()
    send_mails()
    assert {tuple(sent.to) for sent in mail.outbox[-2:]} == {(world.pentti.email,), (world.sanna.email,)}


def test_the_receiver_gives_back(world: World, visit: Visit) -> None:
    offer = give(world.sanna, world.spot_household, world.pentti.email)
    answer(world.pentti, offer)
    page = visit(world.pentti)
    page.get("received-rights").says("Rights that you have opened", world.spot_household.name)
    page.get("right-give-back", key=offer.key).says("Give back the right")
    page.post("right-give-back", key=offer.key).leads_on()
    page.get("front", world.spot_household).is_not_there()


def test_a_right_that_begins_later_leads_to_no_page_before(world: World, visit: Visit) -> None:
    home, receiver = world.spot_household, visit(world.pentti)
    offer = give(world.sanna, home, world.pentti.email, starts_on=world.today + timedelta(days=7))
    page = receiver.post("received-right", key=offer.key, deed="open").leads_on()
    page.says("You do not see the data of", home.name, "from 1\u00a0Dec\u00a02026")
    page.has_no_link(home.name)
    with time_machine.travel(times.now() + timedelta(days=7)):
        visit(world.pentti).get("received-rights").has_no("from 1").follow(home.name).is_shown()


def test_the_page_says_how_a_housing_manager_gets_access(world: World, visit: Visit) -> None:
    visit(world.sanna).get("rights", world.spot_household).says("corporate customer service", "09 4245 0010")


def test_one_mail_has_one_receiver_in_the_receivers_language(world: World) -> None:
    world.pentti.language = "sv"
    world.pentti.save()
    for email in (world.pentti.email, "b@example.com", "c@example.com"):
        give(world.sanna, world.spot_household, email)
    sent = send_mails()
    assert [message.to for message in sent if "/invitation/" in str(message.body)] == [
        [world.pentti.email], ["b@example.com"], ["c@example.com"],
    ]  # fmt: skip
    assert all(len(message.recipients()) == 1 for message in sent)
    assert len(sent) == 6


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_are_in_every_language(world: World, visit: Visit, language: str) -> None:
    page = visit(world.sanna, language=language)
    offer = give(world.sanna, world.spot_household, RECEIVER)
    with translation.override(language):
        for name in ("rights", "right-give"):
            assert page.get(name, world.spot_household).language == language
        for name in ("right", "right-change", "right-remove"):
            page.get(name, offer).is_shown()


def test_those_with_many_customers_find_one_by_its_address(world: World, visit: Visit) -> None:
    street = world.housing_company_2_common.street
    found = visit(world.paivi).open("/customers/", q=street.upper())
    found.says(world.housing_company_2.name).has_no(world.housing_company_1.name)
