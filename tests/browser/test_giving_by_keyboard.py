"""The six steps of giving an access right in a real browser, by keyboard alone, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from demo.cast import PASSWORD
from kajo.access.models import Offer
from tests.browser.conftest import Person
from tests.elsewhere import swept_by
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RECEIVER = "niina.nyberg@example.com"
SAID = {
    "en": ("This is not your password.", "Given, not opened yet"),
    "fi": ("Tämä ei ole salasanasi.", "Annettu, ei vielä avattu"),
    "sv": ("Det här är inte ditt lösenord.", "Given, ännu inte öppnad"),
}


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""

    def sweep() -> None:
        Offer.everything.filter(email=RECEIVER).delete()
        connection.cursor().execute("delete from core_cache")
        connection.cursor().execute("delete from procrastinate_jobs where task_name = 'rights.mail'")

    with swept_by(sweep):
        yield


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on it; it is seen to stand there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector} at {page.url}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_sanna_gives_a_right_by_keyboard_alone(
    world: World, person: Callable[..., Person], swept: None, language: str, site: str
) -> None:
    sanna: Any = person()
    sanna.page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    page = sanna.signs_in_as(world.sanna)
    not_right, state = SAID[language]
    tab_to(page, ".user-menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".user-menu a[href$='/access-rights/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/access-rights/")
    assert sanna.axe_finds() == []
    tab_to(page, "main a[href$='/give/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/give/")
    tab_to(page, "input[name=email]")
    page.keyboard.type(RECEIVER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/what/")
    assert sanna.axe_finds() == []
    tab_to(page, "input[name=invoices]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "main form button.filled")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    tab_to(page, "input[name=password]")
    page.keyboard.type("not my own password")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(not_right)
    assert sanna.axe_finds() == []
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/access-rights/")
    row = page.locator("main tbody tr").first
    expect(row).to_contain_text(RECEIVER)
    expect(row).to_contain_text(state)
    assert not sanna.sticks_out(320)
    assert sanna.complaints == []
