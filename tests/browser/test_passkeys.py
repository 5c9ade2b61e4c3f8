"""A passkey in a real browser, whose authenticator is a made-up one: added, signed in with, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from playwright.sync_api import Page, expect

from demo.cast import PASSWORD
from tests.browser.conftest import Person
from tests.elsewhere import swept_by
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SAID = {
    "en": ("Add a passkey", "The passkey is added.", "Sign in with a passkey", "The passkey is removed."),
    "fi": (
        "Lisää pääsyavain",
        "Pääsyavain on lisätty.",
        "Kirjaudu pääsyavaimella",
        "Pääsyavain on poistettu.",
    ),
    "sv": (
        "Lägg till en lösennyckel",
        "Lösennyckeln har lagts till.",
        "Logga in med lösennyckel",
        "Lösennyckeln har tagits bort.",
    ),
}


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""

    def sweep() -> None:
        Authenticator.objects.all().delete()
        connection.cursor().execute("delete from core_cache")

    with swept_by(sweep):
        yield


def give_authenticator(page: Page) -> None:
    """Let the browser have a phone of its own, which always knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_sanna_adds_a_passkey_signs_in_with_it_and_removes_it(
    world: World, person: Callable[..., Person], swept: None, language: str, site: str
) -> None:
    add, added, sign_in, removed = SAID[language]
    sanna = person()
    sanna.page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    page = sanna.signs_in_as(world.sanna)
    give_authenticator(page)
    sanna.goes_to("/account/security/")
    assert sanna.axe_finds() == []
    page.get_by_role("link", name=add).click()
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/")
    assert sanna.axe_finds() == []
    page.fill("main input[name=name]", "Puhelin")
    page.click("main [data-kajo-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator("main")).to_contain_text(added)
    assert page.locator("main .codes li").count() == 10
    assert sanna.axe_finds() == []
    sanna.goes_to("/account/security/")
    expect(page.locator("main tbody").first).to_contain_text("Puhelin")
    assert sanna.axe_finds() == []
    assert not sanna.sticks_out(320)
    page.context.clear_cookies(name="session")
    sanna.goes_to("/account/login/")
    page.get_by_role("button", name=sign_in).click()
    page.wait_for_url("**/c/**")
    sanna.goes_to("/account/security/")
    page.locator("main a[href$='/remove/']").click()
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/remove/")
    page.click("main form button.danger")
    expect(page.locator("main")).to_contain_text(removed)
    assert sanna.complaints == []


def test_a_passkey_is_the_second_step_after_the_password_too(
    world: World, person: Callable[..., Person], swept: None
) -> None:
    sanna = person()
    page = sanna.signs_in_as(world.sanna)
    give_authenticator(page)
    sanna.goes_to("/account/second-step/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/")
    page.click("main [data-kajo-passkey-button]")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies(name="session")
    sanna.signs_in_as(world.sanna)
    assert page.url.endswith("/authenticate/")
    assert sanna.axe_finds() == []
    page.click("main [data-kajo-passkey-button]")
    page.wait_for_url("**/c/**")
    assert sanna.complaints == []
