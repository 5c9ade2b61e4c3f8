"""Where one is signed in: seen, and ended; and the mail that tells of a sign-in with a new device."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from demo.cast import PASSWORD
from kajo.access.models import User
from kajo.registration.models import UserSession
from kajo.registration.own_sessions import in_words
from kajo.registration.sessions import network_of
from tests.conftest import Visit
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


@pytest.fixture(autouse=True)
def nobody_has_been_here(world: World) -> None:
    """Forget the sign-ins that tests in a browser have committed."""
    cache.clear()
    UserSession.objects.all().delete()
    User.objects.update(last_login=None)


def signed_in_with(user_agent: str, login: str = "sanna.saarinen") -> Visitor:
    visitor = Visitor()
    visitor.client = Client(headers={"host": "localhost", "user-agent": user_agent, "accept-language": "en"})
    visitor.client.cookies["language"] = "en"
    visitor.client.post("/account/login/", {"login": login, "password": PASSWORD}, REMOTE_ADDR="88.112.45.7")
    return visitor


def devices(page: Page) -> list[str]:
    return page.table("Where you are signed in").column("Device")


def name_of(visitor: Visitor) -> str:
    """Return what pages call the visitor's session."""
    from kajo.registration.session_store import name_of

    return name_of(visitor.client.session.session_key)


def test_sanna_sees_where_she_is_signed_in_and_which_of_them_is_this(world: World) -> None:
    signed_in_with(IPHONE)
    page = signed_in_with(FIREFOX).get("security").says("You are signed in on 2 devices.")
    here, there = devices(page)
    assert here.startswith("Firefox, Linux")
    assert here.endswith("this device")
    assert there == "Safari, iPhone"
    assert page.table("Where").column("Network address") == ["88.112.45.…"] * 2
    assert page.table("Where").column("Last used") == ["24 Nov 2026 12:00"] * 2


def test_her_user_menu_leads_there_and_it_leads_to_a_new_password(world: World, visit: Visit) -> None:
    visit(world.sanna).open("/customers/").follow("Sign-in and security").has_link("Change the password")


def test_she_signs_her_telephone_out_from_her_computer(world: World) -> None:
    telephone, computer = signed_in_with(IPHONE), signed_in_with(FIREFOX)
    page = computer.post("security-end-session", session=name_of(telephone)).leads_on()
    page.says("That device is signed out.", "You are signed in on 1 device.")
    assert telephone.get("security").status == 302
    computer.post("security-end-session", session=name_of(telephone)).leads_on().says("signed out already")


def test_she_signs_out_everywhere_but_here(world: World) -> None:
    others = [signed_in_with(IPHONE), signed_in_with(EDGE)]
    here = signed_in_with(FIREFOX)
    here.post("security-end-others").leads_on().says("2 other devices are signed out.")
    assert [other.get("security").status for other in others] == [302, 302]
    here.get("security").has_no_button("Sign out all other devices")


def test_nobody_ends_or_sees_the_session_of_another(world: World) -> None:
    sanna, kalle = signed_in_with(FIREFOX), signed_in_with(IPHONE, "kalle.lindqvist")
    kalle.post("security-end-session", session=name_of(sanna))
    kalle.post("security-end-others")
    assert sanna.get("security").status == 200
    (his,) = devices(kalle.get("security"))
    assert his.startswith("Safari, iPhone")


def test_a_page_holds_no_key_of_a_session(world: World) -> None:
    telephone, computer = signed_in_with(IPHONE), signed_in_with(FIREFOX)
    for visitor in (telephone, computer):
        assert visitor.client.session.session_key not in computer.get("security").body


def test_a_get_ends_nothing(world: World) -> None:
    telephone, computer = signed_in_with(IPHONE), signed_in_with(FIREFOX)
    computer.get("security-end-session", session=name_of(telephone)).leads_on()
    computer.get("security-end-others").leads_on().says("You are signed in on 2 devices.")
    assert telephone.get("security").status == 200


def test_a_new_device_is_told_of_by_one_mail_to_its_user_alone(world: World) -> None:
    User.objects.filter(pk=world.sanna.pk).update(last_login=None)
    telephone = signed_in_with(IPHONE)
    assert mail.outbox == [], "nobody is told of the very first time"
    signed_in_with(FIREFOX)
    (told,) = mail.outbox
    assert told.recipients() == ["sanna.saarinen@example.org"]
    assert "Firefox, Linux" in told.body
    assert "88.112.45.…" in told.body
    telephone.client.post("/account/logout/")
    telephone.client.post("/account/login/", {"login": "sanna.saarinen", "password": PASSWORD})
    assert len(mail.outbox) == 1, "the telephone is known"


def test_a_wrong_password_with_a_new_device_is_told_to_nobody(world: World) -> None:
    signed_in_with(IPHONE)
    Client(headers={"host": "localhost"}).post(
        "/account/login/", {"login": "sanna.saarinen", "password": "not the right one"}
    )
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [(EDGE, "Edge, Windows"), ("curl/8.5", "A browser that we do not know"), ("Dalvik (Android)", "Android")],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("88.112.45.7", "88.112.45.…"),
        ("2001:14ba:1c00:9d00::1", "2001:14ba:1c00:…"),
        ("::1", "0000:0000:0000:…"),
    ],
)
def test_of_an_address_the_beginning_is_kept(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_language_of_pages_and_mails_is_chosen_there(world: World, visit: Visit) -> None:
    page = visit(world.sanna)
    page.get("security").has_button("Change the language")
    told = page.post("language", language="sv", next="/account/security/")
    assert told.status == 302
    world.sanna.refresh_from_db()
    assert world.sanna.language == "sv"
    assert page.open("/account/security/").language == "sv"
