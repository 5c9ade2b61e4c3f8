"""Mails that go out over SMTP: a new password, the forgotten user ID, the proof of an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from demo.cast import PASSWORD
from demo.mail_sink import Mail, MailSink
from kajo.access.models import User
from kajo.core import times
from tests.conftest import Visit
from tests.world import World

SIGN_IN = "/account/login/"
NEW = "lumi narskuu kengän alla"


@pytest.fixture(autouse=True)
def over_smtp(mail_sink: MailSink, db: None) -> Iterator[None]:
    cache.clear()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(
        EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=mail_sink.smtp_port, EMAIL_USE_TLS=False
    ):
        yield


def mails(sink: MailSink) -> list[Mail]:
    """Return the mails in the order in which they came."""
    return sink.mails()[::-1]


def link_in(mail: Mail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_sanna_gets_a_link_by_which_she_chooses_a_new_password(world: World, mail_sink: MailSink) -> None:
    client = Client(headers={"host": "localhost"})
    client.post("/account/password/reset/", {"email": "Sanna.Saarinen@example.org"})
    (mail,) = mails(mail_sink)
    assert mail.recipients == ["sanna.saarinen@example.org"]
    link = link_in(mail)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert User.objects.get(pk=world.sanna.pk).check_password(NEW)
    assert client.get(link, follow=True).status_code == 200
    assert User.objects.get(pk=world.sanna.pk).check_password(NEW)


def choose_new_password(email: str, sink: MailSink) -> Client:
    """Ask for a link, open it and choose; return the browser."""
    client = Client(headers={"host": "localhost"})
    client.post("/account/password/reset/", {"email": email})
    form = client.get(link_in(mails(sink)[-1]))
    client.post(form["Location"], {"password1": NEW, "password2": NEW})
    return client


def test_a_new_password_signs_all_devices_out(world: World, mail_sink: MailSink, visit: Visit) -> None:
    there = visit(world.sanna)
    assert there.get("account_change_password").status == 200
    choose_new_password("sanna.saarinen@example.org", mail_sink)
    assert there.get("account_change_password").status == 302


def test_whoever_opened_the_link_signs_in_however_many_wrong_tries_others_make(
    world: World, mail_sink: MailSink
) -> None:
    for _ in range(6):
        Client(headers={"host": "localhost"}).post(SIGN_IN, {"login": "sanna.saarinen", "password": "wrong"})
    client = choose_new_password("sanna.saarinen@example.org", mail_sink)
    client.post(SIGN_IN, {"login": "sanna.saarinen", "password": NEW})
    assert "_auth_user_id" in client.session


def test_a_new_password_of_ones_own_clears_nothing_that_was_counted(
    world: World, mail_sink: MailSink
) -> None:
    for _ in range(9):
        Client(headers={"host": "localhost"}).post(SIGN_IN, {"login": f"nobody{_}", "password": "wrong"})
    client = choose_new_password("sanna.saarinen@example.org", mail_sink)
    client.post(SIGN_IN, {"login": "nobody", "password": "wrong"})
    client.post(SIGN_IN, {"login": "sanna.saarinen", "password": NEW})
    assert "_auth_user_id" not in client.session


def test_an_address_that_is_not_proven_gets_no_key_to_the_user_id(world: World, mail_sink: MailSink) -> None:
    EmailAddress.objects.filter(user=world.sanna).update(verified=False)
    Client(headers={"host": "localhost"}).post(
        "/account/password/reset/", {"email": "sanna.saarinen@example.org"}
    )
    (mail,) = mails(mail_sink)
    assert "/key/" not in mail.text


def test_a_link_that_is_more_than_an_hour_old_opens_nothing(world: World, mail_sink: MailSink) -> None:
    client = Client(headers={"host": "localhost"})
    client.post("/account/password/reset/", {"email": "sanna.saarinen@example.org"})
    with time_machine.travel(times.now() + timedelta(minutes=61)):
        assert client.get(link_in(mails(mail_sink)[-1])).status_code == 200  # says that it is too old


@pytest.mark.parametrize("page", ["forgotten-user-id", "account_reset_password"])
def test_nobodys_mailbox_is_filled(world: World, mail_sink: MailSink, visit: Visit, page: str) -> None:
    answers = [visit().post(page, email="sanna.saarinen@example.org").status for _ in range(4)]
    assert answers[-1] == 429
    assert len(mails(mail_sink)) == 3


def test_nobodys_mailbox_is_filled_in_the_course_of_a_day(mail_sink: MailSink, visit: Visit) -> None:
    begins = times.now()
    for hour in range(20):
        with time_machine.travel(begins + timedelta(hours=hour)):
            for page in ("forgotten-user-id", "account_reset_password"):
                visit().post(page, email="bystander@example.com")
    assert len(mails(mail_sink)) == 10


@pytest.mark.parametrize("page", ["forgotten-user-id", "account_reset_password"])
@pytest.mark.parametrize("email", ["sanna.saarinen@example.org", "nobody@example.org"])
def test_when_mail_is_out_of_order_the_page_says_so_to_everybody_alike(
    world: World, visit: Visit, page: str, email: str
) -> None:
    with override_settings(EMAIL_PORT=1):
        answer = visit().post(page, email=email)
    assert answer.status == 503
    answer.says("Our mail is out of order just now.")


def test_a_password_is_changed_even_when_mail_is_out_of_order(world: World, visit: Visit) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with override_settings(EMAIL_PORT=1):
        visit(world.sanna).post("account_change_password", **form)
    assert User.objects.get(pk=world.sanna.pk).check_password(NEW)


def test_the_notice_of_a_new_password_speaks_the_users_language(
    world: World, mail_sink: MailSink, visit: Visit
) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    visit(world.kalle, language="en").post("account_change_password", **form)
    assert "kundtjänst" in mails(mail_sink)[-1].text.lower()


def test_an_address_that_nobody_has_gets_the_same_answer(world: World, visit: Visit) -> None:
    answers = [
        visit().post(page, email=email)
        for page in ("account_reset_password", "forgotten-user-id")
        for email in ("sanna.saarinen@example.org", "nobody@example.org")
    ]
    assert answers[0].status == answers[1].status
    assert answers[2].status == answers[3].status


def test_the_forgotten_user_id_goes_to_the_proven_address_only(
    world: World, mail_sink: MailSink, visit: Visit
) -> None:
    visit().post("forgotten-user-id", email="SANNA.saarinen@example.org")
    (mail,) = mails(mail_sink)
    assert mail.recipients == ["sanna.saarinen@example.org"]
    assert "sanna.saarinen" in mail.text
    EmailAddress.objects.filter(user=world.kalle).update(verified=False)
    visit().post("forgotten-user-id", email="kalle.lindqvist@example.org")
    assert "kalle.lindqvist" not in mails(mail_sink)[-1].text


def test_an_address_of_nobodys_costs_a_mail_too_so_that_time_tells_nothing(
    world: World, mail_sink: MailSink, visit: Visit
) -> None:
    visit().post("forgotten-user-id", email="nobody@example.org")
    (mail,) = mails(mail_sink)
    assert mail.recipients == ["nobody@example.org"]


@pytest.mark.parametrize("page", ["forgotten-user-id", "account_reset_password"])
@pytest.mark.parametrize("alike", ["ſanna.saarinen@example.org", "sanna.saarınen@example.org"])
def test_letters_that_look_alike_are_not_taken_for_an_address(
    world: World, mail_sink: MailSink, visit: Visit, page: str, alike: str
) -> None:
    visit().post(page, email=alike)
    assert [mail for mail in mails(mail_sink) if "sanna.saarinen@example.org" in mail.recipients] == []


def test_who_is_signed_in_is_not_asked_which_user_id(world: World, mail_sink: MailSink, visit: Visit) -> None:
    assert visit(world.sanna).get("forgotten-user-id").status == 302
    visit(world.sanna).post("forgotten-user-id", email="kalle.lindqvist@example.org")
    assert mails(mail_sink) == []


def test_links_in_mails_lead_to_the_sites_own_address(world: World, mail_sink: MailSink) -> None:
    with override_settings(ENV=replace(settings.ENV, base_url="https://online.example.fi")):
        Client(headers={"host": "localhost:6666"}).post(
            "/account/password/reset/", {"email": "sanna.saarinen@example.org"}
        )
    (mail,) = mails(mail_sink)
    assert "https://online.example.fi/account/password/reset/key/" in mail.text
    assert "6666" not in mail.subject + mail.text


def test_mails_speak_the_receivers_language(world: World, mail_sink: MailSink, visit: Visit) -> None:
    visit().post("forgotten-user-id", email="sanna.saarinen@example.org")
    visit().post("forgotten-user-id", email="kalle.lindqvist@example.org")
    finnish, swedish = mails(mail_sink)
    assert "asiakaspalvelu" in finnish.text.lower()
    assert "kundtjänst" in swedish.text.lower()


def test_who_signs_in_with_an_unproven_address_gets_a_link_that_proves_it(
    world: World, mail_sink: MailSink
) -> None:
    EmailAddress.objects.filter(user=world.sanna).update(verified=False)
    client = Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": "sanna.saarinen", "password": "revontulten kajo"})
    (mail,) = mails(mail_sink)
    link = link_in(mail)
    assert not EmailAddress.objects.get(user=world.sanna).verified
    client.get(link)
    assert not EmailAddress.objects.get(user=world.sanna).verified
    client.post(link)
    assert EmailAddress.objects.get(user=world.sanna).verified


def test_a_header_cannot_be_smuggled_in_by_an_address(
    world: World, mail_sink: MailSink, visit: Visit
) -> None:
    visit().post("forgotten-user-id", email="sanna.saarinen@example.org\nBcc: evil@example.org")
    assert mails(mail_sink) == []
