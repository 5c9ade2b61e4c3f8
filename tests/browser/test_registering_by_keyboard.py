"""Registering in a real browser, by keyboard alone, in each language: a code by e-mail, and by letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from playwright.sync_api import Page, expect

from demo.contacts import LETTERS
from kajo.access.models import Ownership, User
from kajo.changes.models import Change
from kajo.core import times
from kajo.registration.letter_tasks import write_letters
from kajo.registration.models import Claim, Identification, SignUp, TermsAcceptance, UserSession
from tests.browser.conftest import Person
from tests.browser.test_giving_by_keyboard import tab_to
from tests.elsewhere import elsewhere, swept_by
from tests.registration.claiming import BOTH, NOTHING, code_in, customer_of, gsrn_of, run_jobs, token_in
from tests.registration.test_letters import text_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ADDRESS, USERNAME = "niina.nyberg@example.com", "niina.nyberg"
SAID = {
    "en": ("Accept the terms of use to go on.", "The code is not right"),
    "fi": ("Hyväksy käyttöehdot, niin pääset jatkamaan.", "Koodi ei ole oikein"),
    "sv": ("Godkänn användarvillkoren för att fortsätta.", "Koden är inte rätt"),
}


def sweep() -> None:
    newcomers = User.objects.filter(email=ADDRESS)
    Ownership.everything.filter(user__in=newcomers).delete()
    Change.everything.filter(asked_by__in=newcomers).delete()
    for model in (Claim, Identification, TermsAcceptance, UserSession):
        model.objects.filter(user__in=newcomers).delete()  # type: ignore[attr-defined] # each has them
    EmailAddress.objects.filter(email=ADDRESS).delete()
    newcomers.delete()
    SignUp.objects.filter(email=ADDRESS).delete()
    cursor = connection.cursor()
    cursor.execute("delete from core_cache")
    cursor.execute("delete from procrastinate_jobs where task_name like 'registration.%'")


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""
    with swept_by(sweep):
        yield


def types_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"input[name={name}]")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def becomes_a_user(niina: Person, site: str, language: str) -> None:
    """From the sign-in page to the question which customer one is."""
    page = niina.page
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    niina.goes_to("/account/login/")
    tab_to(page, "main a[href='/register/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    assert niina.axe_finds() == []
    types_into(page, "email", ADDRESS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/sent/")
    assert niina.axe_finds() == []
    (message,) = elsewhere(run_jobs)
    niina.goes_to(f"/register/user-id/{token_in(message)}/")
    types_into(page, "first_name", "Niina")
    types_into(page, "last_name", "Nyberg")
    types_into(page, "username", USERNAME)
    types_into(page, "password", "lumi narskuu kengän alla")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(SAID[language][0])
    expect(page.locator("button[name=instead]")).to_be_visible()  # a passkey's, for a browser that knows them
    assert niina.axe_finds() == []
    types_into(page, "password", "lumi narskuu kengän alla")
    tab_to(page, "input[name=terms]")
    page.keyboard.press("Space")
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/customer/")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_niina_registers_with_a_code_by_email(
    world: World, person: Callable[..., Person], swept: None, language: str, site: str
) -> None:
    niina = person()
    page = niina.page
    becomes_a_user(niina, site, language)
    assert niina.axe_finds() == []
    types_into(page, "number", BOTH)
    types_into(page, "shown", gsrn_of(BOTH))
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    assert niina.axe_finds() == []
    types_into(page, "code", "0000 0000")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(SAID[language][1])
    assert niina.axe_finds() == []
    assert not niina.sticks_out(320)
    (message,) = elsewhere(run_jobs)
    types_into(page, "code", code_in(message.body))
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/*/**")
    assert niina.complaints == []
    assert Ownership.everything.filter(owner__number=BOTH, user__username=USERNAME).exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_niina_registers_with_her_bank_and_signs_in_with_it(
    world: World, person: Callable[..., Person], swept: None, language: str, site: str, pretend_bank: str
) -> None:
    niina = person()
    page = niina.page
    becomes_a_user(niina, site, language)
    identifies(page, "customer", customer_of(BOTH).name)
    page.wait_for_url("**/c/*/**")
    assert niina.axe_finds() == []
    assert Ownership.everything.filter(owner__number=BOTH, user__username=USERNAME).exists()
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    niina.goes_to("/account/login/")
    assert niina.axe_finds() == []
    identifies(page, "sign-in", customer_of(BOTH).name)
    page.wait_for_url("**/c/*/**")
    niina.goes_to("/account/security/")
    expect(page.locator("form[action='/account/security/identification/']")).to_be_visible()
    assert niina.axe_finds() == []
    assert not niina.sticks_out(320)
    assert [one for one in niina.complaints if not one.startswith(pretend_bank)] == []


def identifies(page: Page, way: str, name: str) -> None:
    """Go to the bank, and be somebody there, by keyboard."""
    tab_to(page, f"main a[href^='/account/identify/{way}/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/oauth2/authorize**")
    tab_to(page, f"main button[value='{name.lower().translate(LETTERS)}']")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_niina_registers_with_a_code_by_letter(
    world: World, person: Callable[..., Person], swept: None, language: str, site: str, tmp_path: Path
) -> None:
    niina = person(color_scheme="dark")
    page = niina.page
    becomes_a_user(niina, site, language)
    types_into(page, "number", NOTHING)
    types_into(page, "shown", gsrn_of(NOTHING))
    tab_to(page, "input[name=way]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button[value=numbers]")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    assert niina.axe_finds() == []
    assert elsewhere(run_jobs) == []
    (letter,) = elsewhere(lambda: write_letters(tmp_path, now=times.now()))
    types_into(page, "code", code_in(text_of(letter)))
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/*/**")
    assert niina.complaints == []
    assert Ownership.everything.filter(owner__number=NOTHING, user__username=USERNAME).exists()
    assert mail.outbox
