"""From a stranger to a user: an address, the link that is mailed to it, a user ID and a password."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import override_settings

from kajo.access.models import AuditEntry, User
from kajo.core import times
from kajo.registration.models import SignUp, TermsAcceptance
from tests.conftest import Visit
from tests.pages import Page
from tests.registration.claiming import run_jobs, token_in
from tests.registration.passkeys import Passkey, asked_by
from tests.registration.test_passkeys import sign_in
from tests.world import World

NEW = "niina.nyberg@example.org"
FILLED = {
    "first_name": "Niina",
    "last_name": "Nyberg",
    "username": "niina.nyberg",
    "password": "lumi narskuu kengän alla",
    "terms": "on",
}


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def leads(page: Page, where: str) -> None:
    assert (page.status, page.response.headers.get("Location")) == (302, where), page.text


def token_for(visit: Visit, email: str = NEW, language: str = "en") -> str:
    leads(visit(language=language).post("register", email=email), "/register/sent/")
    (message,) = run_jobs()
    assert message.to == [email.lower()]
    return token_in(message)


def test_niina_registers(world: World, visit: Visit) -> None:
    niina = visit(language="sv")
    niina.get("account_login").has_link("Registrera dig")
    token = token_for(visit, "Niina.Nyberg@Example.org", "sv")
    niina.get("register-user", token=token).says(NEW)
    leads(niina.post("register-user", token=token, **FILLED), "/register/customer/")
    made = User.objects.get(username="niina.nyberg")
    assert (made.email, made.language, made.get_full_name()) == (NEW, "sv", "Niina Nyberg")
    assert made.check_password(FILLED["password"])
    assert EmailAddress.objects.get(user=made).verified
    assert AuditEntry.everything.filter(actor=made, kind="registered").exists()
    niina.get("register-customer").says("Vilken kund är du?")
    assert niina.get("home").says("Visa vilken kund du är").status == 200


def test_niina_registers_with_a_passkey_and_no_password(world: World, visit: Visit) -> None:
    niina, token, passkey = visit(language="en"), token_for(visit), Passkey()
    filled = {**FILLED, "password": "", "instead": "passkey"}
    page = niina.post("register-user", token=token, **{**filled, "terms": ""})
    page.says("Accept the terms of use to go on.").has_no("Write a new password.")
    leads(niina.post("register-user", token=token, **filled), "/account/second-step/webauthn/add/")
    page = niina.get("mfa_add_webauthn").says("Your user ID is niina.nyberg.")
    codes = niina.post("mfa_add_webauthn", credential=passkey.register(asked_by(page))).leads_on()
    codes.follow("I have kept the codes").has_link("Show which customer you are")
    made = User.objects.get(username="niina.nyberg")
    assert not made.has_usable_password()

    niina = sign_in(passkey, made)
    niina.get("security").has_link("Choose a password").has_no("Change the password")
    niina.get("account_set_password").says("Choose a password")
    with time_machine.travel(times.now() + timedelta(minutes=11)):
        page = niina.get("account_set_password").leads_on().leads_on()
        page.says("Confirm that it is you").has_button("Use a passkey")


def test_the_terms_are_accepted_in_the_version_that_holds(world: World, visit: Visit) -> None:
    niina, token = visit(), token_for(visit)
    refused = niina.post("register-user", token=token, **{**FILLED, "terms": ""})
    refused.says("Accept the terms of use to go on.")
    assert not User.objects.filter(username="niina.nyberg").exists()
    visit().get("terms").says("These terms hold from 1 Nov 2026.")
    niina.post("register-user", token=token, **FILLED)
    kept = TermsAcceptance.objects.get(user__username="niina.nyberg")
    assert (kept.terms_from, times.local_day(kept.accepted_at)) == (date(2026, 11, 1), times.today())


def test_whoever_has_not_accepted_them_is_asked_when_landing(
    world: World, visit: Visit, settings: Any
) -> None:
    sanna = visit(world.sanna)
    assert "/c/" in sanna.get("home").response.headers["Location"]
    with override_settings(ENV=replace(settings.ENV, terms_from=times.today())):
        sanna.get("home").leads_on().says("They hold from 24 Nov 2026").has_button(
            "I accept the terms of use"
        )
        leads(sanna.post("accept-terms"), "/")
        sanna.post("accept-terms")
        assert "/c/" in sanna.get("home").response.headers["Location"]
        versions = TermsAcceptance.objects.filter(user=world.sanna).values_list("terms_from", flat=True)
        assert sorted(versions) == [date(2026, 11, 1), times.today()]
        assert AuditEntry.everything.filter(actor=world.sanna, kind="terms_accepted").count() == 1
    with override_settings(ENV=replace(settings.ENV, terms_from=times.today() + timedelta(days=1))):
        assert "/c/" in sanna.get("home").response.headers["Location"], "they do not hold yet"


def test_the_link_can_be_used_once(world: World, visit: Visit) -> None:
    token = token_for(visit)
    visit().post("register-user", token=token, **FILLED)
    again = visit().post("register-user", token=token, **{**FILLED, "username": "another"})
    assert again.status == 404
    assert not User.objects.filter(username="another").exists()


def test_the_link_holds_for_a_day_and_until_a_newer_one_is_sent(world: World, visit: Visit) -> None:
    first = token_for(visit)
    second = token_for(visit)
    assert visit().get("register-user", token=first).status == 404
    assert visit().get("register-user", token=second).status == 200
    with time_machine.travel(times.now() + timedelta(hours=24)):
        assert visit().get("register-user", token=second).status == 404


def test_the_token_is_kept_nowhere(world: World, visit: Visit) -> None:
    token = token_for(visit)
    assert token not in str(list(SignUp.objects.values()))


def test_a_known_address_gets_the_same_answer_and_another_mail(world: World, visit: Visit) -> None:
    answers = []
    for email in ("sanna.saarinen@example.org", "sanna.saarinex@example.org"):
        somebody = visit()
        sent = somebody.post("register", email=email)
        answers.append((sent.status, sent.body, len(somebody.get("register-sent").body)))
        (message,) = run_jobs()
        assert message.to == [email]
        known = "sanna.saarinen" in str(message.body).replace(email, "")
        assert known is (email == "sanna.saarinen@example.org")
        assert ("/register/user-id/" in str(message.body)) is not known
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"username": "sanna.saarinen"}, "Somebody has this user ID."),
        ({"username": "SANNA.Saarinen"}, "Somebody has this user ID."),
        ({"username": "\u0455anna.saarinen"}, "A user ID is a word of Latin letters"),
        ({"username": "\uff53anna.saarinen"}, "Somebody has this user ID."),
        ({"username": "kalle.lindqvist@example.org"}, "or your own e-mail address"),
        ({"password": "short"}, "12"),
        ({"password": "salasana salasana"}, "too close"),
        ({"first_name": ""}, "Write your first name."),
    ],
)
def test_what_cannot_be_had_is_said_at_its_field(
    world: World, visit: Visit, wrong: dict[str, str], says: str
) -> None:
    token = token_for(visit)
    visit().post("register-user", token=token, **{**FILLED, **wrong}).says(says)
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    "name",
    ["www.evil.example", "Win at evil.com", "Niina\r\nBcc: x@example.org", "https://x", "n\u202eiina", "N7"],
)
def test_a_name_that_would_say_something_in_a_mail_is_refused(world: World, visit: Visit, name: str) -> None:
    token = token_for(visit)
    for field in ("first_name", "last_name"):
        said = visit().post("register-user", token=token, **{**FILLED, field: name})
        said.says("Write the name in letters alone.")
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("name", ["Åsa-Märit", "d’Arc", "J.R. Ärjä", "Ng, Đặng", "محمد"])
def test_names_of_people_are_taken(world: World, visit: Visit, name: str) -> None:
    visit().post("register-user", token=token_for(visit), **{**FILLED, "last_name": name})
    assert User.objects.get(email=NEW).last_name == name


def test_user_ids_are_tried_twenty_times_an_hour(world: World, visit: Visit) -> None:
    """Who holds a link may ask which user IDs there are, but not all of them."""
    token = token_for(visit)
    for _ in range(20):
        taken = visit().post(
            "register-user", token=token, **{**FILLED, "username": "sanna.saarinen", "terms": ""}
        )
        taken.says("Somebody has this user ID.")
    last = visit().post("register-user", token=token, **{**FILLED, "username": "sanna.saarinen"})
    last.says("Too many tries.").has_no("Somebody has this user ID.")


def test_an_address_may_be_asked_for_three_times_in_ten_minutes(world: World, visit: Visit) -> None:
    for _ in range(3):
        leads(visit().post("register", email=NEW), "/register/sent/")
    for email in (NEW, NEW.upper()):
        visit().post("register", email=email).says("Too many tries.")
    assert SignUp.objects.count() == 3


def test_one_machine_asks_for_twenty_addresses_an_hour(world: World, visit: Visit) -> None:
    for number in range(20):
        leads(visit().post("register", email=f"n{number}@example.org"), "/register/sent/")
    visit().post("register", email="n20@example.org").says("Too many tries.")


def test_nothing_but_a_user_comes_of_it_whatever_is_sent(world: World, visit: Visit) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "email": "other@example.org", "owner": "1"}
    visit().post("register-user", token=token_for(visit), **{**FILLED, **more})
    made = User.objects.get(username="niina.nyberg")
    assert not made.is_staff and made.email == NEW
