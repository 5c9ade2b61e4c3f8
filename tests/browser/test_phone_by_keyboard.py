"""Adding a phone in a real browser, by keyboard alone: number, code, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import expect

from demo.cast import PASSWORD
from kajo.changes.models import Change
from kajo.information import messages
from kajo.information.models import ContactProof
from tests.browser.conftest import Person
from tests.browser.test_giving_by_keyboard import tab_to
from tests.elsewhere import elsewhere, swept_by
from tests.information.codes import code_in, send_codes
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NUMBER = "+358407654321"
SAID = {
    "fi": ("Koodi ei ole oikein.", "Se odottaa vahvistustamme.", "Uusi: +358 40 7654321"),
    "sv": ("Koden är inte rätt.", "Den väntar på vår bekräftelse.", "Ny: +358 40 7654321"),
}


@pytest.fixture
def swept(world: World) -> Iterator[None]:
    """Take away what the web process has committed."""

    def sweep() -> None:
        Change.everything.filter(subject=NUMBER).delete()
        ContactProof.everything.filter(value=NUMBER).delete()
        connection.cursor().execute("delete from core_cache")
        connection.cursor().execute("delete from procrastinate_jobs where task_name = 'order.contact-code'")

    with swept_by(sweep):
        yield


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_sanna_adds_a_phone_by_keyboard_alone(
    world: World,
    person: Callable[..., Person],
    swept: None,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    site: str,
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(messages, "send_sms", lambda to, text: sent.append(text))
    monkeypatch.setattr(messages, "can_send_sms", lambda: True)
    wrong, waits, title = SAID[language]
    sanna = person()
    sanna.page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    page = sanna.signs_in_as(world.sanna)
    tab_to(page, ".user-menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".user-menu a[href$='/information/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/information/")
    assert sanna.axe_finds() == []
    tab_to(page, "main a[href$='/add-phone/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add-phone/")
    assert sanna.axe_finds() == []
    tab_to(page, "input[name=value]")
    page.keyboard.type("040 765 4321")
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/**")
    assert sanna.axe_finds() == []
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=code]")
    elsewhere(send_codes)
    assert sanna.axe_finds() == []
    code = code_in(sent[-1])
    tab_to(page, "input[name=code]")
    page.keyboard.type(f"{(int(code) + 1) % 1_000_000:06}")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text(wrong)
    assert sanna.axe_finds() == []
    tab_to(page, "input[name=code]")
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/information/")
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text(waits)
    assert not sanna.sticks_out(320)
    assert sanna.complaints == []
