"""Signing in and out: with a user ID or a proven address, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from demo.cast import PASSWORD
from kajo.access import register
from kajo.access.models import User
from kajo.core import times
from tests.conftest import Visit
from tests.world import World

WRONG = "not the right password"


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def sign_in(login: str, password: str = PASSWORD, *, client: Client | None = None, **extra: str) -> Client:
    """Fill in the form and send it; whether it worked is seen by `is_in`."""
    client = client or Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": login, "password": password}, **extra)  # type: ignore[arg-type]
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["sanna.saarinen", "Sanna.SAARINEN", "sanna.saarinen@example.org"])
def test_one_signs_in_with_the_user_id_or_a_proven_address_in_any_case(world: World, login: str) -> None:
    assert is_in(sign_in(login))


def hashes_for(login: str) -> int:
    """Try a wrong password, and count what takes the time."""
    count = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def hasher(*args: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            return real(*args, **more)

        return hasher

    with (
        patch.object(Argon2PasswordHasher, "verify", counted(Argon2PasswordHasher.verify)),
        patch.object(Argon2PasswordHasher, "encode", counted(Argon2PasswordHasher.encode)),
    ):
        sign_in(login, WRONG)
    return count


def test_one_hash_is_worked_out_for_whatever_is_typed(world: World) -> None:
    known = ("sanna.saarinen", "sanna.saarinen@example.org")
    assert {hashes_for(login) for login in (*known, "nobody", "nobody@example.org")} == {1}


@pytest.mark.parametrize(
    ("login", "comes_in"),
    [("väinö.itä", True), ("VÄINÖ.ITÄ", True), ("va\u0308ino\u0308.ita\u0308", True), ("väınö.ıtä", False)],
)
def test_a_user_id_has_any_latin_letters_and_no_letter_passes_for_another(
    world: World, login: str, comes_in: bool
) -> None:
    register.add_user("väinö.itä", email="vaino.ita@example.org", password=PASSWORD, email_is_proven=True)
    assert is_in(sign_in(login)) is comes_in


def test_an_address_that_is_not_proven_lets_nobody_in(world: World) -> None:
    EmailAddress.objects.filter(user=world.sanna).update(verified=False)
    assert not is_in(sign_in("sanna.saarinen@example.org"))
    assert not is_in(sign_in("sanna.saarinen"))


def test_a_wrong_password_and_an_unknown_user_id_get_one_and_the_same_answer(world: World) -> None:
    client = Client(headers={"host": "localhost"})
    known = client.post("/account/login/", {"login": "sanna.saarinen", "password": WRONG})
    unknown = client.post("/account/login/", {"login": "sanna.saarinex", "password": WRONG})
    assert known.status_code == unknown.status_code
    assert len(known.content) == len(unknown.content)


def test_the_session_is_a_new_one_after_signing_in(world: World) -> None:
    client = Client(headers={"host": "localhost"})
    client.session.save()
    planted = client.session.session_key
    sign_in("sanna.saarinen", client=client)
    assert is_in(client)
    assert client.session.session_key != planted


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    client = sign_in("sanna.saarinen")
    kept = client.cookies["session"].value
    answer = client.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["session"] = kept
    assert not is_in(client)


def test_a_get_signs_nobody_out(world: World) -> None:
    client = sign_in("sanna.saarinen")
    client.get("/account/logout/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "lands_on"),
    [
        ("sanna.saarinen", "/c/"),
        ("paivi.isotalo", "/customers/"),
        ("helena.karppinen", "/staff/"),
    ],
)
def test_each_lands_where_there_is_something_to_do(world: World, login: str, lands_on: str) -> None:
    answer = sign_in(login).get("/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(lands_on)


def test_olli_who_has_no_customers_is_told_so(world: World, visit: Visit) -> None:
    visit(world.olli).open("/").says("Your user ID has not been joined to any customer.")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_one_is_never_led_to_somebody_elses_site(world: World, elsewhere: str) -> None:
    client = Client(headers={"host": "localhost"})
    form = {"login": "sanna.saarinen", "password": PASSWORD, "next": elsewhere}
    for answer in (
        client.post("/account/login/", form),
        client.post("/language/", {"language": "sv", "next": elsewhere}),
    ):
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith("//")


def test_a_customers_session_ends_after_twelve_idle_hours(world: World) -> None:
    client = sign_in("sanna.saarinen")
    client.get("/")
    with time_machine.travel(times.now() + timedelta(hours=11, minutes=58)):
        client.get("/")
        assert is_in(client)
    with time_machine.travel(times.now() + timedelta(hours=25)):
        client.get("/")
        assert not is_in(client)


def test_a_session_ends_after_its_longest_time_however_much_it_is_used(world: World) -> None:
    client = sign_in("helena.karppinen")
    begins = times.now()
    for minutes in range(0, 13 * 60, 25):
        with time_machine.travel(begins + timedelta(minutes=minutes)):
            client.get("/staff/")
            assert is_in(client) == (minutes < 12 * 60), minutes


def test_wrong_tries_slow_one_account_and_leave_others_alone(world: World) -> None:
    for _ in range(6):
        sign_in("sanna.saarinen", WRONG)
    assert not is_in(sign_in("sanna.saarinen"))
    assert is_in(sign_in("kalle.lindqvist"))


def test_wrong_tries_of_others_do_not_keep_sanna_out_of_her_own_browser(world: World) -> None:
    hers = sign_in("sanna.saarinen")
    hers.post("/account/logout/")
    for _ in range(6):
        sign_in("sanna.saarinen", WRONG)
    assert not is_in(sign_in("sanna.saarinen"))
    assert is_in(sign_in("sanna.saarinen", client=hers))


def test_a_browser_that_knows_sanna_has_no_tries_without_end_and_none_at_others(world: World) -> None:
    hers = sign_in("sanna.saarinen")
    hers.post("/account/logout/")
    for _ in range(6):
        sign_in("sanna.saarinen", WRONG, client=hers)
    assert not is_in(sign_in("sanna.saarinen", client=hers))
    cache.clear()
    for _ in range(6):
        sign_in("kalle.lindqvist", WRONG)
    assert not is_in(sign_in("kalle.lindqvist", client=hers))


def test_a_device_cookie_that_somebody_wrote_himself_is_worth_nothing(world: World) -> None:
    for _ in range(6):
        sign_in("sanna.saarinen", WRONG)
    forged = Client(headers={"host": "localhost"})
    forged.cookies["device"] = f'["abc", [{world.sanna.pk}]]:1vABCD:x'
    assert not is_in(sign_in("sanna.saarinen", client=forged))


def test_a_form_of_another_site_signs_nobody_in(world: World) -> None:
    client = Client(headers={"host": "localhost", "origin": "https://evil.example"}, enforce_csrf_checks=True)
    sign_in("sanna.saarinen", client=client)
    assert not is_in(client)


def test_who_signs_out_after_the_session_has_ended_is_not_signed_out_by_the_next_sign_in() -> None:
    answer = Client(headers={"host": "localhost"}).post("/account/logout/")
    assert answer["Location"] == "/account/login/"


def test_writing_the_password_once_more_gives_the_session_a_new_id(world: World) -> None:
    client = sign_in("sanna.saarinen")
    before = client.session.session_key
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before


def test_neither_the_host_nor_another_name_of_the_user_starts_the_count_anew(world: World) -> None:
    names = ("sanna.saarinen", "SANNA.SAARINEN", "sanna.saarinen@example.org")
    for number in range(6):
        client = Client(headers={"host": f"localhost:{8000 + number}"})
        sign_in(names[number % 3], WRONG, client=client)
    assert not is_in(sign_in("sanna.saarinen", client=Client(headers={"host": "localhost:9000"})))
    assert not is_in(sign_in("sanna.saarinen@example.org"))
    assert is_in(sign_in("kalle.lindqvist"))


def test_tries_are_counted_in_the_database_which_all_processes_share(world: World) -> None:
    from django.db import connection

    sign_in("sanna.saarinen", WRONG)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from core_cache where cache_key like '%%allauth%%'")
        assert cursor.fetchone() != (0,)


def test_a_claimed_forwarded_address_does_not_start_the_count_anew(world: World) -> None:
    answers = [
        Client(headers={"host": "localhost", "x-forwarded-for": f"203.0.113.{number}"})
        .post("/account/login/", {"login": f"nobody{number}", "password": WRONG})
        .status_code
        for number in range(31)
    ]
    assert 429 in answers


def test_the_sign_up_of_allauth_is_closed_and_makes_nobody(world: World, visit: Visit) -> None:
    visit().open("/account/signup/").says("Register with your customer number")
    before = User.objects.count()
    form = {"username": "newcomer", "email": "newcomer@example.org", "password1": WRONG}
    Client(headers={"host": "localhost"}).post("/account/signup/", form)
    assert User.objects.count() == before


def test_changing_the_password_signs_other_devices_out(world: World) -> None:
    here, there = sign_in("sanna.saarinen"), sign_in("sanna.saarinen")
    new = "lumi narskuu kengän alla"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    there.get("/")
    assert not is_in(there)
    assert User.objects.get(pk=world.sanna.pk).check_password(new)


def test_who_signs_in_with_a_new_browser_goes_on_in_ones_own_language(world: World) -> None:
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    sign_in("kalle.lindqvist", client=client)
    assert b'lang="sv"' in client.get("/", follow=True).content[:200]


def test_a_language_that_the_browser_has_chosen_stays(world: World) -> None:
    client = Client(headers={"host": "localhost"})
    client.post("/language/", {"language": "en", "next": "/account/login/"})
    sign_in("kalle.lindqvist", client=client)
    assert b'lang="en"' in client.get("/", follow=True).content[:200]
